//! Defects of real servers of such APIs, as whole responses.

use rstest::rstest;

use super::testing::{
    JSON, NOW, TestJudge, body_place_at, build_error_body, build_exchange, build_expected_row,
    build_invalid_field_error, expect_outcome, expect_row, requirement_ids, with_field_errors,
};
use crate::contract::RequirementId as Id;

#[test]
fn a_401_with_error_instead_of_message() {
    let sent = build_exchange(
        401,
        &[JSON],
        r#"{"error":"401: Missing or invalid Authorization header","code":0}"#,
    );
    let found = TestJudge::new()
        .list_response_violations(&sent, &expect_outcome(build_expected_row("0/401", &[])));
    assert_eq!(
        requirement_ids(&found),
        [Id::BodyMessageString, Id::BodyNoOtherKeys]
    );
}

#[rstest]
#[case::none(&[])]
#[case::plain(&[("content-type", "text/plain; charset=utf-8")])]
fn errors_without_a_json_content_type(#[case] headers: &[(&str, &str)]) {
    let found = TestJudge::new().list_response_violations(
        &build_exchange(404, headers, build_error_body(20002)),
        &expect_row(20002),
    );
    assert_eq!(requirement_ids(&found), [Id::ContentTypeJson]);
}

#[test]
fn an_empty_patch_object_that_crashes_into_a_500() {
    let mut sent = build_exchange(
        500,
        &[JSON],
        r#"{"message":"500: Internal Server Error","code":0}"#,
    );
    sent.request.method = "PATCH".to_owned();
    sent.request.body = Some("{}".into());
    let found = TestJudge::new()
        .list_response_violations(&sent, &expect_outcome(build_expected_row("0/400", &[])));
    assert_eq!(requirement_ids(&found), [Id::NoServerError]);
}

#[test]
fn invalid_json_answered_with_problem_details() {
    let sent = build_exchange(
        400,
        &[("content-type", "application/problem+json; charset=utf-8")],
        r#"{"type":"https://tools.ietf.org/html/rfc7231#section-6.5.1","title":"One or more validation errors occurred.","status":400,"traceId":"00-1-2-00","errors":{"":["Unexpected end."]}}"#,
    );
    let mut found = TestJudge::new()
        .list_response_violations(&sent, &expect_outcome(build_expected_row("0/400", &[])));
    found.retain(|v| v.requirement_id() != Id::BodyNoOtherKeys);
    assert_eq!(
        requirement_ids(&found),
        [
            Id::ContentTypeJson,
            Id::BodyCodeInteger,
            Id::BodyMessageString,
            Id::ErrorsMapOfLists
        ]
    );
}

#[test]
fn a_key_with_one_error_that_holds_an_object() {
    let sent = build_exchange(
        400,
        &[JSON],
        r#"{"message":"Error parsing JSON model","code":40001,"errors":{"color":{"message":"Field color is invalid."}}}"#,
    );
    let expectation = with_field_errors(
        expect_row(40001),
        &[("color", build_invalid_field_error("color"))],
    );
    let found = TestJudge::new().list_response_violations(&sent, &expectation);
    assert_eq!(requirement_ids(&found), [Id::ErrorsMapOfLists]);
    assert_eq!(found[0].place(), body_place_at("/errors/color"));
}

#[test]
fn a_missing_user_agent_that_is_accepted() {
    let mut sent = build_exchange(200, &[JSON], r#"{"id":"abcdef"}"#);
    sent.request.headers.clear();
    let found = TestJudge::new()
        .list_response_violations(&sent, &expect_outcome(build_expected_row("0/400", &[])));
    assert_eq!(requirement_ids(&found), [Id::RowExpected]);
}

#[test]
fn a_whole_rate_limit_refusal_as_documented() {
    let reset = (NOW + 437).to_string();
    let headers = [
        JSON,
        ("x-ratelimit-limit", "10"),
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset", reset.as_str()),
        ("x-ratelimit-scope", "generic_get"),
    ];
    let sent = build_exchange(
        429,
        &headers,
        r#"{"message":"429: too many requests","retry_after":437,"code":0}"#,
    );
    let expectation = expect_outcome(build_expected_row("0/429", &[]));
    assert_eq!(
        TestJudge::new().list_response_violations(&sent, &expectation),
        []
    );
    let in_the_way = TestJudge::new().list_response_violations(&sent, &expect_row(20002));
    assert_eq!(requirement_ids(&in_the_way), [Id::RowExpected]);
}
