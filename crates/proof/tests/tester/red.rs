//! The reasons for which a report does not pass.

use std::collections::BTreeSet;
use std::time::Duration;

use badreq::contract::RequirementId;
use badreq_proof::{ConformingServerResult, FaultObjection, FaultTester, ReachingCasesResult};

use super::bench::{cases, fault, report, tester, tester_with};

/// A server that takes a list with a comma at its end for JSON.
const COMMA: &str = "json/trailing-comma/served";

#[test]
fn a_fault_that_is_detected_for_the_right_reason_passes() {
    let report = report(&tester(), COMMA, "malformed_json");
    assert!(report.is_passing(), "{report:#?}");
    assert!(report.faults[0].detections.len() > 1);
}

#[test]
fn a_fault_that_no_case_detects_fails_the_report() {
    // No case about messages sends a body.
    let tester = tester();
    let cases = cases(&tester, "messages");
    let outcome = tester
        .test_fault(fault(COMMA), &cases)
        .expect("the reference server starts");
    assert_eq!(outcome.objections, [FaultObjection::Undetected]);
    assert_eq!(outcome.reached_by, cases.len());
    let report = FaultTester::assemble_report(
        &cases,
        ReachingCasesResult::default(),
        vec![outcome],
        ConformingServerResult::default(),
        Duration::ZERO,
    );
    assert!(!report.is_passing());
    assert_eq!((report.count_detected(), report.count_undetected()), (0, 1));
}

#[test]
fn a_fault_that_no_case_reaches_fails_the_report() {
    let report = report(&tester(), COMMA, "messages");
    assert_eq!(report.faults[0].objections, [FaultObjection::OutOfReach]);
    assert!(!report.is_passing());
    assert_eq!(report.count_undetected(), 1);
}

#[test]
fn a_fault_that_is_detected_for_another_reason_only_fails_the_report() {
    let tester = tester_with(COMMA, "breaks = [\"no-token\"]\n");
    let report = report(&tester, COMMA, "malformed_json");
    let [FaultObjection::AnotherReason { lacking, reported }] =
        report.faults[0].objections.as_slice()
    else {
        panic!("{report:#?}");
    };
    assert_eq!(*lacking, BTreeSet::from([RequirementId::NoToken]));
    assert!(reported.contains(&RequirementId::RowExpected));
    assert!(!report.is_passing());
    assert_eq!(report.count_undetected(), 0, "it is detected all the same");
}

#[test]
fn a_fault_that_spills_over_fails_the_report() {
    let lines = "breaks = [\"row-expected\"]\nspares = [\"malformed_json\"]\n";
    let tester = tester_with(COMMA, lines);
    let report = report(&tester, COMMA, "malformed_json");
    let [FaultObjection::Spilled { cases }] = report.faults[0].objections.as_slice() else {
        panic!("{report:#?}");
    };
    assert!(!cases.is_empty());
    assert!(!report.is_passing());
}
