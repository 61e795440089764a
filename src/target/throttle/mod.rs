//! The throttle: every scope stays under its rate limit, in one process or in several that share it.

mod locked_file;
mod scope;
mod send_log;
mod shared;
mod target_throttle;

pub use locked_file::open_locked;
pub(super) use send_log::Urgency;
pub(super) use target_throttle::{RequestThrottling, TargetThrottle};
