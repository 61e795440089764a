//! Staying under the rate limits: every scope by itself, in one process or in several together.

mod locked_file;
mod pace;
mod scope;
mod send_log;
mod shared;

pub use locked_file::locked;
pub(super) use pace::{Manner, Pace};
pub(super) use send_log::Urgency;
