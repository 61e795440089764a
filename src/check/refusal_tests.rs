//! Refusals that no row describes.

use crate::check::{Breach, BreachPlace, RowBreach, Violation};
use rstest::rstest;

use super::ExpectedRefusal;
use super::testing::{JSON, TestJudge, build_exchange, expect_outcome, requirement_ids};
use crate::contract::{Level, RequirementId as Id};
use crate::exchange::Actor;

const HTML: (&str, &str) = ("content-type", "text/html");

fn judge_refusal(status: u16, headers: &[(&str, &str)], body: &str) -> Vec<Violation> {
    TestJudge::new().list_response_violations(
        &build_exchange(status, headers, body),
        &expect_outcome(ExpectedRefusal::AnyRefusal),
    )
}

#[rstest]
#[case::nearest_row(400, r#"{"code":0,"message":"400: Bad Request"}"#)]
#[case::not_found(404, r#"{"code":0,"message":"404: Not found"}"#)]
#[case::method(405, r#"{"code":0,"message":"405: Method not allowed"}"#)]
#[case::media_type(415, r#"{"message":"no JSON","code":41500}"#)]
#[case::a_documented_row(404, r#"{"code":20002,"message":"Member not found."}"#)]
fn any_refusal_in_the_error_model_passes(#[case] status: u16, #[case] body: &str) {
    assert_eq!(judge_refusal(status, &[JSON], body), []);
}

#[rstest]
#[case::empty(405, &[], "", &["content-type-json", "body-one-object"])]
#[case::html(404, &[HTML], "<html>", &["content-type-json", "body-one-object"])]
#[case::another_model(404, &[JSON], r#"{"error":"not found"}"#, &["body-code-integer", "body-message-string"])]
#[case::code_as_text(404, &[JSON], r#"{"code":"0","message":"x"}"#, &["body-code-integer"])]
#[case::details(404, &[JSON], r#"{"code":20002,"message":"Member not found.","errors":{}}"#, &["errors-only-on-model-error"])]
#[case::keys_twice(404, &[JSON], r#"{"code":0,"code":0,"message":"x"}"#, &["body-keys-unique"])]
fn a_refusal_in_another_form_is_one_should(
    #[case] status: u16,
    #[case] headers: &[(&str, &str)],
    #[case] body: &str,
    #[case] off: &[&str],
) {
    let mut found = judge_refusal(status, headers, body);
    found.retain(|v| v.requirement_id() != Id::BodyNoOtherKeys);
    assert_eq!(requirement_ids(&found), [Id::RefusalUsesErrorModel]);
    assert_eq!(found[0].level, Level::Should);
    assert_eq!(found[0].place(), BreachPlace::Body);
    let Breach::Row(RowBreach::NotTheModel { off: breaches, .. }) = &found[0].breach else {
        panic!("another breach: {:?}", found[0]);
    };
    let broken: Vec<_> = breaches
        .iter()
        .map(|breach| breach.as_breach_properties().requirement_id().as_str())
        .collect();
    assert_eq!(broken, off);
}

#[test]
fn a_refusal_that_is_an_error_of_the_servers_own_stays_a_must() {
    let found = judge_refusal(500, &[JSON], r#"{"code":0,"message":"x"}"#);
    assert_eq!(requirement_ids(&found), [Id::NoServerError]);
    let found = judge_refusal(502, &[HTML], "panicked at 'x'");
    assert_eq!(
        requirement_ids(&found),
        [
            Id::NoServerError,
            Id::RefusalUsesErrorModel,
            Id::NoInternals
        ]
    );
}

#[test]
fn a_refusal_that_shows_a_token_stays_a_must() {
    let mut sent = build_exchange(404, &[JSON], r#"{"code":0,"message":"[owner token]"}"#);
    sent.response.tokens_seen = vec![Actor::Owner];
    let found = TestJudge::new()
        .list_response_violations(&sent, &expect_outcome(ExpectedRefusal::AnyRefusal));
    assert_eq!(requirement_ids(&found), [Id::NoToken]);
}

#[test]
fn a_refusal_in_another_form_is_described_by_what_is_wrong_with_it() {
    let found = judge_refusal(404, &[HTML], "<html>");
    let words = found[0].describe();
    assert_eq!(words.expected, "an error body with code and message");
    assert_eq!(
        words.got,
        "header `content-type`: text/html (expected application/json); \
         body: text that is not JSON: \"<html>\" (expected one JSON object)"
    );
    let served = judge_refusal(204, &[], "");
    let words = served[0].describe();
    assert_eq!(words.expected, "any status 4xx");
    assert_eq!(words.got, "status 204, no body");
}
