//! Tests of the grouping of cases into findings.

use super::{FindingCause, group_findings};
use crate::check::{JsonType, RequestDefectForm, RowBreach};
use crate::contract::Level;
use crate::exchange::FailureOrigin;
use crate::outcome::testing::{
    accepted_row_seven, bare_response, case, failed_control, response_summary, run, served_summary,
    shown_token, violation, violation_of, wrong_message, wrong_row, wrong_row_with_code,
};
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
            ("no-token".to_owned(), 0, names(&["b"])),
            ("row-expected".to_owned(), 0, names(&["a", "b"])),
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
        [("no-token".to_owned(), 1, names(&["a", "b"]))]
    );
}

#[test]
fn harm_comes_first_then_what_fails_then_what_is_only_told_and_many_before_few() {
    let should = || vec![at_level(Level::Should, wrong_message("one", "x"))];
    let cases = vec![
        case_with_violations("a", Verdict::Pass, should()),
        case_with_violations("b", Verdict::Pass, should()),
        case_with_violations("c", Verdict::Fail, vec![wrong_row_with_code(10)]),
        case_with_violations("d", Verdict::Fail, vec![wrong_row()]),
        case_with_violations("e", Verdict::Fail, vec![wrong_row()]),
        case_with_violations("f", Verdict::Fail, vec![shown_token()]),
    ];
    assert_eq!(
        summarise_findings(cases),
        [
            ("no-token".to_owned(), 0, names(&["f"])),
            ("row-expected".to_owned(), 0, names(&["d", "e"])),
            ("row-expected".to_owned(), 0, names(&["c"])),
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

/// Returns a case of this operation and defect with a violation that knows both.
fn case_of(name: &str, operation: &str, defect: &str, breach: RowBreach) -> CaseOutcome {
    let mut own = case_with_violations(
        name,
        Verdict::Fail,
        vec![violation_of(Some(operation), Some(defect), None, breach)],
    );
    own.case.operation = Some(operation.to_owned());
    own.case.defect = Some(defect.to_owned());
    own
}

fn server_error() -> RowBreach {
    RowBreach::ServerError {
        expected: vec![accepted_row_seven()],
        answer: bare_response(500),
    }
}

fn names_of_cases(cases: Vec<CaseOutcome>) -> Vec<Vec<String>> {
    let found = summarise_findings(cases).into_iter();
    found.map(|(_, _, names)| names).collect()
}

#[test]
fn server_errors_of_two_operations_or_defects_are_two_findings() {
    let cases = vec![
        case_of("a", "thing-get", "unknown", server_error()),
        case_of("b", "thing-get", "unknown", server_error()),
        case_of("c", "thing-put", "unknown", server_error()),
        case_of("d", "thing-get", "too-long", server_error()),
    ];
    assert_eq!(
        names_of_cases(cases),
        [names(&["a", "b"]), names(&["c"]), names(&["d"])]
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
    let mut both = case_of("a", "thing-get", "unknown", error.clone());
    both.violations.insert(0, violation(undocumented));
    let cases = vec![both, case_of("b", "thing-get", "unknown", error)];
    assert_eq!(names_of_cases(cases), [names(&["a", "b"])]);
}

#[test]
fn a_bad_request_that_is_answered_as_its_failed_control_is_not_another_finding() {
    let failed = || violation(failed_control(1, response_summary(404, 9)));
    let cases = vec![
        case_with_violations("a", Verdict::Fail, vec![failed()]),
        case_with_violations("b", Verdict::Fail, vec![wrong_row(), failed()]),
        case_with_violations("c", Verdict::Fail, vec![wrong_row()]),
    ];
    assert_eq!(names_of_cases(cases), [names(&["a", "b"]), names(&["c"])]);
}

#[test]
fn a_finding_names_every_requirement_that_its_cause_breaks() {
    let failed = || violation(failed_control(1, response_summary(404, 9)));
    let all = run(vec![
        case_with_violations("a", Verdict::Fail, vec![failed()]),
        case_with_violations("b", Verdict::Fail, vec![wrong_row(), failed()]),
    ]);
    let findings = group_findings(&all);
    let related: Vec<String> = findings[0]
        .related_violations
        .iter()
        .map(|own| own.requirement.to_string())
        .collect();
    assert_eq!((findings.len(), related), (1, names(&["row-expected"])));
}

#[test]
fn ids_and_titles_are_those_of_the_cause_and_not_of_the_cases() {
    let both = vec![
        case_with_violations("a", Verdict::Fail, vec![wrong_row()]),
        case_with_violations("b", Verdict::Fail, vec![wrong_row()]),
    ];
    let one = vec![case_with_violations("b", Verdict::Fail, vec![wrong_row()])];
    let (both, one) = (run(both), run(one));
    let ids = |run| {
        group_findings(run)
            .iter()
            .map(|own| own.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&both), ids(&one));
    let other = run(vec![case_with_violations(
        "a",
        Verdict::Fail,
        vec![wrong_row_with_code(10)],
    )]);
    assert_ne!(ids(&other), ids(&one));
}

#[test]
fn the_example_is_the_strongest_and_then_the_simplest_case() {
    let mut simple = case_with_violations("b", Verdict::Fail, vec![wrong_row()]);
    simple.preconditions = Vec::new();
    let mut laborious = case_with_violations("a", Verdict::Fail, vec![wrong_row()]);
    laborious.preconditions = vec!["a thing".to_owned()];
    let weak = case_with_violations(
        "c",
        Verdict::Pass,
        vec![at_level(Level::Should, wrong_row())],
    );
    let all = run(vec![laborious, weak, simple]);
    let findings = group_findings(&all);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].example.case.leaf, "b");
}

/// Returns a case whose request has a defect of this form and was served.
fn served(name: &str, form: RequestDefectForm) -> CaseOutcome {
    let breach = RowBreach::OtherRow {
        expected: vec![accepted_row_seven()],
        answer: served_summary(),
    };
    let own = violation_of(Some("thing-put"), Some("wrong-type"), Some(&form), breach);
    CaseOutcome {
        defect_form: Some(form),
        ..case_with_violations(name, Verdict::Fail, vec![own])
    }
}

#[test]
fn whatever_is_taken_for_one_value_is_one_finding() {
    let at = || "/mode".to_owned();
    let text = RequestDefectForm::Value { at: at() };
    let number = RequestDefectForm::ValueType {
        expected: JsonType::Text,
        sent: JsonType::Number,
        at: vec![at()],
    };
    let other = RequestDefectForm::Value {
        at: "/name".to_owned(),
    };
    let cases = vec![served("a", number), served("b", text), served("c", other)];
    let all = run(cases);
    let findings = group_findings(&all);
    let titles: Vec<&str> = findings.iter().map(|own| own.title.as_str()).collect();
    assert_eq!(titles.len(), 2, "{titles:?}");
    assert_eq!(findings[0].examples.len(), 2);
}

#[test]
fn forms_of_a_defect_that_are_served_are_findings_of_their_own() {
    let null = |at: &str| RequestDefectForm::ValueType {
        expected: JsonType::Boolean,
        sent: JsonType::Null,
        at: vec![at.to_owned()],
    };
    let number = RequestDefectForm::ValueType {
        expected: JsonType::Text,
        sent: JsonType::Number,
        at: vec!["/name".to_owned()],
    };
    let cases = vec![
        served("a", null("/on")),
        served("b", number),
        served("c", null("/off")),
    ];
    assert_eq!(names_of_cases(cases), [names(&["a", "c"]), names(&["b"])]);
}

#[test]
fn a_should_that_is_answered_as_right_requests_of_the_operation_is_no_finding_of_its_own() {
    let of_operation = |name: &str, operation: &str, violation: RecordedViolation| {
        let mut own = case_with_violations(name, Verdict::Fail, vec![violation]);
        own.case.operation = Some(operation.to_owned());
        own
    };
    let failed = || violation(failed_control(1, response_summary(404, 9)));
    let should = || at_level(Level::Should, wrong_row());
    let of_both = |operation| {
        vec![
            of_operation("a", "thing-get", failed()),
            of_operation("b", operation, should()),
        ]
    };
    assert_eq!(names_of_cases(of_both("thing-get")), [names(&["a", "b"])]);
    assert_eq!(
        names_of_cases(of_both("thing-put")),
        [names(&["a"]), names(&["b"])]
    );
}
