//! Leaks: tokens and internals of the server in a response.
//!
//! The patterns are chosen so that no honest message matches one: a false alarm costs more trust than a leak that is
//! found one response later. A response may repeat the path, headers and body of the request.

mod breach;
mod check;
mod file_path;
mod sql;
mod stack_trace;
mod text_search;

pub use breach::{LeakBreach, LeakKind, LeakedText};
pub(super) use check::check_leaks;
