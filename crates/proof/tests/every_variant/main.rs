//! Servers that conform and differ: no case accuses any of them.
//!
//! For each variant of the reference server, `shows` proves that it differs from the usual server, and `touched` that the cases pass that
//! it can touch. `combined` tries every case against servers of many variants. `green` tries every case against each variant alone: it
//! takes minutes, is ignored, and runs weekly (`ci/weekly.sh`). In each, nothing may be left behind, and a row that a variant answers in
//! another's place has to be counted as such.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "tests say what must hold by panicking, their helpers too"
)]

#[path = "../../../../tests/engine/bench.rs"]
#[expect(dead_code, reason = "what the engine's tests need and these do not")]
mod bench;
mod combined;
mod green;
mod limited;
mod raw;
mod rows;
mod shown;
mod table;
mod touched;

use std::process::ExitCode;

use badreq_proof::Variant;
use libtest_mimic::{Arguments, Failed, Trial};

use crate::touched::{TouchedCases, touched_cases};

/// Tests wait more than they compute: for windows that pass and answers that are held back.
const SIDE_BY_SIDE: usize = 4;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(SIDE_BY_SIDE);
    let mut trials = Vec::new();
    // The long ones come first, those that compute between those that wait.
    let limiter_trial = |variant| trial("limited", variant, limited::real_limits_are_met);
    let limiters = Variant::all().iter().copied();
    let mut limiters = limiters.filter(|variant| limited::is_of_the_limiter(*variant));
    for (variants, number) in combined::COMBINED.iter().copied().zip(1..) {
        trials.push(Trial::test(format!("combined::{number}"), move || {
            combined::every_case_passes(variants);
            Ok(())
        }));
        trials.extend(limiters.next().map(limiter_trial));
    }
    trials.extend(limiters.map(limiter_trial));
    for variant in Variant::all() {
        if let TouchedCases::Matching(patterns) = touched_cases(*variant) {
            trials.push(trial("touched", *variant, move |variant| {
                green::assert_conforms(&[variant], patterns);
            }));
        }
        trials.push(trial("shows", *variant, shown::it_differs));
        let whole_suite = trial("green", *variant, green::every_case_passes);
        trials.push(whole_suite.with_ignored_flag(true));
    }
    let named = table_trial("names-every-variant", table::names_every_variant);
    let combined = table_trial(
        "combines-every-variant-once",
        table::combines_every_variant_once,
    );
    trials.extend([named, combined]);
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trial(what: &str, variant: Variant, test: impl FnOnce(Variant) + Send + 'static) -> Trial {
    let name = format!("{what}::{variant}");
    Trial::test(name, move || -> Result<(), Failed> {
        test(variant);
        Ok(())
    })
}

fn table_trial(what: &str, test: fn()) -> Trial {
    Trial::test(format!("table::{what}"), move || -> Result<(), Failed> {
        test();
        Ok(())
    })
}
