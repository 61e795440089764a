use std::collections::BTreeSet;

use super::{Held, false_alarms, judge};
use rstest::rstest;

use crate::contract::{RequirementId, RowName};
use crate::outcome::testing::{inconclusive_burst, lost_fixture};
use crate::outcome::{Objection, Verdict};
use crate::proof::accusation::row_of;
use crate::proof::testing::{REST, accusations, cases, judged, reports, unjudged};
use crate::suite::Case;

const PAIR: RequirementId = RequirementId::PairDocumented;
const ROW: RequirementId = RequirementId::RowExpected;
const TOKEN: RequirementId = RequirementId::NoToken;

const BREAKS_THE_PAIR: &str = "breaks = [\"pair-documented\"]\n";

#[test]
fn a_fault_that_a_case_notices_for_the_right_reason_is_right() {
    let fault = judged(BREAKS_THE_PAIR, &[reports("lent", &[PAIR, ROW])]);
    assert_eq!(fault.objections, []);
    assert_eq!(fault.family, "status");
    assert_eq!(fault.reached_by, 3);
    assert_eq!(fault.only_witness(), Some("books/lent"));
}

#[test]
fn a_fault_that_no_case_notices_is_missed() {
    let fault = judged(
        BREAKS_THE_PAIR,
        &[reports("lent", &[]), reports("torn", &[])],
    );
    assert_eq!(fault.objections, [Objection::Missed]);
    assert!(!fault.is_noticed());
    assert_eq!(fault.only_witness(), None);
}

#[test]
fn a_fault_that_no_case_comes_near_is_out_of_reach() {
    let accusations = accusations(REST);
    let accusation = accusations.of("code/12").expect("it is accused");
    let fault = judge(
        "code/12",
        accusation,
        &[],
        Held::To {
            cases: &[],
            responses: &[],
        },
    );
    assert_eq!(fault.objections, [Objection::OutOfReach]);
}

#[test]
fn a_fault_that_is_noticed_for_another_reason_only_is_not_right() {
    let fault = judged(
        BREAKS_THE_PAIR,
        &[reports("lent", &[ROW]), reports("torn", &[TOKEN])],
    );
    let expected = Objection::AnotherReason {
        lacking: BTreeSet::from([PAIR]),
        reported: BTreeSet::from([ROW, TOKEN]),
    };
    assert_eq!(fault.objections, [expected]);
    assert!(fault.is_noticed());
}

#[test]
fn what_a_fault_breaks_may_be_reported_by_different_cases() {
    let both = "breaks = [\"pair-documented\", \"no-token\"]\n";
    let fault = judged(both, &[reports("lent", &[PAIR]), reports("torn", &[TOKEN])]);
    assert!(fault.is_right());
    assert_eq!(fault.only_witness(), None);
}

#[test]
fn a_case_that_is_spared_and_notices_all_the_same_is_spill() {
    let lines = format!("{BREAKS_THE_PAIR}spares = [\"13\"]\n");
    let outcomes = [reports("lent", &[PAIR]), reports("torn", &[PAIR])];
    let spilled = Objection::Spilled {
        cases: vec!["books/torn".to_owned()],
    };
    assert_eq!(judged(&lines, &outcomes).objections, [spilled]);
    let outcomes = [reports("lent", &[PAIR]), reports("torn", &[])];
    assert_eq!(judged(&lines, &outcomes).objections, []);
}

#[test]
fn a_case_beside_the_only_ones_that_may_notice_is_spill() {
    let lines = format!("{BREAKS_THE_PAIR}only = [\"books/lent\"]\n");
    let outcomes = [reports("lent", &[PAIR]), reports("empty", &[ROW])];
    let spilled = Objection::Spilled {
        cases: vec!["books/empty".to_owned()],
    };
    assert_eq!(judged(&lines, &outcomes).objections, [spilled]);
}

#[test]
fn cases_of_the_faults_own_row_are_meant_without_being_named() {
    let lines = format!("{BREAKS_THE_PAIR}only = [\"{{row}}\"]\n");
    let outcomes = [reports("lent", &[PAIR]), reports("torn", &[PAIR])];
    let spilled = Objection::Spilled {
        cases: vec!["books/torn".to_owned()],
    };
    assert_eq!(judged(&lines, &outcomes).objections, [spilled]);
}

#[rstest]
#[case::a_row("status/20003", Some(RowName::of(20003, 404)))]
#[case::a_row_with_its_status("key/code-null/0/401", Some(RowName::of(0, 401)))]
#[case::no_row("body/html", None)]
#[case::no_name("", None)]
fn the_name_of_a_fault_may_end_with_a_row(#[case] fault: &str, #[case] row: Option<RowName>) {
    assert_eq!(row_of(fault), row);
}

#[test]
fn another_reason_and_spill_are_told_together() {
    let lines = format!("{BREAKS_THE_PAIR}spares = [\"13\"]\n");
    let fault = judged(&lines, &[reports("torn", &[ROW])]);
    assert_eq!(fault.objections.len(), 2);
}

#[test]
fn a_case_that_could_not_be_judged_notices_nothing_and_is_told() {
    let because = lost_fixture("a book", "the shelf is full");
    let outcomes = [unjudged("lent", Verdict::Unproven { because })];
    let fault = judged(BREAKS_THE_PAIR, &outcomes);
    assert_eq!(fault.objections, [Objection::Missed]);
    assert_eq!(fault.unjudged[0].case, "books/lent");
    assert_eq!(
        fault.unjudged[0].reason,
        "a book could not be made: the shelf is full"
    );
}

#[test]
fn a_server_that_does_not_start_is_neither_noticed_nor_missed() {
    let accusations = accusations(REST);
    let accusation = accusations.of("code/12").expect("it is accused");
    let cases = cases();
    let near: Vec<&Case> = cases.iter().collect();
    let reason = "no port is free";
    let fault = judge("code/12", accusation, &near, Held::Not { reason });
    let untried = Objection::Untried {
        reason: reason.to_owned(),
    };
    assert_eq!(fault.objections, [untried]);
}

#[test]
fn a_broken_should_and_a_case_without_a_verdict_are_false_alarms() {
    let because = inconclusive_burst();
    let alarms = false_alarms(
        "a server",
        &[
            reports("lent", &[]),
            reports("torn", &[TOKEN]),
            unjudged("empty", Verdict::Unproven { because }),
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
                    "the burst showed nothing in 3 tries: it took 1200 ms, longer than the window of 1000 ms"
                )
            )
        ]
    );
    assert_eq!(alarms[0].requirements, BTreeSet::from([TOKEN]));
    assert_eq!(alarms[0].server, "a server");
}
