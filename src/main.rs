//! The `badreq` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    badreq::cli::main()
}
