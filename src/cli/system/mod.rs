//! The operating system: threads, signals and interrupts, and everything that differs between systems (identity and permissions of files, the shell).

pub(super) mod interrupt;
pub(super) mod runtime;
mod shutdown_signal;
pub(super) mod signals;
#[cfg(unix)]
mod unix;
#[cfg(not(any(unix, windows)))]
mod unsupported;
#[cfg(windows)]
mod windows;
pub(super) mod workers;

#[cfg(unix)]
pub(super) use unix::{
    FileId, SignalListener, file_id, is_accessible_by_others, link_count, shell_command,
};
#[cfg(windows)]
pub(super) use windows::{
    FileId, SignalListener, file_id, is_accessible_by_others, link_count, shell_command,
};
