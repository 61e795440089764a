//! Tests of marks: the values that belong at the broken places of a body.

use rstest::rstest;
use serde_json::{Map, Value, json};

use super::{
    AcceptedRow, BodyRetryAfterBreach, BodySchemaBreach, BodySchemaRule, Breach, BreachPlace,
    BurstBreach, ErrorDetailsBreach, ErrorLengthKeys, ExceededLengthLimit, ExpectedMessage,
    ExpectedValueMark, LeakBreach, LeakKind, LeakedText, LocatedValue, MessageBreach,
    ReceivedErrorLengths, ReceivedErrorText, RepetitionBreach, ResponseKind, ResponseSummary,
    ResponseTimeBreach, RowBreach, SideEffectBreach, WireFormatBreach,
};
use crate::contract::{ErrorId, JsonPointer, RequirementId as Id};

fn parse_pointer(text: &str) -> JsonPointer {
    text.to_owned().try_into().unwrap()
}

fn build_value_mark(at: &str, wanted: impl Into<Value>) -> ExpectedValueMark {
    ExpectedValueMark::for_value(parse_pointer(at), wanted)
}

fn build_description_mark(at: &str, wanted: &str) -> ExpectedValueMark {
    ExpectedValueMark::for_description(parse_pointer(at), wanted)
}

fn build_unexpected_value_mark(at: &str) -> ExpectedValueMark {
    ExpectedValueMark::for_unexpected_value(parse_pointer(at))
}

fn body_schema_breach(
    requirement: Id,
    at: &str,
    rule: BodySchemaRule,
    wanted: Option<Value>,
) -> Breach {
    BodySchemaBreach {
        requirement,
        at: parse_pointer(at),
        rule,
        wanted,
        actual: Some(json!(7.5)),
    }
    .into()
}

fn build_type_rule(name: &str) -> BodySchemaRule {
    BodySchemaRule::Schema(Map::from_iter([("type".to_owned(), json!(name))]))
}

fn to_owned_strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn untrue_error_lengths_breach(objects: &[(Value, Value)]) -> Breach {
    let objects = objects.iter().map(|(max, actual)| ReceivedErrorLengths {
        max: Some(max.clone()),
        actual: Some(actual.clone()),
    });
    ErrorDetailsBreach::UntrueLengths {
        at: parse_pointer("/errors/name"),
        keys: ErrorLengthKeys {
            max: "max_length".to_owned(),
            actual: "actual_length".to_owned(),
        },
        expected: ExceededLengthLimit {
            max: 100,
            actual: 101,
        },
        objects: objects.collect(),
    }
    .into()
}

fn unusual_texts_breach(expected: &[&str], actual: &[&str]) -> Breach {
    ErrorDetailsBreach::UnusualTexts {
        at: parse_pointer("/errors/name"),
        key: "text".to_owned(),
        expected: to_owned_strings(expected).into_iter().map(Some).collect(),
        actual: actual
            .iter()
            .map(|text| ReceivedErrorText {
                text: Some(json!(text)),
            })
            .collect(),
    }
    .into()
}

fn missing_errors_breach(keys: &[&str]) -> Breach {
    ErrorDetailsBreach::Missing {
        at: parse_pointer("/errors"),
        keys: to_owned_strings(keys),
        actual: None,
    }
    .into()
}

fn stack_trace_breach(place: BreachPlace) -> Breach {
    let text = "at main.rs:7".to_owned();
    LeakBreach::Internals {
        place,
        leaks: vec![LeakedText {
            kind: LeakKind::StackTrace,
            text,
        }],
    }
    .into()
}

#[rstest]
#[case::another_text(
    MessageBreach { at: parse_pointer("/message"), expected: "No such thing.".to_owned(), actual: "Gone.".to_owned() }.into(),
    vec![build_value_mark("/message", "No such thing.")]
)]
#[case::a_code_as_text(
    body_schema_breach(Id::BodyCodeInteger, "/code", build_type_rule("integer"), Some(json!(7))),
    vec![build_value_mark("/code", 7)]
)]
#[case::a_code_where_any_row_may_come(
    body_schema_breach(Id::BodyCodeInteger, "/code", build_type_rule("integer"), None),
    vec![build_description_mark("/code", "an integer")]
)]
#[case::a_code_that_no_parser_keeps(
    body_schema_breach(Id::BodyCodeInteger, "/code", BodySchemaRule::MachineInteger, None),
    vec![build_description_mark("/code", "an integer of at most 64 bits")]
)]
#[case::another_form(
    body_schema_breach(Id::BodyMessageString, "/message", build_type_rule("string"), None),
    vec![build_description_mark("/message", "a text")]
)]
#[case::a_blank_text(
    body_schema_breach(Id::BodyMessageString, "/message", BodySchemaRule::NotBlank, None),
    vec![build_description_mark("/message", "text")]
)]
#[case::another_key(
    body_schema_breach(Id::BodyNoOtherKeys, "/error", BodySchemaRule::KnownKey(to_owned_strings(&["code"])), None),
    vec![build_unexpected_value_mark("/error")]
)]
#[case::too_much(
    ErrorDetailsBreach::Misplaced { at: parse_pointer("/errors"), actual: Value::Null }.into(),
    vec![build_unexpected_value_mark("/errors")]
)]
#[case::no_errors(
    missing_errors_breach(&["name", "color"]),
    vec![build_description_mark("/errors", r#"{ "name": […], "color": […] }"#)]
)]
#[case::no_errors_of_any_key(missing_errors_breach(&[]), vec![build_description_mark("/errors", "at least one error object")])]
#[case::other_keys(
    ErrorDetailsBreach::WrongKeys {
        at: parse_pointer("/errors"),
        expected: to_owned_strings(&["color", "name"]),
        actual: to_owned_strings(&["colour", "name"]),
    }
    .into(),
    vec![build_description_mark("/errors/color", "[…]"), build_unexpected_value_mark("/errors/colour")]
)]
#[case::too_few_objects(
    ErrorDetailsBreach::TooFewObjects { at: parse_pointer("/errors/name"), expected: 2, objects: 1 }.into(),
    vec![build_description_mark("/errors/name", "2 objects")]
)]
#[case::untrue_lengths(
    untrue_error_lengths_breach(&[(json!(100), json!(99))]),
    vec![build_value_mark("/errors/name/0/actual_length", 101)]
)]
#[case::lengths_that_are_not_there(
    untrue_error_lengths_breach(&[(Value::Null, Value::Null)]),
    vec![build_value_mark("/errors/name/0/max_length", 100), build_value_mark("/errors/name/0/actual_length", 101)]
)]
#[case::untrue_lengths_of_several_objects(
    untrue_error_lengths_breach(&[(json!(100), json!(99)), (json!(100), json!(98))]),
    vec![build_description_mark("/errors/name", "max_length 100, actual_length 101")]
)]
#[case::lengths_of_what_is_not_too_long(
    ErrorDetailsBreach::SurplusLengths {
        at: parse_pointer("/errors/mode"),
        allowed: 0,
        objects: 1,
        lengths: vec![parse_pointer("/errors/mode/0/max_length"), parse_pointer("/errors/mode/0/actual_length")],
    }
    .into(),
    vec![build_unexpected_value_mark("/errors/mode/0/max_length"), build_unexpected_value_mark("/errors/mode/0/actual_length")]
)]
#[case::lengths_of_more_than_is_too_long(
    ErrorDetailsBreach::SurplusLengths {
        at: parse_pointer("/errors/mode"),
        allowed: 1,
        objects: 2,
        lengths: vec![parse_pointer("/errors/mode/0/max_length"), parse_pointer("/errors/mode/1/max_length")],
    }
    .into(),
    vec![build_unexpected_value_mark("/errors/mode")]
)]
#[case::an_unusual_text(
    unusual_texts_breach(&["Too long."], &["Long."]),
    vec![build_value_mark("/errors/name/0/text", "Too long.")]
)]
#[case::unusual_texts(
    unusual_texts_breach(&["Too long.", "Odd."], &["Long.", "Odd."]),
    vec![build_description_mark("/errors/name", "Too long., Odd.")]
)]
#[case::no_wait(
    BodyRetryAfterBreach::Missing { at: parse_pointer("/retry_after") }.into(),
    vec![build_description_mark("/retry_after", "an integer")]
)]
#[case::a_wait_elsewhere(
    BodyRetryAfterBreach::Misplaced { at: parse_pointer("/retry_after"), actual: json!(5) }.into(),
    vec![build_unexpected_value_mark("/retry_after")]
)]
#[case::too_long_a_wait(
    BodyRetryAfterBreach::OutsideWindow { at: parse_pointer("/retry_after"), window_ms: Some(1000), actual: 9000.into() }.into(),
    vec![build_description_mark("/retry_after", "1 to 1000")]
)]
#[case::a_trace_in_a_text(
    stack_trace_breach(BreachPlace::BodyAt(parse_pointer("/message"))),
    vec![build_unexpected_value_mark("/message")]
)]
#[case::a_trace_in_a_header(stack_trace_breach(BreachPlace::Header("server".to_owned())), Vec::new())]
#[case::a_header(WireFormatBreach::ContentType { values: Vec::new(), expected: None }.into(), Vec::new())]
#[case::a_burst(BurstBreach::NeverRefused { sent: 22 }.into(), Vec::new())]
#[case::a_time(ResponseTimeBreach { budget_ms: 2, took_ms: 3 }.into(), Vec::new())]
#[case::the_body_of_another_request(
    SideEffectBreach::Value {
        read: "/things/a".to_owned(),
        status: 200,
        at: Some(parse_pointer("/code")),
        before: Some(json!(1)),
        after: Some(json!(2)),
    }
    .into(),
    Vec::new()
)]
#[case::the_body_that_came_again(
    RepetitionBreach::Body { at: Some(parse_pointer("/code")), first: Some(json!(1)), second: Some(json!(2)) }.into(),
    Vec::new()
)]
fn breach_marks_wrong_body_places(
    #[case] breach: Breach,
    #[case] expected: Vec<ExpectedValueMark>,
) {
    assert_eq!(breach.as_breach_properties().body_diff_marks(), expected);
}

fn build_accepted_rows(message: ExpectedMessage) -> Vec<AcceptedRow> {
    vec![AcceptedRow {
        row: ErrorId::new(7, 404),
        status: Some(404),
        code: 7.into(),
        message,
    }]
}

fn response_summary(status: u16, at: &str, code: i64) -> ResponseSummary {
    ResponseSummary {
        status,
        kind: ResponseKind::Error,
        row: None,
        code: Some(LocatedValue {
            at: parse_pointer(at),
            value: code.into(),
        }),
        message: Some(LocatedValue {
            at: parse_pointer("/message"),
            value: json!("Gone."),
        }),
        body: None,
    }
}

#[rstest]
#[case::at_the_code(ExpectedMessage::Any, response_summary(404, "/code", 8), vec![build_value_mark("/code", 7)])]
#[case::under_another_name(ExpectedMessage::Any, response_summary(404, "/number", 8), vec![build_value_mark("/number", 7)])]
#[case::at_the_message_too(
    ExpectedMessage::Text("No such thing.".to_owned()),
    response_summary(404, "/code", 8),
    vec![build_value_mark("/message", "No such thing."), build_value_mark("/code", 7)]
)]
#[case::not_at_a_message_that_is_right(
    ExpectedMessage::Came,
    response_summary(404, "/code", 8),
    vec![build_value_mark("/code", 7)]
)]
#[case::nowhere_in_the_body_where_only_the_status_is_another(
    ExpectedMessage::Any,
    response_summary(400, "/code", 7),
    Vec::new()
)]
fn another_row_shows_in_the_body_that_came(
    #[case] message: ExpectedMessage,
    #[case] answer: ResponseSummary,
    #[case] expected: Vec<ExpectedValueMark>,
) {
    let expected_rows = build_accepted_rows(message);
    let row = Breach::from(RowBreach::OtherRow {
        expected: expected_rows.clone(),
        answer: answer.clone(),
    });
    assert_eq!(row.as_breach_properties().body_diff_marks(), expected);
    let error = Breach::from(RowBreach::ServerError {
        expected: expected_rows,
        answer,
    });
    assert_eq!(error.as_breach_properties().body_diff_marks(), expected);
}

#[test]
fn only_what_a_parser_loses_keeps_a_body_from_being_drawn() {
    let twice = Breach::from(WireFormatBreach::RepeatedKey {
        at: parse_pointer("/code"),
        times: 2,
    });
    assert!(twice.as_breach_properties().is_hidden_by_parsing());
    let surrogate = Breach::from(WireFormatBreach::LoneSurrogate {
        at: parse_pointer("/message"),
        text: "Gone.\\ud83d".to_owned(),
    });
    assert!(surrogate.as_breach_properties().is_hidden_by_parsing());
    let other = body_schema_breach(
        Id::BodyCodeInteger,
        "/code",
        build_type_rule("integer"),
        None,
    );
    assert!(!other.as_breach_properties().is_hidden_by_parsing());
}
