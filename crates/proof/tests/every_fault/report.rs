//! Tests that look at many faults together.

use std::sync::Arc;

use libtest_mimic::{Failed, Trial};

use crate::bench::FaultBench;
use crate::page;

/// A rule for many faults: finds the mistakes.
type ReportRule = fn(&FaultBench) -> Vec<String>;

const RULES: &[(&str, ReportRule)] = &[
    (
        "a_server_without_a_fault_is_accused_of_nothing",
        list_false_alarms,
    ),
    ("the_page_about_proof_shows_the_current_figures", |bench| {
        page::find_differences(bench.report())
    }),
];

pub(crate) fn list_trials(bench: &Arc<FaultBench>) -> Vec<Trial> {
    let trial = |(name, rule): &(&str, ReportRule)| {
        let (bench, rule) = (Arc::clone(bench), *rule);
        Trial::test(format!("report::{name}"), move || {
            match rule(&bench).as_slice() {
                [] => Ok(()),
                findings => Err(Failed::from(findings.join("\n"))),
            }
        })
    };
    RULES.iter().map(trial).collect()
}

fn list_false_alarms(bench: &FaultBench) -> Vec<String> {
    let alarms = bench.false_alarms();
    alarms.map(|alarm| format!("{alarm:?}")).collect()
}
