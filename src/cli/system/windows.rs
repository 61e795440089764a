//! Windows.

use std::fs::Metadata;
use std::io;
use std::os::windows::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tokio::signal::windows::{CtrlBreak, CtrlC, CtrlClose, ctrl_break, ctrl_c, ctrl_close};

use super::shutdown_signal::ShutdownSignal;

/// Listeners for the console events that ask a command to end.
#[derive(Debug)]
pub(in crate::cli) struct SignalListener {
    interrupt: CtrlC,
    terminate: CtrlBreak,
    hang_up: CtrlClose,
}

impl SignalListener {
    /// Starts to listen; from then on none of these events ends the process by itself.
    pub(in crate::cli) fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: ctrl_c()?,
            terminate: ctrl_break()?,
            hang_up: ctrl_close()?,
        })
    }

    /// Waits for the next event.
    pub(in crate::cli) async fn next(&mut self) -> ShutdownSignal {
        tokio::select! {
            _ = self.interrupt.recv() => ShutdownSignal::Interrupt,
            _ = self.terminate.recv() => ShutdownSignal::Terminate,
            _ = self.hang_up.recv() => ShutdownSignal::HangUp,
        }
    }
}

/// The identity of a file: its path without symbolic links. Two hard links count as two files, since stable Rust does not show their identity.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::cli) struct FileId(PathBuf);

/// Returns the identity of an existing file.
pub(in crate::cli) fn file_id(path: &Path) -> io::Result<FileId> {
    path.canonicalize().map(FileId)
}

/// Returns 1, since stable Rust does not show the number of hard links.
pub(in crate::cli) fn link_count(_found: &Metadata) -> u64 {
    1
}

/// Returns `false`, since access control lists are not read.
pub(in crate::cli) fn is_accessible_by_others(_path: &Path) -> bool {
    false
}

/// Builds the command by which the shell runs a text.
pub(in crate::cli) fn shell_command(text: &str) -> Command {
    let mut command = Command::new("cmd");
    // `cmd` does not read quotes in the way in which arguments are usually quoted.
    command.arg("/C").raw_arg(text);
    command
}
