//! Tests that look at all faults together.

use std::sync::Arc;

use badreq::outcome::MutationReport;
use badreq::reference::Fault;
use libtest_mimic::{Failed, Trial};

use crate::door::Door;
use crate::page;

/// What holds for the whole table, by the name of the test.
type Rule = fn(&MutationReport) -> Vec<String>;

const RULES: &[(&str, Rule)] = &[
    ("every_fault_is_in_the_table", every_fault),
    (
        "a_server_without_a_fault_is_accused_of_nothing",
        false_alarms,
    ),
    (
        "every_case_that_notices_nothing_of_its_own_has_a_reason_to_stay",
        unjustified,
    ),
    ("every_reason_to_stay_has_a_case", stale),
    (
        "the_page_about_proof_shows_the_current_figures",
        page::differences,
    ),
];

pub(crate) fn trials(door: &Arc<Door>) -> Vec<Trial> {
    let trial = |(name, rule): &(&str, Rule)| {
        let (door, rule) = (Arc::clone(door), *rule);
        Trial::test(format!("table::{name}"), move || none(&rule(door.table())))
    };
    RULES.iter().map(trial).collect()
}

fn none(findings: &[String]) -> Result<(), Failed> {
    match findings {
        [] => Ok(()),
        findings => Err(findings.join("\n").into()),
    }
}

fn every_fault(table: &MutationReport) -> Vec<String> {
    let is_there = |fault: &Fault| {
        let name = fault.to_string();
        table.faults.iter().any(|outcome| outcome.fault == name)
    };
    let faults = Fault::all().iter().filter(|fault| !is_there(fault));
    faults.map(Fault::to_string).collect()
}

fn false_alarms(table: &MutationReport) -> Vec<String> {
    let alarms = table.false_alarms.iter();
    alarms.map(|alarm| format!("{alarm:?}")).collect()
}

fn unjustified(table: &MutationReport) -> Vec<String> {
    let worth = table.worth.as_ref().expect("all cases met all faults");
    let cases = worth.unjustified_cases();
    cases
        .map(|own| format!("{} ({} notices)", own.case, own.detections))
        .collect()
}

fn stale(table: &MutationReport) -> Vec<String> {
    let worth = table.worth.as_ref().expect("all cases met all faults");
    let stale = worth.stale.iter();
    stale
        .map(|own| format!("{}:{}: `{}`", own.file, own.line, own.pattern))
        .collect()
}
