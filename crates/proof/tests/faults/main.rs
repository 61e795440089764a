//! The kill table as tests: every fault of the reference server is noticed, for the right reason, and by nobody who must not.
//!
//! Tests are named like faults: `cargo test --test faults status::20003` tries one, `cargo test --test faults status::` a family. What a
//! fault breaks stands in `accusations.toml`. The tests of `table::` look at many faults together.
//!
//! Of faults that are alike, some are tried and the others are ignored: `-- --include-ignored` tries all, and looks at the whole table.

#![expect(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test says what must hold by panicking"
)]

mod door;
mod page;
mod sample;
mod table;

use std::process::ExitCode;
use std::sync::Arc;

use badreq_reference::Fault;
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
    let names: Vec<String> = Fault::all().iter().map(Fault::to_string).collect();
    let sample = sample::draw_sample(&names);
    let mut trials: Vec<Trial> = names
        .iter()
        .enumerate()
        .map(|(index, fault)| {
            let door = Arc::clone(&door);
            let name = fault.replace('/', "::");
            let is_ignored = !sample.contains(fault.as_str());
            Trial::test(name, move || door.judge(index)).with_ignored_flag(is_ignored)
        })
        .collect();
    trials.extend(table::trials(&door));
    libtest_mimic::run(&arguments, trials).exit_code()
}
