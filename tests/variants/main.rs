//! Servers that conform and differ: no case accuses any of them.
//!
//! Each variant of the reference server is a test of its own: `shows` proves that it differs from the usual server, `green` that every
//! case passes and that nothing is left behind. A row that a variant answers in another's place has to be counted as such.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "tests say what must hold by panicking, their helpers too"
)]

#[path = "../engine/bench.rs"]
#[expect(dead_code, reason = "what the engine's tests need and these do not")]
mod bench;
mod green;
mod limited;
mod raw;
mod rows;
mod shown;
mod table;

use std::process::ExitCode;

use badreq::reference::Variant;
use libtest_mimic::{Arguments, Failed, Trial};

/// Tests wait more than they compute: for windows that pass and answers that are held back.
const SIDE_BY_SIDE: usize = 4;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(SIDE_BY_SIDE);
    let mut trials = vec![Trial::test("table::names-every-variant", || {
        table::names_every_variant();
        Ok(())
    })];
    for variant in Variant::all() {
        trials.push(trial("green", *variant, green::every_case_passes));
        trials.push(trial("shows", *variant, shown::it_differs));
        if limited::is_of_the_limiter(*variant) {
            trials.push(trial("limited", *variant, limited::real_limits_are_met));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trial(what: &str, variant: Variant, test: fn(Variant)) -> Trial {
    let name = format!("{what}::{variant}");
    Trial::test(name, move || -> Result<(), Failed> {
        test(variant);
        Ok(())
    })
}
