use rstest::rstest;
use serde_json::json;

use super::{Fingerprint, mask_numbers};
use crate::check::{
    BodyRetryAfterBreach, BodySchemaBreach, BodySchemaRule, Breach, BreachPlace, BurstBreach,
    LeakBreach, LeakKind, LeakedText, LocatedValue, MessageBreach, NameBinding, NonObjectBodyKind,
    ResponseKind, ResponseSummary, RowBreach, SideEffectBreach, VolatileValueRedactor,
    WireFormatBreach,
};
use crate::contract::{JsonPointer, RequirementId};

fn pointer_to_key(key: &str) -> JsonPointer {
    JsonPointer::root().join_key(key)
}

fn fingerprint(breach: impl Into<Breach>) -> Fingerprint {
    let binding = NameBinding {
        name: "thing.id".to_owned(),
        value: "abcefg".to_owned(),
    };
    let redactor = VolatileValueRedactor::new(&[binding]);
    breach.into().as_breach_properties().fingerprint(&redactor)
}

fn integer_schema_breach(requirement: RequirementId, actual: serde_json::Value) -> Breach {
    let Some(rules) = json!({"type": "integer"}).as_object().cloned() else {
        panic!("it is an object");
    };
    BodySchemaBreach {
        requirement,
        at: pointer_to_key("retry_after"),
        rule: BodySchemaRule::Schema(rules),
        wanted: None,
        actual: Some(actual),
    }
    .into()
}

fn message_breach(expected: &str, actual: &str) -> Breach {
    MessageBreach {
        at: pointer_to_key("message"),
        expected: expected.to_owned(),
        actual: actual.to_owned(),
    }
    .into()
}

fn non_object_body_breach(text: &str) -> Breach {
    WireFormatBreach::NotOneObject {
        found: NonObjectBodyKind::Broken,
        text: text.to_owned(),
    }
    .into()
}

fn retry_after_breach(actual: i64) -> Breach {
    BodyRetryAfterBreach::OutsideWindow {
        at: pointer_to_key("retry_after"),
        window_ms: Some(1000),
        actual: actual.into(),
    }
    .into()
}

fn state_value_breach(pointer: &[&str], after: Option<serde_json::Value>) -> Breach {
    SideEffectBreach::Value {
        read: "/things/abcefg".to_owned(),
        status: 200,
        at: Some(
            pointer
                .iter()
                .fold(JsonPointer::root(), |at, key| at.join_key(key)),
        ),
        before: Some(json!("x")),
        after,
    }
    .into()
}

fn response_summary(status: u16) -> ResponseSummary {
    ResponseSummary {
        status,
        kind: ResponseKind::Error,
        row: None,
        code: None,
        message: None,
        body: None,
    }
}

fn refused_after_wait_breach(status: u16, message: &str, waited_ms: u64) -> Breach {
    BurstBreach::UntrueWait {
        promised_ms: 700,
        waited_ms,
        answer: ResponseSummary {
            message: Some(LocatedValue {
                at: pointer_to_key("message"),
                value: message.into(),
            }),
            ..response_summary(status)
        },
    }
    .into()
}

fn served_list_breach(body: &str) -> Breach {
    RowBreach::OtherRow {
        expected: Vec::new(),
        answer: ResponseSummary {
            kind: ResponseKind::NoError,
            body: Some(body.to_owned()),
            ..response_summary(200)
        },
    }
    .into()
}

fn stack_trace_breach(text: &str) -> Breach {
    LeakBreach::Internals {
        place: BreachPlace::Body,
        leaks: vec![LeakedText {
            kind: LeakKind::StackTrace,
            text: text.to_owned(),
        }],
    }
    .into()
}

fn not_utf8_breach(offset: usize) -> Breach {
    let bytes = "ff".to_owned();
    WireFormatBreach::NotUtf8 { offset, bytes }.into()
}

#[rstest]
#[case::a_value_of_another_type(
    integer_schema_breach(RequirementId::BodyCodeInteger, json!("7")),
    "body at `/retry_after`: expected an integer, got \"7\""
)]
#[case::an_id(
    message_breach("No abcefg.", "No ABCEFG!"),
    "body at `/message`: expected No [thing.id]., got No [thing.id | upper]!"
)]
#[case::state(
    SideEffectBreach::Status { read: "/things/abcefg".to_owned(), before: 200, after: 404 }.into(),
    "state behind `GET /things/[thing.id]`: expected status 200, got status 404"
)]
#[case::a_wait_as_text(
    integer_schema_breach(RequirementId::RetryAfterInteger, json!("743.5")),
    "body at `/retry_after`: expected an integer, got \"N\""
)]
#[case::no_header(
    WireFormatBreach::ContentType { values: Vec::new(), expected: None }.into(),
    "header `content-type`: expected application/json, got no such header"
)]
fn a_fingerprint_has_place_and_stable_values(#[case] breach: Breach, #[case] line: &str) {
    assert_eq!(fingerprint(breach).to_string(), line);
}

#[test]
fn long_values_are_told_apart_by_what_is_cut_off() {
    let of = |end: &str| fingerprint(message_breach("x", &("xy".repeat(120) + end)));
    assert!(of("a").got.len() < 250);
    assert_ne!(of("a"), of("b"));
    assert_eq!(of("a"), of("a"));
}

#[test]
fn a_number_is_one_however_long_it_is() {
    assert_eq!(mask_numbers("1.5 of 10, a1."), "N of N, aN");
}

#[rstest]
#[case::values_of_a_state(state_value_breach(&["3", "name"], Some(json!("a"))), state_value_breach(&["4", "name"], Some(json!("b"))))]
#[case::lists_that_were_served(
    served_list_breach("[{\"id\":\"aaaaa\"}]"),
    served_list_breach(" [1,2… (931 more characters)")
)]
#[case::waits(retry_after_breach(99_999), retry_after_breach(88_888))]
#[case::numbers_of_an_id_in_a_wait(
    refused_after_wait_breach(429, "11111111-2222-4333-8444-555555555555", 7),
    refused_after_wait_breach(429, "a1111111-b222-4333-8444-555555555555", 8)
)]
#[case::where_bytes_are_no_text(not_utf8_breach(3), not_utf8_breach(80))]
#[case::lines_of_code(
    stack_trace_breach("at app.js:10:3"),
    stack_trace_breach("at app.js:412:33")
)]
fn what_another_target_has_or_another_moment_brings_is_the_same_breach(
    #[case] one: Breach,
    #[case] other: Breach,
) {
    assert_eq!(fingerprint(one), fingerprint(other));
}

#[rstest]
#[case::no_wait(retry_after_breach(0), retry_after_breach(99_999))]
#[case::a_wait_into_the_past(retry_after_breach(-1), retry_after_breach(99_999))]
#[case::a_wait_as_text(
    integer_schema_breach(RequirementId::RetryAfterInteger, json!("7")),
    integer_schema_breach(RequirementId::RetryAfterInteger, json!(7.5))
)]
#[case::the_status_of_a_refusal(
    refused_after_wait_breach(429, "no", 7),
    refused_after_wait_breach(500, "no", 7)
)]
#[case::a_list_for_an_object(
    WireFormatBreach::NotOneObject { found: NonObjectBodyKind::Array, text: "[1]".to_owned() }.into(),
    non_object_body_breach("<h1>")
)]
#[case::a_state_that_is_gone(state_value_breach(&["name"], Some(json!("a"))), state_value_breach(&["name"], None))]
#[case::a_value_that_is_null_or_gone(state_value_breach(&["name"], Some(json!(null))), state_value_breach(&["name"], None))]
#[case::another_member_of_a_state(state_value_breach(&["name"], Some(json!("a"))), state_value_breach(&["tag"], Some(json!("a"))))]
fn different_breaches_have_different_fingerprints(#[case] one: Breach, #[case] other: Breach) {
    assert_ne!(fingerprint(one), fingerprint(other));
}

#[rstest]
#[case::between_zero_bytes("a\0b\0c\0e\0f\0g\0", ": \"[thing.id]\"")]
#[case::behind_the_end_of_a_line("No:\nabcefg", ": \"No:\n[thing.id]\"")]
#[case::behind_a_tab("No:\tabcefg", ": \"No:\t[thing.id]\"")]
fn an_id_is_known_again(#[case] came: &str, #[case] end: &str) {
    let own = fingerprint(non_object_body_breach(came));
    assert!(own.got.ends_with(end), "{own}");
}

#[test]
fn a_star_of_the_target_is_no_wildcard() {
    let own = fingerprint(message_breach("x", "*"));
    assert_eq!(own.got, "[star]");
}
