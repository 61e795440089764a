//! The way out: standard output for what was asked for, standard error for the rest.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::report::Detail;

/// As clap and the excerpts of flaws have it.
const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

/// Writes to the person, or to the pipe, that called.
#[derive(Debug)]
pub(in crate::cli) struct Printer {
    detail: Detail,
}

impl Printer {
    /// Standard output and standard error, without colours where they are not wanted.
    pub(in crate::cli) fn standard() -> Self {
        Self {
            detail: Detail::Usual,
        }
    }

    /// The same, but telling as much on the side as is wanted.
    pub(in crate::cli) fn telling(&self, detail: Detail) -> Self {
        Self { detail }
    }

    /// Writes what was asked for; a reader that went away is no error.
    pub(in crate::cli) fn out(
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

    /// Tells what went wrong.
    pub(in crate::cli) fn error(&self, message: &str) {
        let mut err = anstream::stderr().lock();
        let head = if message.starts_with('\u{1b}') || message.starts_with("error") {
            String::new()
        } else {
            format!("{ERROR}error:{ERROR:#} ")
        };
        // Where even this cannot be printed there is nobody to tell.
        writeln!(err, "{head}{message}").ok();
    }

    /// Tells what is better done otherwise, and does no harm to the command.
    pub(in crate::cli) fn warning(&self, message: &str) {
        writeln!(
            anstream::stderr().lock(),
            "{WARNING}warning:{WARNING:#} {message}"
        )
        .ok();
    }

    /// Tells something on the side, unless that is not wanted.
    pub(in crate::cli) fn note(&self, message: &str) {
        match self.detail {
            Detail::Quiet => {}
            Detail::Usual | Detail::Verbose => {
                writeln!(anstream::stderr().lock(), "{message}").ok();
            }
        }
    }
}
