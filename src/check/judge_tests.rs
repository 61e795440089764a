//! Whole responses: their rows, and the number of violations.

use rstest::rstest;
use serde_json::{Value, json};

use super::BreachPlace;
use super::testing::{
    JSON, TestJudge, breach_field, build_error_body, build_exchange, build_expected_row,
    expect_any_row, expect_outcome, expect_row, judge_body_for_row_20002, requirement_ids,
};
use super::{ExpectedRefusal, ResponseJudgement};
use crate::contract::{ErrorId, Level, RequirementId as Id};
use crate::exchange::Actor;

const HTML: (&str, &str) = ("content-type", "text/html");

// The expected row and other rows.

#[test]
fn the_expected_row_passes_and_is_told() {
    let sent = build_exchange(404, &[JSON], build_error_body(20002));
    let expected = ResponseJudgement {
        violations: Vec::new(),
        row: Some(ErrorId::new(20002, 404)),
    };
    assert_eq!(
        TestJudge::new().judge_response(&sent, &expect_row(20002)),
        expected
    );
}

#[test]
fn another_row_is_one_breach_and_is_told_too() {
    let sent = build_exchange(404, &[JSON], build_error_body(20001));
    let judgement = TestJudge::new().judge_response(&sent, &expect_row(20002));
    assert_eq!(requirement_ids(&judgement.violations), [Id::RowExpected]);
    assert_eq!(judgement.row, Some(ErrorId::new(20001, 404)));
    let violation = &judgement.violations[0];
    assert_eq!(violation.place(), BreachPlace::Row);
    let expected = json!([{
        "row": "20002", "code": 20002, "status": 404,
        "message": {"is": "text", "text": "Member not found."},
    }]);
    assert_eq!(breach_field(violation, "/expected"), expected);
    let answer = json!({
        "status": 404, "kind": "error", "row": "20001",
        "code": {"at": "/code", "value": 20001},
        "message": {"at": "/message", "value": "System not found."},
    });
    assert_eq!(breach_field(violation, "/answer"), answer);
}

#[rstest]
#[case::the_expected(404, 20002, true)]
#[case::one_that_is_accepted(404, 20001, true)]
#[case::another_that_is_accepted(403, 30006, true)]
#[case::one_that_is_not(404, 20004, false)]
fn only_the_named_rows_are_accepted(#[case] status: u16, #[case] code: i64, #[case] passes: bool) {
    let expectation = expect_outcome(build_expected_row("20002", &["20001", "30006"]));
    let found = TestJudge::new().list_response_violations(
        &build_exchange(status, &[JSON], build_error_body(code)),
        &expectation,
    );
    let expected: &[Id] = if passes { &[] } else { &[Id::RowExpected] };
    assert_eq!(requirement_ids(&found), expected);
    for violation in found {
        let rows =
            [0, 1, 2].map(|place| breach_field(&violation, &format!("/expected/{place}/row")));
        assert_eq!(rows, ["20002", "20001", "30006"].map(Value::from));
    }
}

#[rstest]
#[case::unauthorized(401, "0/401", true)]
#[case::blocked_instead(403, "0/401", false)]
#[case::bad_request_instead(400, "0/401", false)]
fn rows_with_code_0_are_told_apart_by_their_status(
    #[case] status: u16,
    #[case] expected: &str,
    #[case] passes: bool,
) {
    let sent = build_exchange(status, &[JSON], r#"{"code":0,"message":"no"}"#);
    let found = TestJudge::new()
        .list_response_violations(&sent, &expect_outcome(build_expected_row(expected, &[])));
    let expected: &[Id] = if passes { &[] } else { &[Id::RowExpected] };
    assert_eq!(requirement_ids(&found), expected);
}

#[rstest]
#[case::another_status(422, 20002, "Member not found.", json!(["20002"]))]
#[case::a_status_of_other_rows(403, 20002, "Member not found.", json!(["20002"]))]
#[case::a_new_code(404, 20099, "Thing not found.", json!(["20001", "20002", "20003", "20004", "20005", "20008"]))]
#[case::code_0_with_a_new_status(418, 0, "no", json!([]))]
#[case::a_negative_code(400, -1, "no", json!(["0/400", "40001", "40003"]))]
fn a_pair_that_is_no_row_is_undocumented(
    #[case] status: u16,
    #[case] code: i64,
    #[case] message: &str,
    #[case] near: Value,
) {
    let sent = build_exchange(
        status,
        &[JSON],
        json!({"code": code, "message": message}).to_string(),
    );
    let judgement = TestJudge::new().judge_response(&sent, &expect_row(20002));
    assert_eq!(
        requirement_ids(&judgement.violations),
        [Id::PairDocumented, Id::RowExpected]
    );
    assert_eq!(judgement.row, None);
    let undocumented = &judgement.violations[0];
    assert_eq!(breach_field(undocumented, "/near"), near);
    assert_eq!(
        undocumented.describe().got,
        format!("status {status}, code {code}, message \"{message}\"")
    );
    let found = TestJudge::new().list_response_violations(&sent, &expect_any_row());
    assert_eq!(requirement_ids(&found), [Id::PairDocumented]);
}

#[test]
fn a_code_beyond_every_signed_integer_is_a_code_and_undocumented() {
    let sent = build_exchange(
        404,
        &[JSON],
        r#"{"code":18446744073709551615,"message":"x"}"#,
    );
    assert_eq!(
        requirement_ids(&TestJudge::new().list_response_violations(&sent, &expect_any_row())),
        [Id::PairDocumented]
    );
    assert_eq!(
        requirement_ids(&TestJudge::new().list_response_violations(&sent, &expect_row(20002))),
        [Id::PairDocumented, Id::RowExpected]
    );
}

// Responses that are no errors.

#[rstest]
#[case::ok(200, r#"{"id":"abcdef","code":7}"#)]
#[case::created(201, "[]")]
#[case::no_content(204, "")]
#[case::no_content_with_a_body(204, "oops")]
#[case::an_error_declared_a_success(200, r#"{"code":20002,"message":"Member not found."}"#)]
#[case::not_modified(304, "")]
#[case::redirected(302, "<html>moved</html>")]
#[case::early_hints(103, "")]
#[case::informational(100, "{}")]
fn an_answer_that_is_no_error_is_that_breach_alone(#[case] status: u16, #[case] body: &str) {
    let sent = build_exchange(status, &[HTML], body);
    let found = TestJudge::new().list_response_violations(&sent, &expect_row(20002));
    assert_eq!(requirement_ids(&found), [Id::RowExpected]);
    assert_eq!(found[0].place(), BreachPlace::Status);
    assert_eq!(breach_field(&found[0], "/answer/status"), json!(status));

    let found = TestJudge::new().list_response_violations(&sent, &expect_any_row());
    assert_eq!(requirement_ids(&found), [Id::PairDocumented]);
    let found = TestJudge::new()
        .list_response_violations(&sent, &expect_outcome(ExpectedRefusal::AnyRefusal));
    assert_eq!(requirement_ids(&found), [Id::RefusalUsesErrorModel]);
    assert_eq!(found[0].place(), BreachPlace::Status);
}

#[test]
fn a_status_of_400_is_an_error_even_where_no_row_has_it() {
    let mut rig = TestJudge::new();
    rig.rows.retain(|row| row.status != 400);
    let found = rig.list_response_violations(
        &build_exchange(400, &[JSON], build_error_body(20002)),
        &expect_row(20002),
    );
    assert_eq!(
        requirement_ids(&found),
        [Id::PairDocumented, Id::RowExpected]
    );
    assert_eq!(found[0].place(), BreachPlace::Row);
}

#[test]
fn a_status_below_400_is_an_error_where_a_row_has_it() {
    let mut rig = TestJudge::new();
    let row = rig.rows.iter_mut().find(|row| row.code == 20002);
    row.unwrap().status = 202.into();
    let found = rig.list_response_violations(
        &build_exchange(202, &[HTML], build_error_body(20002)),
        &expect_row(20002),
    );
    assert_eq!(requirement_ids(&found), [Id::ContentTypeJson]);
}

// Server errors.

#[rstest]
#[case::documented(500, r#"{"code":0,"message":"500: Internal Server Error"}"#, &[Id::NoServerError])]
#[case::undocumented(503, r#"{"code":0,"message":"busy"}"#, &[Id::PairDocumented, Id::NoServerError])]
#[case::a_gateway(502, "<html>", &[Id::NoServerError, Id::BodyOneObject])]
#[case::empty(500, "", &[Id::NoServerError, Id::BodyOneObject])]
fn an_error_of_the_servers_own_is_said_once(
    #[case] status: u16,
    #[case] body: &str,
    #[case] expected: &[Id],
) {
    let found = judge_body_for_row_20002(status, body);
    assert_eq!(requirement_ids(&found), expected);
    let error = found
        .iter()
        .find(|v| v.requirement_id() == Id::NoServerError)
        .unwrap();
    assert_eq!(error.level, Level::Must);
    assert_eq!(error.place(), BreachPlace::Status);
    assert_eq!(breach_field(error, "/expected/0/row"), json!("20002"));
    let found = TestJudge::new()
        .list_response_violations(&build_exchange(status, &[JSON], body), &expect_any_row());
    assert_eq!(requirement_ids(&found), expected);
}

#[test]
fn the_expected_row_may_be_an_error_of_the_servers_own() {
    let body = r#"{"code":0,"message":"500: Internal Server Error"}"#;
    let hooked = expect_outcome(build_expected_row("0/500", &[]));
    assert_eq!(
        TestJudge::new().list_response_violations(&build_exchange(500, &[JSON], body), &hooked),
        []
    );
    let found =
        TestJudge::new().list_response_violations(&build_exchange(503, &[JSON], body), &hooked);
    assert_eq!(
        requirement_ids(&found),
        [Id::PairDocumented, Id::NoServerError]
    );
}

// One violation per cause, and no cause unreported.

#[test]
fn a_page_of_html_is_two_breaches() {
    let found = TestJudge::new().list_response_violations(
        &build_exchange(404, &[HTML], "<html></html>"),
        &expect_row(20002),
    );
    assert_eq!(
        requirement_ids(&found),
        [Id::ContentTypeJson, Id::BodyOneObject]
    );
    let found = TestJudge::new().list_response_violations(
        &build_exchange(400, &[HTML], "<html></html>"),
        &expect_row(20002),
    );
    assert_eq!(
        requirement_ids(&found),
        [Id::RowExpected, Id::ContentTypeJson, Id::BodyOneObject]
    );
}

#[rstest]
#[case::html("<html></html>", &[Id::ContentTypeJson, Id::BodyOneObject])]
#[case::no_code(r#"{"message":"Member not found."}"#, &[Id::BodyCodeInteger])]
fn a_row_that_cannot_be_read_never_passes(#[case] body: &str, #[case] left_out: &[Id]) {
    let rig = TestJudge::new().without_requirements(left_out);
    let sent = build_exchange(404, &[JSON], body);
    assert_eq!(
        requirement_ids(&rig.list_response_violations(&sent, &expect_row(20002))),
        [Id::RowExpected]
    );
    assert_eq!(
        requirement_ids(&rig.list_response_violations(&sent, &expect_any_row())),
        [Id::PairDocumented]
    );
}

#[test]
fn a_row_that_can_be_read_is_judged_whatever_stands_behind_it() {
    let sent = build_exchange(404, &[JSON], r#"{"code":20099,"message":"x"} y"#);
    assert_eq!(
        requirement_ids(&TestJudge::new().list_response_violations(&sent, &expect_any_row())),
        [Id::PairDocumented, Id::BodyOneObject]
    );
    assert_eq!(
        requirement_ids(&TestJudge::new().list_response_violations(&sent, &expect_row(20002))),
        [Id::PairDocumented, Id::RowExpected, Id::BodyOneObject]
    );
}

#[test]
fn an_answer_that_breaks_much_is_told_all_of_it() {
    let mut sent = build_exchange(
        404,
        &[("content-type", "text/plain")],
        concat!(
            r#"{"code":20001,"message":"no","message":"nope","errors":{},"retry_after":1,"#,
            r#""debug":"panicked at src/a.rs:1:2"} x"#
        ),
    );
    sent.response.tokens_seen = vec![Actor::Stranger];
    assert_eq!(
        requirement_ids(&TestJudge::new().list_response_violations(&sent, &expect_row(20002))),
        [
            Id::RowExpected,
            Id::ContentTypeJson,
            Id::BodyOneObject,
            Id::BodyKeysUnique,
            Id::BodyNoOtherKeys,
            Id::MessageText,
            Id::ErrorsOnlyOnModelError,
            Id::RetryAfterOnlyOnRateLimit,
            Id::NoInternals,
            Id::NoToken,
        ]
    );
}

#[test]
fn a_body_full_of_faults_is_told_a_few_of_each_kind() {
    use std::fmt::Write as _;
    let mut body = String::from(r#"{"code":20002,"message":"Member not found.""#);
    for number in 0..20_000 {
        write!(body, r#","k{number}":1,"k{number}":2"#).unwrap();
    }
    let found = judge_body_for_row_20002(404, body + "}");
    let of = |id| found.iter().filter(|v| v.requirement_id() == id).count();
    assert_eq!(of(Id::BodyKeysUnique), 20);
    assert_eq!(of(Id::BodyNoOtherKeys), 20);
    assert_eq!(found.len(), 40);
}

#[test]
fn a_contract_without_requirements_finds_nothing() {
    let rig = TestJudge::new().without_requirements(Id::ALL);
    assert_eq!(
        rig.list_response_violations(&build_exchange(500, &[], "<html>"), &expect_row(20002)),
        []
    );
}

#[test]
fn a_doubtful_expectation_lowers_only_the_level_of_the_row() {
    let mut expectation = expect_row(20002);
    expectation.level = Level::Should;
    let sent = build_exchange(422, &[JSON], build_error_body(20002));
    let found = TestJudge::new().list_response_violations(&sent, &expectation);
    let levels: Vec<_> = found
        .iter()
        .map(|v| (v.requirement_id(), v.level))
        .collect();
    assert_eq!(
        levels,
        [
            (Id::PairDocumented, Level::Must),
            (Id::RowExpected, Level::Should)
        ]
    );
}

#[rstest]
#[case::right(404, true)]
#[case::wrong(400, false)]
fn an_answer_to_head_has_no_body_and_is_judged_by_its_status(
    #[case] status: u16,
    #[case] passes: bool,
) {
    let mut sent = build_exchange(status, &[], "");
    sent.request.method = "HEAD".to_owned();
    let found = TestJudge::new().list_response_violations(&sent, &expect_row(20002));
    let expected: &[Id] = if passes { &[] } else { &[Id::RowExpected] };
    assert_eq!(requirement_ids(&found), expected);
    assert_eq!(
        TestJudge::new().list_response_violations(&sent, &expect_any_row()),
        []
    );
}
