//! Tests of the grouping of cases into findings.

use super::{FindingCause, group_findings};
use crate::contract::Level;
use crate::exchange::FailureOrigin;
use crate::outcome::testing::{case, run, shown_token, wrong_message, wrong_row};
use crate::outcome::{CaseOutcome, InconclusiveReason, NoResponse, RecordedViolation, Verdict};

fn at_level(level: Level, violation: RecordedViolation) -> RecordedViolation {
    RecordedViolation { level, ..violation }
}

fn case_with_violations(
    name: &str,
    verdict: Verdict,
    violations: Vec<RecordedViolation>,
) -> CaseOutcome {
    CaseOutcome {
        violations,
        ..case(name, verdict, None)
    }
}

/// Summarises each finding: its leading requirement, the number of other requirements, and its cases.
fn summarise_findings(cases: Vec<CaseOutcome>) -> Vec<(String, usize, Vec<String>)> {
    group_findings(&run(cases))
        .iter()
        .map(|finding| {
            let cause = match finding.cause {
                FindingCause::Violation(violation) => violation.requirement.to_string(),
                FindingCause::Alternative => "alternative".to_owned(),
                FindingCause::Inconclusive(_) => "unproven".to_owned(),
                FindingCause::HarnessError(_) => "harness error".to_owned(),
            };
            let names = finding.examples.iter().map(|own| own.case.leaf.clone());
            (cause, finding.related_violations.len(), names.collect())
        })
        .collect()
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn one_broken_rule_is_one_finding_with_all_its_cases() {
    let wrong = || vec![wrong_row()];
    let cases = vec![
        case_with_violations("a", Verdict::Fail, wrong()),
        case("b", Verdict::Pass, None),
        case_with_violations("c", Verdict::Fail, wrong()),
    ];
    assert_eq!(
        summarise_findings(cases),
        [("row-expected".to_owned(), 0, names(&["a", "c"]))]
    );
}

#[test]
fn a_second_cause_is_not_hidden_behind_one_that_shows_everywhere() {
    let wrong = wrong_row;
    let leak = shown_token;
    let cases = vec![
        case_with_violations("a", Verdict::Fail, vec![wrong()]),
        case_with_violations("b", Verdict::Fail, vec![wrong(), leak()]),
    ];
    assert_eq!(
        summarise_findings(cases),
        [
            ("row-expected".to_owned(), 0, names(&["a", "b"])),
            ("no-token".to_owned(), 0, names(&["b"])),
        ]
    );
}

#[test]
fn breaches_that_always_come_together_are_one_finding() {
    let both = || vec![wrong_row(), shown_token()];
    let cases = vec![
        case_with_violations("a", Verdict::Fail, both()),
        case_with_violations("b", Verdict::Fail, both()),
    ];
    assert_eq!(
        summarise_findings(cases),
        [("row-expected".to_owned(), 1, names(&["a", "b"]))]
    );
}

#[test]
fn what_fails_comes_before_what_is_only_told_and_many_before_few() {
    let should = || vec![at_level(Level::Should, wrong_message("one", "x"))];
    let cases = vec![
        case_with_violations("a", Verdict::Pass, should()),
        case_with_violations("b", Verdict::Pass, should()),
        case_with_violations("c", Verdict::Fail, vec![shown_token()]),
        case_with_violations("d", Verdict::Fail, vec![wrong_row()]),
        case_with_violations("e", Verdict::Fail, vec![wrong_row()]),
    ];
    assert_eq!(
        summarise_findings(cases),
        [
            ("row-expected".to_owned(), 0, names(&["d", "e"])),
            ("no-token".to_owned(), 0, names(&["c"])),
            ("message-text".to_owned(), 0, names(&["a", "b"])),
        ]
    );
}

#[test]
fn cases_without_an_answer_for_the_same_reason_are_one_finding() {
    let silent = |name: &str, after: u64| {
        let because = InconclusiveReason::NoResponse(NoResponse {
            blame: FailureOrigin::Network,
            detail: format!("cannot connect, after {after} ms"),
        });
        case(name, Verdict::Inconclusive { because }, None)
    };
    assert_eq!(
        summarise_findings(vec![silent("a", 12), silent("b", 345)]),
        [("unproven".to_owned(), 0, names(&["a", "b"]))]
    );
}

#[test]
fn a_failure_without_a_breach_is_an_alternative_under_strict_judgement() {
    assert_eq!(
        summarise_findings(vec![case("a", Verdict::Fail, None)]),
        [("alternative".to_owned(), 0, names(&["a"]))]
    );
}

#[test]
fn what_was_never_tried_and_mere_remarks_are_no_findings() {
    let because = InconclusiveReason::Trigger("fail".to_owned());
    let cases = vec![
        case("a", Verdict::Inconclusive { because }, None),
        case_with_violations(
            "b",
            Verdict::Pass,
            vec![at_level(Level::May, wrong_message("one", "x"))],
        ),
        case(
            "c",
            Verdict::KnownFailure {
                reason: "known".to_owned(),
            },
            None,
        ),
    ];
    assert_eq!(summarise_findings(cases), []);
}
