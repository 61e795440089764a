use std::collections::BTreeSet;

use super::{FaultRunResult, find_false_alarms, judge_fault};

use crate::judge::testing::{
    CATCH_ALL_ENTRY, build_test_cases, judge_fault_status_20006, outcome_with_verdict,
    outcome_with_violations, parse_valid_expectations,
};
use badreq::check::BurstInconclusiveReason;
use badreq::contract::RequirementId;
use badreq::outcome::{ConditionFailure, FixtureFailure, FixtureStep, InconclusiveReason, Verdict};
use badreq::suite::Case;

use crate::report::FaultObjection;

const PAIR: RequirementId = RequirementId::PairDocumented;
const ROW: RequirementId = RequirementId::RowExpected;
const TOKEN: RequirementId = RequirementId::NoToken;

const BREAKS_THE_PAIR: &str = "breaks = [\"pair-documented\"]\n";

#[test]
fn a_fault_that_a_case_notices_for_the_right_reason_is_right() {
    let fault = judge_fault_status_20006(
        BREAKS_THE_PAIR,
        &[outcome_with_violations("lent", &[PAIR, ROW])],
    );
    assert_eq!(fault.objections, []);
    assert_eq!(fault.family, "status");
    assert_eq!(fault.reached_by, 3);
    assert_eq!(fault.only_detecting_case(), Some("books/lent"));
}

#[test]
fn a_fault_that_no_case_notices_is_missed() {
    let fault = judge_fault_status_20006(
        BREAKS_THE_PAIR,
        &[
            outcome_with_violations("lent", &[]),
            outcome_with_violations("torn", &[]),
        ],
    );
    assert_eq!(fault.objections, [FaultObjection::Undetected]);
    assert!(!fault.is_detected());
    assert_eq!(fault.only_detecting_case(), None);
}

#[test]
fn a_fault_that_no_case_comes_near_is_out_of_reach() {
    let expectations = parse_valid_expectations(CATCH_ALL_ENTRY);
    let expectation = expectations
        .for_fault("code/20006")
        .expect("it has an entry");
    let fault = judge_fault(
        "code/20006",
        expectation,
        &[],
        FaultRunResult::Completed {
            cases: &[],
            responses: &[],
        },
    );
    assert_eq!(fault.objections, [FaultObjection::OutOfReach]);
}

#[test]
fn a_fault_that_is_noticed_for_another_reason_only_is_not_right() {
    let fault = judge_fault_status_20006(
        BREAKS_THE_PAIR,
        &[
            outcome_with_violations("lent", &[ROW]),
            outcome_with_violations("torn", &[TOKEN]),
        ],
    );
    let expected = FaultObjection::AnotherReason {
        lacking: BTreeSet::from([PAIR]),
        reported: BTreeSet::from([ROW, TOKEN]),
    };
    assert_eq!(fault.objections, [expected]);
    assert!(fault.is_detected());
}

#[test]
fn what_a_fault_breaks_may_be_reported_by_different_cases() {
    let both = "breaks = [\"pair-documented\", \"no-token\"]\n";
    let fault = judge_fault_status_20006(
        both,
        &[
            outcome_with_violations("lent", &[PAIR]),
            outcome_with_violations("torn", &[TOKEN]),
        ],
    );
    assert!(fault.is_detected_as_expected());
    assert_eq!(fault.only_detecting_case(), None);
}

#[test]
fn a_case_that_is_spared_and_notices_all_the_same_is_spill() {
    let lines = format!("{BREAKS_THE_PAIR}spares = [\"20003\"]\n");
    let outcomes = [
        outcome_with_violations("lent", &[PAIR]),
        outcome_with_violations("torn", &[PAIR]),
    ];
    let spilled = FaultObjection::Spilled {
        cases: vec!["books/torn".to_owned()],
    };
    assert_eq!(
        judge_fault_status_20006(&lines, &outcomes).objections,
        [spilled]
    );
    let outcomes = [
        outcome_with_violations("lent", &[PAIR]),
        outcome_with_violations("torn", &[]),
    ];
    assert_eq!(judge_fault_status_20006(&lines, &outcomes).objections, []);
}

#[test]
fn a_case_beside_the_only_ones_that_may_notice_is_spill() {
    let lines = format!("{BREAKS_THE_PAIR}only = [\"books/lent\"]\n");
    let outcomes = [
        outcome_with_violations("lent", &[PAIR]),
        outcome_with_violations("empty", &[ROW]),
    ];
    let spilled = FaultObjection::Spilled {
        cases: vec!["books/empty".to_owned()],
    };
    assert_eq!(
        judge_fault_status_20006(&lines, &outcomes).objections,
        [spilled]
    );
}

#[test]
fn another_reason_and_spill_are_told_together() {
    let lines = format!("{BREAKS_THE_PAIR}spares = [\"20003\"]\n");
    let fault = judge_fault_status_20006(&lines, &[outcome_with_violations("torn", &[ROW])]);
    assert_eq!(fault.objections.len(), 2);
}

#[test]
fn a_case_that_could_not_be_judged_notices_nothing_and_is_told() {
    let because = InconclusiveReason::Fixture(FixtureFailure {
        fixture: "a book".to_owned(),
        step: FixtureStep::Make,
        detail: "the shelf is full".to_owned(),
    });
    let outcomes = [outcome_with_verdict(
        "lent",
        Verdict::Inconclusive { because },
    )];
    let fault = judge_fault_status_20006(BREAKS_THE_PAIR, &outcomes);
    assert_eq!(fault.objections, [FaultObjection::Undetected]);
    assert_eq!(fault.unjudged[0].case, "books/lent");
    assert_eq!(
        fault.unjudged[0].reason,
        "a book could not be created: the shelf is full"
    );
}

#[test]
fn a_server_that_does_not_start_is_neither_noticed_nor_missed() {
    let expectations = parse_valid_expectations(CATCH_ALL_ENTRY);
    let expectation = expectations
        .for_fault("code/20006")
        .expect("it has an entry");
    let cases = build_test_cases();
    let near: Vec<&Case> = cases.iter().collect();
    let reason = "no port is free";
    let fault = judge_fault(
        "code/20006",
        expectation,
        &near,
        FaultRunResult::NotRun { reason },
    );
    let untried = FaultObjection::Untried {
        reason: reason.to_owned(),
    };
    assert_eq!(fault.objections, [untried]);
}

#[test]
fn a_broken_should_and_a_case_without_a_verdict_are_false_alarms() {
    let because = InconclusiveReason::Condition(ConditionFailure::InconclusiveBurst {
        tries: 3,
        open: vec![BurstInconclusiveReason::SentTooSlowly {
            took_ms: 1200,
            window_ms: 1000,
        }],
    });
    let alarms = find_false_alarms(
        "a server",
        &[
            outcome_with_violations("lent", &[]),
            outcome_with_violations("torn", &[TOKEN]),
            outcome_with_verdict("empty", Verdict::Inconclusive { because }),
        ],
        &[],
    );
    let told: Vec<_> = alarms
        .iter()
        .map(|alarm| (alarm.case.as_str(), alarm.reason.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            ("books/torn", None),
            (
                "books/empty",
                Some(
                    "the burst was inconclusive in 3 tries: it took 1200 ms, longer than the window of 1000 ms"
                )
            )
        ]
    );
    assert_eq!(alarms[0].requirements, BTreeSet::from([TOKEN]));
    assert_eq!(alarms[0].server, "a server");
}
