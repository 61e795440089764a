//! The fault report as tests: every fault of the reference server is detected, for the right reason, and only by cases that may detect it.
//!
//! Tests are named like faults: `cargo test -p badreq-proof --test every_fault json::trailing-comma` tries those whose names begin so. The
//! requirements that a fault breaks stand in `expectations.toml`. The tests of `report::` look at many faults together.

#![expect(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test says what must hold by panicking"
)]

mod bench;
mod page;
mod report;

use std::process::ExitCode;
use std::sync::Arc;

use badreq_proof::Fault;
use libtest_mimic::{Arguments, Trial};

use bench::FaultBench;

/// The number of tests at the same time: a fault mostly waits for a burst to rest or a delay to pass.
const THREADS: usize = 16;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(THREADS);
    let bench = match FaultBench::open(THREADS) {
        Ok(bench) => Arc::new(bench),
        Err(failure) => {
            eprintln!("{}", failure.message);
            return ExitCode::FAILURE;
        }
    };
    let faults = Fault::all().iter().enumerate();
    let mut trials: Vec<Trial> = faults
        .map(|(index, fault)| {
            let bench = Arc::clone(&bench);
            let name = fault.to_string().replace('/', "::");
            Trial::test(name, move || bench.judge_fault(index))
        })
        .collect();
    trials.extend(report::list_trials(&bench));
    libtest_mimic::run(&arguments, trials).exit_code()
}
