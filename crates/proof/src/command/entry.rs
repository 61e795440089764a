//! The entry point of the command.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use super::args::{ProofArgs, ProofCommand};
use super::{faults, serve};

/// Parses the command line, runs its command, prints an error if there is one, and returns the exit status.
#[must_use]
pub fn main() -> ExitCode {
    let result = match ProofArgs::parse().command {
        ProofCommand::Faults(args) => faults::run_faults_command(&args),
        ProofCommand::Serve(args) => serve::serve_broken_server(&args),
    };
    match result {
        Ok(exit) => exit.into(),
        Err(failure) => {
            // An error while printing an error has nowhere to go.
            writeln!(anstream::stderr().lock(), "error: {}", failure.message).ok();
            failure.exit.into()
        }
    }
}
