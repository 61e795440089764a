//! Leaks: tokens and internals of the server in a response.
//!
//! The patterns are chosen so that no honest message matches one: a false alarm costs more trust than a leak that is
//! found one response later. A response may repeat the path, headers and body of the request.

mod breach;
mod check;
mod path;
mod sql;
mod trace;
mod words;

pub use breach::{Leak, LeakBreach, LeakKind};
pub(super) use check::check;
