//! The throttle: every scope stays under its rate limit, in one process or in several that share it.

mod locked_file;
mod pace;
mod scope;
mod send_log;
mod shared;

pub use locked_file::locked;
pub(super) use pace::{Manner, Pace};
pub(super) use send_log::Urgency;
