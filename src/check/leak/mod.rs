//! What an answer must not show: tokens, and the inside of the server.
//!
//! The patterns are chosen so that no honest message meets one: a false alarm costs more trust than a leak that is
//! found one answer later. What the request itself said, in its path, headers or body, an answer may repeat.

mod breach;
mod check;
mod path;
mod sql;
mod trace;
mod words;

pub use breach::{Leak, LeakBreach, LeakKind};
pub(super) use check::check;
