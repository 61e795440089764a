//! The kill table as tests: every fault of the reference server is noticed, for the right reason, and by nobody who must not.
//!
//! Tests are named like faults: `cargo test --test faults status::20003` tries one, `cargo test --test faults status::` a family. What a
//! fault breaks stands in `accusations.toml`. The tests of `table::` look at all faults together.

#![expect(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test says what must hold by panicking"
)]

mod door;
mod page;
mod table;

use std::process::ExitCode;
use std::sync::Arc;

use badreq::reference::Fault;
use libtest_mimic::{Arguments, Trial};

use door::Door;

/// A fault mostly waits: for a burst to rest, for a delay to pass.
const THREADS: usize = 16;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(THREADS);
    let door = match Door::open(THREADS) {
        Ok(door) => Arc::new(door),
        Err(failure) => {
            eprintln!("{}", failure.message);
            return ExitCode::FAILURE;
        }
    };
    let mut trials: Vec<Trial> = (0..)
        .zip(Fault::all())
        .map(|(index, fault)| {
            let door = Arc::clone(&door);
            let name = fault.to_string().replace('/', "::");
            Trial::test(name, move || door.judge(index))
        })
        .collect();
    trials.extend(table::trials(&door));
    libtest_mimic::run(&arguments, trials).exit_code()
}
