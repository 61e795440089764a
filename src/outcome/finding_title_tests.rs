//! Tests of the titles of findings.

use rstest::rstest;

use crate::check::{
    BodyDefectKind, Breach, ExchangeRole, RecordedExchange, ResponseSummary, RowBreach,
};
use crate::outcome::testing::{
    accepted_row_seven, bare_response_summary, case_outcome, exchange_with_response,
    failed_control_breach, response_summary, run_outcome, served_response_summary, violation,
    violation_for_defect, wrong_message_violation, wrong_row_violation,
};
use crate::outcome::{
    Actor, CaseOutcome, ErrorId, RecordedViolation, RequestHeaderValue, RunOutcome, Verdict,
    WireBytes, group_cases_into_findings,
};

/// Returns a run of cases of `PUT /things/{thing}` with a name that is too long.
fn run_with_described_operations(cases: Vec<CaseOutcome>) -> RunOutcome {
    let mut all = run_outcome(cases);
    let operations = [
        ("thing-put", "PUT /things/{thing}"),
        ("thing-get", "GET /things/{thing}"),
    ];
    all.run.operations = operations
        .map(|(id, request)| (id.to_owned(), request.to_owned()))
        .into();
    all.run.defects = [("too-long".to_owned(), "a name that is too long".to_owned())].into();
    all
}

fn case_with_violations(name: &str, violations: Vec<RecordedViolation>) -> CaseOutcome {
    let mut own = CaseOutcome {
        violations,
        ..case_outcome(name, Verdict::Fail, None)
    };
    own.case.operation = Some("thing-put".to_owned());
    own.case.defect = Some("too-long".to_owned());
    own
}

fn list_finding_titles(cases: Vec<CaseOutcome>) -> Vec<String> {
    let all = run_with_described_operations(cases);
    let findings = group_cases_into_findings(&all);
    findings.into_iter().map(|own| own.title).collect()
}

#[rstest]
#[case::a_wrong_row(
    RowBreach::OtherRow { expected: vec![accepted_row_seven()], answer: response_summary(404, 9) },
    "PUT /things/{thing} with a name that is too long: 404/9 (404/7 expected)"
)]
#[case::served(
    RowBreach::OtherRow { expected: vec![accepted_row_seven()], answer: served_response_summary() },
    "PUT /things/{thing} with a name that is too long: 200 (404/7 expected)"
)]
#[case::a_server_error(
    RowBreach::ServerError { expected: vec![accepted_row_seven()], answer: bare_response_summary(500) },
    "PUT /things/{thing} with a name that is too long: 500 (404/7 expected)"
)]
#[case::an_undocumented_pair(
    RowBreach::Undocumented { answer: response_summary(418, 9), near: Vec::new() },
    "PUT /things/{thing} with a name that is too long: 418/9, which no row documents (404/7 expected)"
)]
#[case::a_control(
    failed_control_breach(1, response_summary(404, 9)),
    "PUT /things/{thing}: a valid request is refused with 404/9 (200 or 204 expected)"
)]
#[case::a_control_with_a_server_error(
    failed_control_breach(1, bare_response_summary(500)),
    "PUT /things/{thing}: a valid request fails with 500 (200 or 204 expected)"
)]
#[case::a_control_with_another_success(
    failed_control_breach(1, ResponseSummary { status: 201, ..served_response_summary() }),
    "PUT /things/{thing}: a valid request gets 201 (200 or 204 expected)"
)]
fn a_title_names_request_and_outcome(#[case] breach: impl Into<Breach>, #[case] expected: &str) {
    assert_eq!(
        list_finding_titles(vec![case_with_violations("a", vec![violation(breach)])]),
        [expected]
    );
}

#[test]
fn a_row_in_place_of_the_expected_one_is_told_by_status_code_and_code() {
    let case = CaseOutcome {
        observed: Some(ErrorId::new(8, 404)),
        ..case_with_violations("a", Vec::new())
    };
    assert_eq!(
        list_finding_titles(vec![case]),
        ["PUT /things/{thing} with a name that is too long: 404/8 (404/7 expected)"]
    );
}

#[test]
fn the_title_of_a_control_names_its_actor_and_its_body() {
    let own = violation(failed_control_breach(1, response_summary(404, 9)));
    let mut case = case_with_violations("a", vec![own]);
    let request = &mut case.steps[0].exchange.request;
    let token = RequestHeaderValue::Token(Actor::Stranger.into());
    request.headers = vec![("Authorization".to_owned(), token)];
    request.body = Some(WireBytes::from(r#"{"name":"a"}"#));
    assert_eq!(
        list_finding_titles(vec![case]),
        [
            "PUT /things/{thing}: a valid request as stranger with {\"name\":\"a\"} is refused with 404/9 (200 or 204 expected)"
        ]
    );
}

#[test]
fn the_form_of_a_defect_takes_the_place_of_the_defect() {
    let form = BodyDefectKind::Value {
        at: "/privacy/name".to_owned(),
    };
    let breach = RowBreach::OtherRow {
        expected: vec![accepted_row_seven()],
        answer: served_response_summary(),
    };
    let own = violation_for_defect(Some("thing-put"), Some("too-long"), Some(&form), breach);
    let mut case = case_with_violations("a", vec![own]);
    case.defect_form = Some(form);
    assert_eq!(
        list_finding_titles(vec![case]),
        ["PUT /things/{thing} with a wrong `privacy.name`: 200 (404/7 expected)"]
    );
}

#[test]
fn other_operations_are_counted_and_several_defects_are_not_named() {
    let mut other = case_with_violations("b", vec![wrong_row_violation()]);
    other.case.operation = Some("thing-get".to_owned());
    other.case.defect = Some("unknown".to_owned());
    assert_eq!(
        list_finding_titles(vec![
            case_with_violations("a", vec![wrong_row_violation()]),
            other
        ]),
        ["PUT /things/{thing} and GET /things/{thing}: 404/9 (404/7 expected)"]
    );
}

#[test]
fn an_edited_message_is_told_by_its_edit() {
    let own = wrong_message_violation("No such thing.", "No such thing");
    assert_eq!(
        list_finding_titles(vec![case_with_violations("a", vec![own])]),
        [
            "PUT /things/{thing}: message \"No such thing\", without \".\" at the end (\"No such thing.\" expected)"
        ]
    );
}

#[test]
fn titles_that_are_alike_name_what_tells_them_apart() {
    let of_case = |name: &str, cause: &str| {
        let own = RecordedViolation {
            cause: cause.to_owned(),
            ..wrong_row_violation()
        };
        case_with_violations(name, vec![own])
    };
    assert_eq!(
        list_finding_titles(vec![of_case("a", "one"), of_case("b", "two")]),
        [
            "PUT /things/{thing} with a name that is too long: 404/9 (404/7 expected), row-expected, as in things/a",
            "PUT /things/{thing} with a name that is too long: 404/9 (404/7 expected), row-expected, as in things/b",
        ]
    );
}

#[test]
fn forms_of_values_are_told_in_words() {
    let text = r#"{"a":["[x.id | upper]"],"b":"[y | dash | upper]","c":"[z]"}"#;
    assert_eq!(
        crate::outcome::finding_description::spell_out_placeholders(text),
        r#"{"a":["<x.id in capitals>"],"b":"<y in capitals with a dash>","c":"[z]"}"#
    );
}

#[test]
fn the_value_at_fault_is_shown_as_it_was_sent() {
    let form = BodyDefectKind::Value {
        at: "/privacy/name".to_owned(),
    };
    let breach = RowBreach::OtherRow {
        expected: vec![accepted_row_seven()],
        answer: served_response_summary(),
    };
    let own = violation_for_defect(Some("thing-put"), Some("too-long"), Some(&form), breach);
    let mut case = case_with_violations("a", vec![own]);
    case.defect_form = Some(form);
    let body = r#"{"privacy":{"name":"secret"}}"#;
    case.steps[0].exchange.request.body = Some(WireBytes::from(body));
    assert_eq!(
        list_finding_titles(vec![case]),
        ["PUT /things/{thing} with `privacy.name` \"secret\": 200 (404/7 expected)"]
    );
}

/// Returns a case that sends this query, whose control sends the other one, and that was served.
fn served_case_with_query(name: &str, query: &str, control: &str) -> CaseOutcome {
    let step = |role, query: &str| {
        let mut sent = exchange_with_response(200, "{}");
        sent.request.target = format!("/things/abcefg?{query}");
        RecordedExchange::new(role, sent)
    };
    let breach = RowBreach::OtherRow {
        expected: vec![accepted_row_seven()],
        answer: served_response_summary(),
    };
    CaseOutcome {
        steps: vec![
            step(ExchangeRole::BadRequest, query),
            step(ExchangeRole::Control(1), control),
        ],
        ..case_with_violations(name, vec![violation(breach)])
    }
}

#[test]
fn a_query_parameter_without_a_value_is_named() {
    assert_eq!(
        list_finding_titles(vec![
            served_case_with_query("a", "limit=", "limit=10"),
            served_case_with_query("b", "limit", "limit=10"),
        ]),
        ["PUT /things/{thing} with query `limit` without a value: 200 (404/7 expected)"]
    );
}

#[test]
fn several_query_parameters_without_a_value_are_all_named() {
    assert_eq!(
        list_finding_titles(vec![
            served_case_with_query("a", "limit=", "limit=10"),
            served_case_with_query("b", "before", "before=2020"),
        ]),
        [
            "PUT /things/{thing} with query `before` or `limit` without a value: 200 (404/7 expected)"
        ]
    );
}

#[test]
fn many_query_parameters_without_a_value_are_told_as_the_defect_that_is_listed() {
    let names = ["a", "b", "c", "d"];
    let cases = names
        .map(|name| served_case_with_query(name, name, ""))
        .to_vec();
    assert_eq!(
        list_finding_titles(cases),
        ["PUT /things/{thing} with a name that is too long: 200 (404/7 expected)"]
    );
}

#[test]
fn a_query_parameter_that_the_control_sends_without_a_value_too_is_not_named() {
    assert_eq!(
        list_finding_titles(vec![served_case_with_query(
            "a",
            "all&limit=x",
            "all&limit=10"
        )]),
        ["PUT /things/{thing} with a name that is too long: 200 (404/7 expected)"]
    );
}
