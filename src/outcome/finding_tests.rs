//! Tests of the grouping of cases into findings.

use super::{FindingCause, group_cases_into_findings};
use crate::check::{BodyDefectKind, JsonType, RowBreach};
use crate::contract::Level;
use crate::exchange::FailureOrigin;
use crate::outcome::testing::{
    accepted_row_seven, bare_response_summary, case_outcome, failed_control_breach,
    leaked_token_violation, response_summary, run_outcome, served_response_summary, violation,
    violation_for_defect, wrong_message_violation, wrong_row_violation,
    wrong_row_violation_with_code,
};
use crate::outcome::{CaseOutcome, InconclusiveReason, NoResponse, RecordedViolation, Verdict};

fn with_level(level: Level, violation: RecordedViolation) -> RecordedViolation {
    RecordedViolation { level, ..violation }
}

fn case_with_violations(
    name: &str,
    verdict: Verdict,
    violations: Vec<RecordedViolation>,
) -> CaseOutcome {
    CaseOutcome {
        violations,
        ..case_outcome(name, verdict, None)
    }
}

/// Summarises each finding: its leading requirement, the number of other requirements, and its cases.
fn summarise_findings(cases: Vec<CaseOutcome>) -> Vec<(String, usize, Vec<String>)> {
    group_cases_into_findings(&run_outcome(cases))
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

fn to_owned_strings(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn one_broken_rule_is_one_finding_with_all_its_cases() {
    let wrong = || vec![wrong_row_violation()];
    let cases = vec![
        case_with_violations("a", Verdict::Fail, wrong()),
        case_outcome("b", Verdict::Pass, None),
        case_with_violations("c", Verdict::Fail, wrong()),
    ];
    assert_eq!(
        summarise_findings(cases),
        [("row-expected".to_owned(), 0, to_owned_strings(&["a", "c"]))]
    );
}

#[test]
fn a_second_cause_is_not_hidden_behind_one_that_shows_everywhere() {
    let wrong = wrong_row_violation;
    let leak = leaked_token_violation;
    let cases = vec![
        case_with_violations("a", Verdict::Fail, vec![wrong()]),
        case_with_violations("b", Verdict::Fail, vec![wrong(), leak()]),
    ];
    assert_eq!(
        summarise_findings(cases),
        [
            ("no-token".to_owned(), 0, to_owned_strings(&["b"])),
            ("row-expected".to_owned(), 0, to_owned_strings(&["a", "b"])),
        ]
    );
}

#[test]
fn breaches_that_always_come_together_are_one_finding() {
    let both = || vec![wrong_row_violation(), leaked_token_violation()];
    let cases = vec![
        case_with_violations("a", Verdict::Fail, both()),
        case_with_violations("b", Verdict::Fail, both()),
    ];
    assert_eq!(
        summarise_findings(cases),
        [("no-token".to_owned(), 1, to_owned_strings(&["a", "b"]))]
    );
}

#[test]
fn harm_comes_first_then_what_fails_then_what_is_only_told_and_many_before_few() {
    let should = || {
        vec![with_level(
            Level::Should,
            wrong_message_violation("one", "x"),
        )]
    };
    let cases = vec![
        case_with_violations("a", Verdict::Pass, should()),
        case_with_violations("b", Verdict::Pass, should()),
        case_with_violations("c", Verdict::Fail, vec![wrong_row_violation_with_code(10)]),
        case_with_violations("d", Verdict::Fail, vec![wrong_row_violation()]),
        case_with_violations("e", Verdict::Fail, vec![wrong_row_violation()]),
        case_with_violations("f", Verdict::Fail, vec![leaked_token_violation()]),
    ];
    assert_eq!(
        summarise_findings(cases),
        [
            ("no-token".to_owned(), 0, to_owned_strings(&["f"])),
            ("row-expected".to_owned(), 0, to_owned_strings(&["d", "e"])),
            ("row-expected".to_owned(), 0, to_owned_strings(&["c"])),
            ("message-text".to_owned(), 0, to_owned_strings(&["a", "b"])),
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
        case_outcome(name, Verdict::Inconclusive { because }, None)
    };
    assert_eq!(
        summarise_findings(vec![silent("a", 12), silent("b", 345)]),
        [("unproven".to_owned(), 0, to_owned_strings(&["a", "b"]))]
    );
}

#[test]
fn a_failure_without_a_breach_is_an_alternative_under_strict_judgement() {
    assert_eq!(
        summarise_findings(vec![case_outcome("a", Verdict::Fail, None)]),
        [("alternative".to_owned(), 0, to_owned_strings(&["a"]))]
    );
}

#[test]
fn what_was_never_tried_and_mere_remarks_are_no_findings() {
    let because = InconclusiveReason::Trigger("fail".to_owned());
    let cases = vec![
        case_outcome("a", Verdict::Inconclusive { because }, None),
        case_with_violations(
            "b",
            Verdict::Pass,
            vec![with_level(Level::May, wrong_message_violation("one", "x"))],
        ),
        case_outcome(
            "c",
            Verdict::KnownFailure {
                reason: "known".to_owned(),
            },
            None,
        ),
    ];
    assert_eq!(summarise_findings(cases), []);
}

/// Returns a case of this operation and defect with a violation that knows both.
fn case_with_row_breach(
    name: &str,
    operation: &str,
    defect: &str,
    breach: RowBreach,
) -> CaseOutcome {
    let mut own = case_with_violations(
        name,
        Verdict::Fail,
        vec![violation_for_defect(
            Some(operation),
            Some(defect),
            None,
            breach,
        )],
    );
    own.case.operation = Some(operation.to_owned());
    own.case.defect = Some(defect.to_owned());
    own
}

fn server_error_breach() -> RowBreach {
    RowBreach::ServerError {
        expected: vec![accepted_row_seven()],
        answer: bare_response_summary(500),
    }
}

fn list_finding_case_names(cases: Vec<CaseOutcome>) -> Vec<Vec<String>> {
    let found = summarise_findings(cases).into_iter();
    found.map(|(_, _, names)| names).collect()
}

#[test]
fn server_errors_of_two_operations_or_defects_are_two_findings() {
    let cases = vec![
        case_with_row_breach("a", "thing-get", "unknown", server_error_breach()),
        case_with_row_breach("b", "thing-get", "unknown", server_error_breach()),
        case_with_row_breach("c", "thing-put", "unknown", server_error_breach()),
        case_with_row_breach("d", "thing-get", "too-long", server_error_breach()),
    ];
    assert_eq!(
        list_finding_case_names(cases),
        [
            to_owned_strings(&["a", "b"]),
            to_owned_strings(&["c"]),
            to_owned_strings(&["d"])
        ]
    );
}

#[test]
fn a_server_error_with_an_undocumented_pair_is_one_finding() {
    let undocumented = RowBreach::Undocumented {
        answer: response_summary(501, 9),
        near: Vec::new(),
    };
    let error = RowBreach::ServerError {
        expected: vec![accepted_row_seven()],
        answer: response_summary(501, 9),
    };
    let mut both = case_with_row_breach("a", "thing-get", "unknown", error.clone());
    both.violations.insert(0, violation(undocumented));
    let cases = vec![
        both,
        case_with_row_breach("b", "thing-get", "unknown", error),
    ];
    assert_eq!(
        list_finding_case_names(cases),
        [to_owned_strings(&["a", "b"])]
    );
}

#[test]
fn a_bad_request_that_is_answered_as_its_failed_control_is_not_another_finding() {
    let failed = || violation(failed_control_breach(1, response_summary(404, 9)));
    let cases = vec![
        case_with_violations("a", Verdict::Fail, vec![failed()]),
        case_with_violations("b", Verdict::Fail, vec![wrong_row_violation(), failed()]),
        case_with_violations("c", Verdict::Fail, vec![wrong_row_violation()]),
    ];
    assert_eq!(
        list_finding_case_names(cases),
        [to_owned_strings(&["a", "b"]), to_owned_strings(&["c"])]
    );
}

#[test]
fn a_finding_names_every_requirement_that_its_cause_breaks() {
    let failed = || violation(failed_control_breach(1, response_summary(404, 9)));
    let all = run_outcome(vec![
        case_with_violations("a", Verdict::Fail, vec![failed()]),
        case_with_violations("b", Verdict::Fail, vec![wrong_row_violation(), failed()]),
    ]);
    let findings = group_cases_into_findings(&all);
    let related: Vec<String> = findings[0]
        .related_violations
        .iter()
        .map(|own| own.requirement.to_string())
        .collect();
    assert_eq!(
        (findings.len(), related),
        (1, to_owned_strings(&["row-expected"]))
    );
}

#[test]
fn ids_and_titles_are_those_of_the_cause_and_not_of_the_cases() {
    let both = vec![
        case_with_violations("a", Verdict::Fail, vec![wrong_row_violation()]),
        case_with_violations("b", Verdict::Fail, vec![wrong_row_violation()]),
    ];
    let one = vec![case_with_violations(
        "b",
        Verdict::Fail,
        vec![wrong_row_violation()],
    )];
    let (both, one) = (run_outcome(both), run_outcome(one));
    let ids = |run| {
        group_cases_into_findings(run)
            .iter()
            .map(|own| own.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&both), ids(&one));
    let other = run_outcome(vec![case_with_violations(
        "a",
        Verdict::Fail,
        vec![wrong_row_violation_with_code(10)],
    )]);
    assert_ne!(ids(&other), ids(&one));
}

#[test]
fn the_example_is_the_strongest_and_then_the_simplest_case() {
    let mut simple = case_with_violations("b", Verdict::Fail, vec![wrong_row_violation()]);
    simple.preconditions = Vec::new();
    let mut laborious = case_with_violations("a", Verdict::Fail, vec![wrong_row_violation()]);
    laborious.preconditions = vec!["a thing".to_owned()];
    let weak = case_with_violations(
        "c",
        Verdict::Pass,
        vec![with_level(Level::Should, wrong_row_violation())],
    );
    let all = run_outcome(vec![laborious, weak, simple]);
    let findings = group_cases_into_findings(&all);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].example.case.leaf, "b");
}

/// Returns a case whose request has a defect of this form and was served.
fn served_case_with_defect_kind(name: &str, form: BodyDefectKind) -> CaseOutcome {
    let breach = RowBreach::OtherRow {
        expected: vec![accepted_row_seven()],
        answer: served_response_summary(),
    };
    let own = violation_for_defect(Some("thing-put"), Some("wrong-type"), Some(&form), breach);
    CaseOutcome {
        defect_form: Some(form),
        ..case_with_violations(name, Verdict::Fail, vec![own])
    }
}

#[test]
fn whatever_is_taken_for_one_value_is_one_finding() {
    let at = || "/mode".to_owned();
    let text = BodyDefectKind::Value { at: at() };
    let number = BodyDefectKind::ValueType {
        expected: JsonType::Text,
        sent: JsonType::Number,
        at: vec![at()],
    };
    let other = BodyDefectKind::Value {
        at: "/name".to_owned(),
    };
    let cases = vec![
        served_case_with_defect_kind("a", number),
        served_case_with_defect_kind("b", text),
        served_case_with_defect_kind("c", other),
    ];
    let all = run_outcome(cases);
    let findings = group_cases_into_findings(&all);
    let titles: Vec<&str> = findings.iter().map(|own| own.title.as_str()).collect();
    assert_eq!(titles.len(), 2, "{titles:?}");
    assert_eq!(findings[0].examples.len(), 2);
}

#[test]
fn forms_of_a_defect_that_are_served_are_findings_of_their_own() {
    let null = |at: &str| BodyDefectKind::ValueType {
        expected: JsonType::Boolean,
        sent: JsonType::Null,
        at: vec![at.to_owned()],
    };
    let number = BodyDefectKind::ValueType {
        expected: JsonType::Text,
        sent: JsonType::Number,
        at: vec!["/name".to_owned()],
    };
    let cases = vec![
        served_case_with_defect_kind("a", null("/on")),
        served_case_with_defect_kind("b", number),
        served_case_with_defect_kind("c", null("/off")),
    ];
    assert_eq!(
        list_finding_case_names(cases),
        [to_owned_strings(&["a", "c"]), to_owned_strings(&["b"])]
    );
}

#[test]
fn a_should_that_is_answered_as_right_requests_of_the_operation_is_no_finding_of_its_own() {
    let of_operation = |name: &str, operation: &str, violation: RecordedViolation| {
        let mut own = case_with_violations(name, Verdict::Fail, vec![violation]);
        own.case.operation = Some(operation.to_owned());
        own
    };
    let failed = || violation(failed_control_breach(1, response_summary(404, 9)));
    let should = || with_level(Level::Should, wrong_row_violation());
    let of_both = |operation| {
        vec![
            of_operation("a", "thing-get", failed()),
            of_operation("b", operation, should()),
        ]
    };
    assert_eq!(
        list_finding_case_names(of_both("thing-get")),
        [to_owned_strings(&["a", "b"])]
    );
    assert_eq!(
        list_finding_case_names(of_both("thing-put")),
        [to_owned_strings(&["a"]), to_owned_strings(&["b"])]
    );
}
