//! Hostile servers and bad networks: one of each kind, and a run of the real command against it.
//!
//! Each run has to end by itself, in bounded time and memory, with the verdict and the blame that `kinds` says, and without a
//! token in anything that it writes. `cargo test --test hostile -- --table` prints what came of each.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test says what must hold by panicking, and the table is what somebody asked for"
)]

mod answer;
mod child;
mod expectation;
mod kinds;
mod message;
mod relay;
mod secured;
mod stage;
mod table;
mod whole;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

/// A run mostly waits: for an answer that does not come.
const THREADS: usize = 8;

fn main() -> ExitCode {
    let kinds = kinds::all();
    if std::env::args().any(|argument| argument == "--table") {
        table::print(&kinds, THREADS);
        return ExitCode::SUCCESS;
    }
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(THREADS);
    let trials = kinds
        .into_iter()
        .map(|kind| {
            Trial::test(kind.name, move || {
                let findings = kind.try_out().findings;
                match findings.as_slice() {
                    [] => Ok(()),
                    findings => Err(findings.join("\n").into()),
                }
            })
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}
