//! Everything that differs between operating systems: signals, the identity of files, permissions, folders.

#[cfg(unix)]
mod unix;
#[cfg(not(any(unix, windows)))]
mod unsupported;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(super) use unix::{
    FileId, SignalListener, file_id, is_readable_by_others, link_count, state_folder,
};
#[cfg(windows)]
pub(super) use windows::{
    FileId, SignalListener, file_id, is_readable_by_others, link_count, state_folder,
};
