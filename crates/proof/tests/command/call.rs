//! Calls of the command, and how they end.

use std::process::{Command, Output};

/// The command with these arguments.
pub(crate) fn badreq_proof(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_badreq-proof"));
    command.args(args);
    command
}

/// The end of a call.
pub(crate) struct Ended {
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Calls the command and waits for its end.
pub(crate) fn call(args: &[&str]) -> Ended {
    let Output {
        status,
        stdout,
        stderr,
    } = badreq_proof(args).output().expect("the command starts");
    let text = |bytes| String::from_utf8(bytes).expect("the command writes UTF-8");
    Ended {
        status: status.code(),
        out: text(stdout),
        err: text(stderr),
    }
}
