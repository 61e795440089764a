//! What makes the table red.

use std::collections::BTreeSet;

use badreq::outcome::{FaultObjection, RequirementId};

use super::bench::{cases, fault, proving, proving_with, table};

#[test]
fn a_fault_that_is_noticed_for_the_right_reason_makes_no_red_table() {
    let table = table(&proving(), "code/20006", "messages");
    assert!(table.is_passing(), "{table:#?}");
    assert!(table.faults[0].detections.len() > 1);
    assert_eq!(table.worth, None, "not all cases met all faults");
}

#[test]
fn a_fault_that_no_case_notices_makes_the_table_red() {
    // Cases about members come near everything that serves members, and never see a message.
    let proving = proving();
    let near = cases(&proving, "20002");
    let outcome = proving
        .test_fault(fault("code/20006"), &near)
        .expect("the reference server starts");
    assert_eq!(outcome.objections, [FaultObjection::Undetected]);
    assert_eq!(outcome.reached_by, near.len());
    let table = proving.assemble_report(
        &near,
        badreq::cli::ReachResult::default(),
        vec![outcome],
        badreq::cli::ConformingResult::default(),
        std::time::Duration::ZERO,
    );
    assert!(!table.is_passing());
    assert_eq!((table.count_detected(), table.count_undetected()), (0, 1));
}

#[test]
fn a_fault_that_no_case_comes_near_makes_the_table_red() {
    let table = table(&proving(), "code/20006", "20002");
    assert_eq!(table.faults[0].objections, [FaultObjection::OutOfReach]);
    assert!(!table.is_passing());
    assert_eq!(table.count_undetected(), 1);
}

#[test]
fn a_fault_that_is_noticed_for_another_reason_only_makes_the_table_red() {
    let proving = proving_with("code/20006", "breaks = [\"no-token\"]\n");
    let table = table(&proving, "code/20006", "messages");
    let [FaultObjection::AnotherReason { lacking, reported }] =
        table.faults[0].objections.as_slice()
    else {
        panic!("{table:#?}");
    };
    assert_eq!(*lacking, BTreeSet::from([RequirementId::NoToken]));
    assert!(reported.contains(&RequirementId::PairDocumented));
    assert!(!table.is_passing());
    assert_eq!(table.count_undetected(), 0, "it is noticed all the same");
}

#[test]
fn a_fault_that_spills_over_makes_the_table_red() {
    let lines = "breaks = [\"pair-documented\"]\nspares = [\"messages/zero\"]\n";
    let proving = proving_with("code/20006", lines);
    let table = table(&proving, "code/20006", "messages");
    let [FaultObjection::Spilled { cases }] = table.faults[0].objections.as_slice() else {
        panic!("{table:#?}");
    };
    assert_eq!(*cases, ["messages/zero"]);
    assert!(!table.is_passing());
}
