//! Commands that print a secret.

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use crate::cli::system::shell_command;
use crate::exchange::excerpt::{escape_control_chars, excerpt_text};

/// The longest time that a command may take.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// The pause between two looks at a command that has not ended.
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// The wait for the end of standard error after the end of the command: a process that it left behind may hold it open.
const STREAM_GRACE: Duration = Duration::from_millis(500);

/// The longest output, in bytes.
const MAX_OUTPUT: usize = 64 * 1024;

/// The longest line of standard error in a message, in characters.
const MAX_STDERR_LINE: usize = 200;

/// A command for the shell that prints a secret to standard output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct SecretCommand {
    text: String,
    /// The folder in which it runs; empty for the current one.
    folder: PathBuf,
}

/// A secret that a command printed. It has no `Debug`.
pub(super) struct PrintedSecret {
    pub(super) text: String,
    /// The end of the command.
    pub(super) end: CommandExitSummary,
}

/// The end of a command: all that messages say about it. Its output is no part of that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CommandExitSummary {
    command: String,
    status: String,
    /// The first line of standard error that is not blank.
    stderr_line: Option<String>,
}

impl fmt::Display for CommandExitSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ({}", self.command, self.status)?;
        if let Some(line) = &self.stderr_line {
            write!(f, "; standard error: `{line}`")?;
        }
        f.write_str(")")
    }
}

/// The reason why a command gives no secret. It never contains output of the command.
#[derive(Debug, thiserror::Error)]
pub(super) enum SecretCommandError {
    /// The shell does not start, or the folder is missing.
    #[error("cannot run the command `{command}`: {error}")]
    NotStarted {
        /// The command.
        command: String,
        /// The error of the operating system.
        error: io::Error,
    },
    /// The command, or something that it left behind, did not end in time.
    #[error("the command `{command}` did not end within {} s", .limit.as_secs())]
    TimedOut {
        /// The command.
        command: String,
        /// The time that it had.
        limit: Duration,
    },
    /// The command ended with another status than 0.
    #[error("the command failed: {0}")]
    Failed(CommandExitSummary),
    /// The output is empty.
    #[error("the command printed nothing: {0}")]
    NoOutput(CommandExitSummary),
    /// The output is longer than any secret.
    #[error("the command printed more than 64 KiB: {0}")]
    LongOutput(CommandExitSummary),
    /// The output is not UTF-8.
    #[error("the command printed something other than text: {0}")]
    BinaryOutput(CommandExitSummary),
}

/// The streams of a command that has ended.
struct CommandOutput {
    status: ExitStatus,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

impl SecretCommand {
    /// Creates a command from its text; it runs in `folder`.
    pub(super) fn new(text: &str, folder: &Path) -> Self {
        Self {
            text: text.to_owned(),
            folder: folder.to_owned(),
        }
    }

    /// Runs the command and returns its output without the trailing line break.
    pub(super) fn read_secret(&self) -> Result<PrintedSecret, SecretCommandError> {
        let output = self.run_with_time_limit(TIME_LIMIT)?;
        let end = CommandExitSummary {
            command: self.text.clone(),
            status: output.status.to_string(),
            stderr_line: excerpt_first_stderr_line(&output.stderr, &output.stdout),
        };
        if !output.status.success() {
            return Err(SecretCommandError::Failed(end));
        }
        if output.stdout.len() > MAX_OUTPUT {
            return Err(SecretCommandError::LongOutput(end));
        }
        let Ok(text) = String::from_utf8(output.stdout) else {
            return Err(SecretCommandError::BinaryOutput(end));
        };
        match strip_line_break(&text) {
            "" => Err(SecretCommandError::NoOutput(end)),
            text => Ok(PrintedSecret {
                text: text.to_owned(),
                end,
            }),
        }
    }

    /// Runs the command to its end, and kills it when the time is up.
    fn run_with_time_limit(&self, limit: Duration) -> Result<CommandOutput, SecretCommandError> {
        let deadline = Instant::now() + limit;
        let timed_out = || SecretCommandError::TimedOut {
            command: self.text.clone(),
            limit,
        };
        let mut child = self
            .spawn_shell()
            .map_err(|error| self.build_start_error(error))?;
        let stdout = read_in_background(child.stdout.take());
        let stderr = read_in_background(child.stderr.take());
        let ended = wait_for_exit_until(&mut child, deadline)
            .map_err(|error| self.build_start_error(error))?;
        let Some(status) = ended else {
            // It may have ended by now.
            child.kill().ok();
            child.wait().ok();
            return Err(timed_out());
        };
        let rest = deadline.saturating_duration_since(Instant::now());
        Ok(CommandOutput {
            status,
            stdout: stdout
                .recv_timeout(rest.max(STREAM_GRACE))
                .map_err(|_| timed_out())?,
            stderr: stderr.recv_timeout(STREAM_GRACE).unwrap_or_default(),
        })
    }

    /// Starts the command without standard input.
    fn spawn_shell(&self) -> io::Result<Child> {
        let mut shell = shell_command(&self.text);
        if !self.folder.as_os_str().is_empty() {
            shell.current_dir(&self.folder);
        }
        shell
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
    }

    /// Builds the error of a command that cannot be started or waited for.
    fn build_start_error(&self, error: io::Error) -> SecretCommandError {
        SecretCommandError::NotStarted {
            command: self.text.clone(),
            error,
        }
    }
}

/// Reads a stream to its end on a thread of its own, and sends its beginning: one byte more than the longest output.
fn read_in_background(stream: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut head = Vec::new();
        if let Some(mut stream) = stream {
            let most = MAX_OUTPUT as u64 + 1;
            // A stream that breaks ends there.
            stream.by_ref().take(most).read_to_end(&mut head).ok();
            // The command must not wait for a reader.
            io::copy(&mut stream, &mut io::sink()).ok();
        }
        // After the time limit there is no receiver.
        sender.send(head).ok();
    });
    receiver
}

/// Waits for the end of a process; returns `None` if it still runs at the deadline.
fn wait_for_exit_until(child: &mut Child, deadline: Instant) -> io::Result<Option<ExitStatus>> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= deadline {
            return Ok(None);
        }
        std::thread::sleep(POLL_INTERVAL);
    }
}

/// Removes one line break from the end of a text.
fn strip_line_break(text: &str) -> &str {
    match text.strip_suffix('\n') {
        Some(line) => line.strip_suffix('\r').unwrap_or(line),
        None => text,
    }
}

/// Finds the first line of standard error that is not blank, printable and shortened; `None` if there is none, or if it repeats output.
fn excerpt_first_stderr_line(stderr: &[u8], stdout: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(stderr);
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    if contains_stdout_line(line, stdout) {
        return None;
    }
    Some(excerpt_text(&escape_control_chars(line), MAX_STDERR_LINE))
}

/// Reports whether a line contains a line of the output, as a trace of the shell would.
fn contains_stdout_line(line: &str, stdout: &[u8]) -> bool {
    let output = String::from_utf8_lossy(stdout);
    let mut own = output.lines().map(str::trim);
    own.any(|own| !own.is_empty() && line.contains(own))
}

#[cfg(test)]
#[path = "secret_command_tests.rs"]
mod tests;
