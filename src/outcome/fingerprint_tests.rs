use rstest::rstest;
use serde_json::{Value, json};

use super::{fingerprint, without_numbers};
use crate::outcome::{Binding, Level, Place, RequirementId, Violation};

fn of(requirement: RequirementId, place: Place, expected: Value, actual: Value) -> String {
    let violation = Violation {
        requirement,
        level: Level::Must,
        place,
        expected,
        actual,
    };
    let binding = Binding {
        name: "thing.id".to_owned(),
        value: "abcefg".to_owned(),
    };
    fingerprint(&violation, &[binding])
}

#[rstest]
#[case::a_value_of_another_type(
    RequirementId::BodyCodeInteger, Place::BodyAt("/code".to_owned()), json!({"type": "integer"}), json!("7"),
    r#"body /code: expected {"type":"integer"}, got "7""#
)]
#[case::an_id(
    RequirementId::MessageText, Place::BodyAt("/message".to_owned()), json!("No abcefg."), json!("No ABCEFG!"),
    r#"body /message: expected "No [thing.id].", got "No [thing.id | upper]!""#
)]
#[case::state(
    RequirementId::RefusalChangesNothing, Place::Effect("/things/abcefg".to_owned()), json!({"status": 200}), json!({"status": 404}),
    r#"GET /things/[thing.id]: expected {"status":200}, got {"status":404}"#
)]
#[case::a_wait(
    RequirementId::RetryAfterInteger, Place::BodyAt("/retry_after".to_owned()), json!({"type": "integer"}), json!("743.5"),
    r#"body /retry_after: expected {"type":"integer"}, got "N""#
)]
#[case::nothing(
    RequirementId::ContentTypeJson, Place::Header("content-type".to_owned()), json!("application/json"), Value::Null,
    r#"header content-type: expected "application/json", got null"#
)]
fn it_tells_where_and_what_and_nothing_that_differs_from_run_to_run(
    #[case] requirement: RequirementId,
    #[case] place: Place,
    #[case] expected: Value,
    #[case] actual: Value,
    #[case] line: &str,
) {
    assert_eq!(of(requirement, place, expected, actual), line);
}

#[test]
fn long_values_are_told_apart_by_what_is_cut_off() {
    let line = |end: &str| {
        let long = json!("x".repeat(1000) + end);
        of(RequirementId::BodyOneObject, Place::Body, Value::Null, long)
    };
    assert!(line("a").len() < 250);
    assert_ne!(line("a"), line("b"));
    assert_eq!(line("a"), line("a"));
}

#[test]
fn a_number_is_one_however_long_it_is() {
    assert_eq!(without_numbers("1.5 of 10, a1."), "N of N, aN");
}

#[rstest]
#[case::values_of_a_state(
    RequirementId::RefusalChangesNothing,
    json!({"status": 200, "at": "/3/name", "value": "a"}),
    json!({"status": 200, "at": "/4/name", "value": "b"}),
)]
#[case::lists_that_were_served(
    RequirementId::RowExpected,
    json!({"status": 200, "body": "[{\"id\":\"aaaaa\"}]"}),
    json!({"status": 200, "body": " [1,2… (931 characters)"}),
)]
#[case::waits(RequirementId::RetryAfterWithinWindow, json!(99_999), json!(88_888.5))]
#[case::numbers_of_an_id_in_a_wait(
    RequirementId::RetryAfterTrue,
    json!({"message": "11111111-2222-4333-8444-555555555555"}),
    json!({"message": "a1111111-b222-4333-8444-555555555555"}),
)]
#[case::where_bytes_are_no_text(
    RequirementId::BodyUtf8,
    json!({"offset": 3, "bytes": "ff"}),
    json!({"offset": 80, "bytes": "ff"}),
)]
#[case::lines_of_code(
    RequirementId::NoInternals,
    json!([{"kind": "stack trace", "text": "at app.js:10:3"}]),
    json!([{"kind": "stack trace", "text": "at app.js:412:33"}]),
)]
fn what_another_target_has_or_another_moment_brings_is_the_same_breach(
    #[case] requirement: RequirementId,
    #[case] one: Value,
    #[case] other: Value,
) {
    let line = |actual| of(requirement, Place::Body, Value::Null, actual);
    assert_eq!(line(one), line(other));
}

#[rstest]
#[case::no_wait(RequirementId::RetryAfterWithinWindow, json!(0), json!(99_999))]
#[case::a_wait_into_the_past(RequirementId::RetryAfterWithinWindow, json!(-1), json!(99_999))]
#[case::a_wait_as_text(RequirementId::RetryAfterInteger, json!("7"), json!(7.5))]
#[case::the_status_of_a_refusal(
    RequirementId::RetryAfterTrue,
    json!({"status": 429, "waited": 7}),
    json!({"status": 500, "waited": 7}),
)]
#[case::a_list_for_an_object(
    RequirementId::BodyOneObject,
    json!({"found": "a list", "text": "[1]"}),
    json!({"found": "no JSON", "text": "<h1>"}),
)]
#[case::a_state_that_is_gone(
    RequirementId::RefusalChangesNothing,
    json!({"status": 200, "at": "/name", "value": "a"}),
    json!({"status": 200, "at": "/name", "value": null}),
)]
#[case::another_member_of_a_state(
    RequirementId::RefusalChangesNothing,
    json!({"status": 200, "at": "/name", "value": "a"}),
    json!({"status": 200, "at": "/tag", "value": "a"}),
)]
fn what_is_wrong_in_another_way_is_another_breach(
    #[case] requirement: RequirementId,
    #[case] one: Value,
    #[case] other: Value,
) {
    let line = |actual| of(requirement, Place::Body, Value::Null, actual);
    assert_ne!(line(one), line(other));
}

#[rstest]
#[case::between_zero_bytes("a\0b\0c\0e\0f\0g\0", "got \"[thing.id]\"")]
#[case::behind_the_end_of_a_line("No:\nabcefg", "got \"No:\\n[thing.id]\"")]
#[case::behind_a_tab("No:\tabcefg", "got \"No:\\t[thing.id]\"")]
fn an_id_is_known_again(#[case] came: &str, #[case] end: &str) {
    let line = of(
        RequirementId::BodyOneObject,
        Place::Body,
        Value::Null,
        json!(came),
    );
    assert!(line.ends_with(end), "{line}");
}

#[test]
fn a_star_of_the_target_is_no_wildcard() {
    let line = of(
        RequirementId::MessageText,
        Place::Body,
        Value::Null,
        json!("*"),
    );
    assert_eq!(line, r#"body: expected null, got "[star]""#);
}
