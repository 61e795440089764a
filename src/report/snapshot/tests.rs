//! Tests of the content of snapshots and of their placeholders.

use rstest::rstest;

use super::render_snapshot;
use crate::outcome::testing::{case_outcome, exchange_with_response};
use crate::outcome::{
    CaseOutcome, ErrorId, NameBinding, RateLimitHeaderNames, Verdict, VolatileFieldNames, WireBytes,
};

fn build_volatile_field_names() -> VolatileFieldNames {
    VolatileFieldNames {
        wait: Some(crate::outcome::JsonPointer::root().join_key("pause")),
        rate_headers: Some(RateLimitHeaderNames {
            limit: "x-quota".to_owned(),
            remaining: "x-left".to_owned(),
            reset: "x-again-at".to_owned(),
            scope: "x-quota-of".to_owned(),
        }),
    }
}

/// Returns a case whose response has this body, and these headers besides `content-type`.
fn case_with_response(body: &str, headers: &[(&str, &str)]) -> CaseOutcome {
    let mut outcome = case_outcome("a", Verdict::Pass, None);
    let mut answered = exchange_with_response(429, body);
    for (name, value) in headers {
        let header = ((*name).to_owned(), WireBytes::from(*value));
        answered.response.headers.push(header);
    }
    outcome.steps[0].exchange = answered;
    outcome
}

#[test]
fn a_snapshot_names_what_changes_by_itself() {
    let mut outcome = case_outcome("a", Verdict::Pass, Some(ErrorId::new(7, 404)));
    outcome.bindings = vec![NameBinding {
        name: "owner_thing.id".to_owned(),
        value: "abcefg".to_owned(),
    }];
    let expected = "\
A reference that names nothing
expects 7, accepts 8

GET /things/[owner_thing.id]
User-Agent: badreq/[version]
Accept: */*
Authorization: [token of the owner]

404
content-type: application/json

{
  \"code\": 8,
  \"message\": \"Gone.\"
}";
    assert_eq!(
        render_snapshot(&outcome, &build_volatile_field_names()),
        expected
    );
}

#[test]
fn times_and_counts_are_found_by_the_names_of_the_contract() {
    let headers = [
        ("x-left", "3"),
        ("x-again-at", "1764486000000"),
        ("x-quota", "10"),
        ("x-quota-of", "books"),
        ("x-ratelimit-remaining", "4"),
        ("retry-after", "1"),
        ("date", "Mon, 30 Nov 2026 07:00:00 GMT"),
    ];
    let outcome = case_with_response(r#"{"pause":17,"retry_after":19}"#, &headers);
    let shown = render_snapshot(&outcome, &build_volatile_field_names());
    let expected = "\
429
content-type: application/json
retry-after: [number]
x-again-at: [number]
x-left: [number]
x-quota-of: books
x-quota: 10

{
  \"pause\": \"[integer]\",
  \"retry_after\": 19
}";
    let (_, response) = shown.rsplit_once("\n\n429").expect("it was answered 429");
    assert_eq!(format!("429{response}"), expected);
}

#[test]
fn a_wait_is_the_same_in_every_notation() {
    let shown = render_snapshot(
        &case_with_response(r#"{"pause":17.0}"#, &[]),
        &build_volatile_field_names(),
    );
    assert!(shown.contains(r#""pause": "[integer]""#), "{shown}");
}

#[test]
fn headers_of_limits_are_not_shown_where_no_limit_is_documented() {
    let outcome = case_with_response("{}", &[("x-left", "3")]);
    let names = VolatileFieldNames {
        rate_headers: None,
        ..build_volatile_field_names()
    };
    let shown = render_snapshot(&outcome, &names);
    assert!(!shown.contains("x-left"), "{shown}");
}

#[rstest]
#[case::text(r#"{"pause":"17"}"#, r#""pause": "17""#)]
#[case::below_nothing(r#"{"pause":-17}"#, r#""pause": -17"#)]
#[case::a_fraction(r#"{"pause":17.5}"#, r#""pause": 17.5"#)]
#[case::deeper(r#"{"in":{"pause":17}}"#, r#""pause": 17"#)]
fn a_wait_that_is_no_number_of_milliseconds_is_shown_as_it_is(
    #[case] body: &str,
    #[case] expected: &str,
) {
    let shown = render_snapshot(
        &case_with_response(body, &[]),
        &build_volatile_field_names(),
    );
    assert!(shown.contains(expected), "{shown}");
}

#[test]
fn of_a_body_that_was_not_kept_whole_the_length_is_said() {
    let mut outcome = case_outcome("a", Verdict::Fail, None);
    let response = &mut outcome.steps[0].exchange.response;
    response.body = WireBytes::from("{\"message\":\"and so on");
    response.cut = Some(2_000_000);
    let shown = render_snapshot(&outcome, &build_volatile_field_names());
    assert!(
        shown.ends_with("and so on… (2000000 bytes in all)"),
        "{shown}"
    );
}
