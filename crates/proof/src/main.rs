//! The command `badreq-proof`.

use std::process::ExitCode;

fn main() -> ExitCode {
    badreq_proof::command::main()
}
