//! Tests that look at many faults together. Those of the whole table try each fault, and are ignored like most faults.

use std::collections::BTreeSet;
use std::sync::Arc;

use badreq::outcome::MutationReport;
use badreq_reference::Fault;
use libtest_mimic::{Failed, Trial};

use crate::door::Door;
use crate::page;
use crate::sample::{draw_sample, family};

/// What holds for the whole table, by the name of the test.
type Rule = fn(&MutationReport) -> Vec<String>;

const RULES: &[(&str, Rule)] = &[
    ("every_fault_is_in_the_table", every_fault),
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

/// What holds without the whole table, by the name of the test.
type QuickRule = fn(&Door) -> Vec<String>;

const QUICK_RULES: &[(&str, QuickRule)] = &[
    (
        "a_server_without_a_fault_is_accused_of_nothing",
        false_alarms,
    ),
    (
        "every_family_and_every_row_has_a_fault_that_is_not_ignored",
        untried,
    ),
];

pub(crate) fn trials(door: &Arc<Door>) -> Vec<Trial> {
    let quick = QUICK_RULES.iter().map(|(name, rule)| {
        let (door, rule) = (Arc::clone(door), *rule);
        Trial::test(format!("table::{name}"), move || none(&rule(&door)))
    });
    let whole = RULES.iter().map(|(name, rule)| {
        let (door, rule) = (Arc::clone(door), *rule);
        let trial = Trial::test(format!("table::{name}"), move || none(&rule(door.table())));
        trial.with_ignored_flag(true)
    });
    quick.chain(whole).collect()
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

fn false_alarms(door: &Door) -> Vec<String> {
    let alarms = door.false_alarms();
    alarms.map(|alarm| format!("{alarm:?}")).collect()
}

/// The families, and the rows, all of whose faults are ignored; and a sample that is none.
fn untried(door: &Door) -> Vec<String> {
    let all: Vec<String> = Fault::all().iter().map(Fault::to_string).collect();
    let sample = draw_sample(&all);
    let tried: BTreeSet<&str> = sample.iter().map(|name| family(name)).collect();
    let families: BTreeSet<&str> = all.iter().map(|name| family(name)).collect();
    let mut untried: Vec<String> = families
        .difference(&tried)
        .map(|family| format!("no fault of the family `{family}` is tried"))
        .collect();
    for row in door.rows() {
        let end = format!("/{row}");
        let of_row = |name: &str| name.ends_with(&end);
        if all.iter().any(|name| of_row(name)) && !sample.iter().any(|name| of_row(name)) {
            untried.push(format!("no fault of the row `{row}` is tried"));
        }
    }
    if sample.len() * 2 > all.len() {
        untried.push(format!("{} of {} are no sample", sample.len(), all.len()));
    }
    untried
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
