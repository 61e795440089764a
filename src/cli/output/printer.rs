//! Printing: results to standard output, everything else to standard error.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::report::Verbosity;

/// The style of errors, the same as in clap and in the excerpts of diagnostics.
const ERROR_STYLE: Style = AnsiColor::Red.on_default().bold();
const WARNING_STYLE: Style = AnsiColor::Yellow.on_default().bold();

/// A printer to standard output and standard error.
#[derive(Debug)]
pub(in crate::cli) struct Printer {
    verbosity: Verbosity,
}

impl Printer {
    /// Creates a printer with normal verbosity. Colours are left out if the terminal or the environment does not want them.
    pub(in crate::cli) fn with_normal_verbosity() -> Self {
        Self {
            verbosity: Verbosity::Normal,
        }
    }

    /// Returns a printer whose notes depend on this verbosity.
    pub(in crate::cli) fn with_verbosity(&self, detail: Verbosity) -> Self {
        Self { verbosity: detail }
    }

    /// Writes `what` to standard output, such as `the report`; a closed pipe is no error.
    pub(in crate::cli) fn write_stdout_or_fail(
        &self,
        what: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), CommandFailure> {
        self.write_stdout(write).map_err(|error| {
            CommandFailure::new(ExitStatus::Usage, format!("cannot write {what}: {error}"))
        })
    }

    /// Writes to standard output; a closed pipe is no error.
    pub(in crate::cli) fn write_stdout(
        &self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut buffer = Vec::new();
        write(&mut buffer)?;
        let mut out = anstream::stdout().lock();
        match out.write_all(&buffer).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            result => result,
        }
    }

    /// Prints an error.
    pub(in crate::cli) fn print_error(&self, message: &str) {
        let mut err = anstream::stderr().lock();
        let head = if message.starts_with('\u{1b}') || message.starts_with("error") {
            String::new()
        } else {
            format!("{ERROR_STYLE}error:{ERROR_STYLE:#} ")
        };
        // An error while printing an error has nowhere to go.
        writeln!(err, "{head}{message}").ok();
    }

    /// Prints a warning, which does not fail the command.
    pub(in crate::cli) fn print_warning(&self, message: &str) {
        writeln!(
            anstream::stderr().lock(),
            "{WARNING_STYLE}warning:{WARNING_STYLE:#} {message}"
        )
        .ok();
    }

    /// Prints a note, except if the verbosity is quiet.
    pub(in crate::cli) fn print_note(&self, message: &str) {
        match self.verbosity {
            Verbosity::Quiet => {}
            Verbosity::Normal | Verbosity::Verbose => {
                writeln!(anstream::stderr().lock(), "{message}").ok();
            }
        }
    }
}
