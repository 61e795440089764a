//! Unix: Linux, macOS and similar systems.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::shutdown_signal::ShutdownSignal;

/// Listeners for the signals that ask a command to end.
#[derive(Debug)]
pub(in crate::cli) struct SignalListener {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Signal,
}

impl SignalListener {
    /// Starts to listen; from then on none of these signals ends the process by itself.
    pub(in crate::cli) fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    /// Waits for the next signal.
    pub(in crate::cli) async fn next(&mut self) -> ShutdownSignal {
        tokio::select! {
            _ = self.interrupt.recv() => ShutdownSignal::Interrupt,
            _ = self.terminate.recv() => ShutdownSignal::Terminate,
            _ = self.hang_up.recv() => ShutdownSignal::HangUp,
        }
    }
}

/// The identity of a file: its device and inode number, the same for every path that leads to it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::cli) struct FileId(u64, u64);

/// Returns the identity of an existing file.
pub(in crate::cli) fn file_id(path: &Path) -> io::Result<FileId> {
    let found = fs::metadata(path)?;
    Ok(FileId(found.dev(), found.ino()))
}

/// Returns the number of hard links to a file.
pub(in crate::cli) fn link_count(found: &Metadata) -> u64 {
    found.nlink()
}

/// Reports whether users other than its owner may read or write a file.
pub(in crate::cli) fn is_accessible_by_others(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}

/// Builds the command by which the shell runs a text.
pub(in crate::cli) fn shell_command(text: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", text]);
    command
}
