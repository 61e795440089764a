//! Tests of marks: the values that belong at the broken places of a body.

use rstest::rstest;
use serde_json::{Map, Value, json};

use super::{
    AcceptedRow, BodyDiffMark, BodyFormBreach, BodyFormRule, BodyRetryAfterBreach, Breach,
    BreachPlace, BurstBreach, ErrorDetailsBreach, ExceededLengthLimit, ExpectedMessage,
    FoundLengths, FoundText, LeakBreach, LeakKind, LeakedText, LengthKeys, LocatedValue,
    MessageBreach, RepetitionBreach, ResponseKind, ResponseSummary, ResponseTimeBreach, RowBreach,
    SideEffectBreach, WireFormatBreach,
};
use crate::contract::{ErrorId, JsonPointer, RequirementId as Id};

fn pointer(text: &str) -> JsonPointer {
    text.to_owned().try_into().unwrap()
}

fn value(at: &str, wanted: impl Into<Value>) -> BodyDiffMark {
    BodyDiffMark::for_value(pointer(at), wanted)
}

fn words(at: &str, wanted: &str) -> BodyDiffMark {
    BodyDiffMark::for_description(pointer(at), wanted)
}

fn nothing(at: &str) -> BodyDiffMark {
    BodyDiffMark::for_unexpected_value(pointer(at))
}

fn form(requirement: Id, at: &str, rule: BodyFormRule, wanted: Option<Value>) -> Breach {
    BodyFormBreach {
        requirement,
        at: pointer(at),
        rule,
        wanted,
        actual: Some(json!(7.5)),
    }
    .into()
}

fn typed(name: &str) -> BodyFormRule {
    BodyFormRule::Schema(Map::from_iter([("type".to_owned(), json!(name))]))
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn lengths(objects: &[(Value, Value)]) -> Breach {
    let objects = objects.iter().map(|(max, actual)| FoundLengths {
        max: Some(max.clone()),
        actual: Some(actual.clone()),
    });
    ErrorDetailsBreach::UntrueLengths {
        at: pointer("/errors/name"),
        keys: LengthKeys {
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

fn unusual(expected: &[&str], actual: &[&str]) -> Breach {
    ErrorDetailsBreach::UnusualTexts {
        at: pointer("/errors/name"),
        key: "text".to_owned(),
        expected: texts(expected).into_iter().map(Some).collect(),
        actual: actual
            .iter()
            .map(|text| FoundText {
                text: Some(json!(text)),
            })
            .collect(),
    }
    .into()
}

fn missing(keys: &[&str]) -> Breach {
    ErrorDetailsBreach::Missing {
        at: pointer("/errors"),
        keys: texts(keys),
        actual: None,
    }
    .into()
}

fn leak(place: BreachPlace) -> Breach {
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
    MessageBreach { at: pointer("/message"), expected: "No such thing.".to_owned(), actual: "Gone.".to_owned() }.into(),
    vec![value("/message", "No such thing.")]
)]
#[case::a_code_as_text(
    form(Id::BodyCodeInteger, "/code", typed("integer"), Some(json!(7))),
    vec![value("/code", 7)]
)]
#[case::a_code_where_any_row_may_come(
    form(Id::BodyCodeInteger, "/code", typed("integer"), None),
    vec![words("/code", "an integer")]
)]
#[case::a_code_that_no_parser_keeps(
    form(Id::BodyCodeInteger, "/code", BodyFormRule::MachineInteger, None),
    vec![words("/code", "an integer of at most 64 bits")]
)]
#[case::another_form(
    form(Id::BodyMessageString, "/message", typed("string"), None),
    vec![words("/message", "a text")]
)]
#[case::a_blank_text(
    form(Id::BodyMessageString, "/message", BodyFormRule::NotBlank, None),
    vec![words("/message", "text")]
)]
#[case::another_key(
    form(Id::BodyNoOtherKeys, "/error", BodyFormRule::KnownKey(texts(&["code"])), None),
    vec![nothing("/error")]
)]
#[case::too_much(
    ErrorDetailsBreach::Misplaced { at: pointer("/errors"), actual: Value::Null }.into(),
    vec![nothing("/errors")]
)]
#[case::no_errors(
    missing(&["name", "color"]),
    vec![words("/errors", r#"{ "name": […], "color": […] }"#)]
)]
#[case::no_errors_of_any_key(missing(&[]), vec![words("/errors", "at least one error object")])]
#[case::other_keys(
    ErrorDetailsBreach::WrongKeys {
        at: pointer("/errors"),
        expected: texts(&["color", "name"]),
        actual: texts(&["colour", "name"]),
    }
    .into(),
    vec![words("/errors/color", "[…]"), nothing("/errors/colour")]
)]
#[case::too_few_objects(
    ErrorDetailsBreach::TooFewObjects { at: pointer("/errors/name"), expected: 2, objects: 1 }.into(),
    vec![words("/errors/name", "2 objects")]
)]
#[case::untrue_lengths(
    lengths(&[(json!(100), json!(99))]),
    vec![value("/errors/name/0/actual_length", 101)]
)]
#[case::lengths_that_are_not_there(
    lengths(&[(Value::Null, Value::Null)]),
    vec![value("/errors/name/0/max_length", 100), value("/errors/name/0/actual_length", 101)]
)]
#[case::untrue_lengths_of_several_objects(
    lengths(&[(json!(100), json!(99)), (json!(100), json!(98))]),
    vec![words("/errors/name", "max_length 100, actual_length 101")]
)]
#[case::lengths_of_what_is_not_too_long(
    ErrorDetailsBreach::SurplusLengths {
        at: pointer("/errors/mode"),
        allowed: 0,
        objects: 1,
        lengths: vec![pointer("/errors/mode/0/max_length"), pointer("/errors/mode/0/actual_length")],
    }
    .into(),
    vec![nothing("/errors/mode/0/max_length"), nothing("/errors/mode/0/actual_length")]
)]
#[case::lengths_of_more_than_is_too_long(
    ErrorDetailsBreach::SurplusLengths {
        at: pointer("/errors/mode"),
        allowed: 1,
        objects: 2,
        lengths: vec![pointer("/errors/mode/0/max_length"), pointer("/errors/mode/1/max_length")],
    }
    .into(),
    vec![nothing("/errors/mode")]
)]
#[case::an_unusual_text(
    unusual(&["Too long."], &["Long."]),
    vec![value("/errors/name/0/text", "Too long.")]
)]
#[case::unusual_texts(
    unusual(&["Too long.", "Odd."], &["Long.", "Odd."]),
    vec![words("/errors/name", "Too long., Odd.")]
)]
#[case::no_wait(
    BodyRetryAfterBreach::Missing { at: pointer("/retry_after") }.into(),
    vec![words("/retry_after", "an integer")]
)]
#[case::a_wait_elsewhere(
    BodyRetryAfterBreach::Misplaced { at: pointer("/retry_after"), actual: json!(5) }.into(),
    vec![nothing("/retry_after")]
)]
#[case::too_long_a_wait(
    BodyRetryAfterBreach::OutsideWindow { at: pointer("/retry_after"), window_ms: Some(1000), actual: 9000.into() }.into(),
    vec![words("/retry_after", "1 to 1000")]
)]
#[case::a_trace_in_a_text(
    leak(BreachPlace::BodyAt(pointer("/message"))),
    vec![nothing("/message")]
)]
#[case::a_trace_in_a_header(leak(BreachPlace::Header("server".to_owned())), Vec::new())]
#[case::a_header(WireFormatBreach::ContentType { values: Vec::new(), expected: None }.into(), Vec::new())]
#[case::a_burst(BurstBreach::NeverRefused { sent: 22 }.into(), Vec::new())]
#[case::a_time(ResponseTimeBreach { budget_ms: 2, took_ms: 3 }.into(), Vec::new())]
#[case::the_body_of_another_request(
    SideEffectBreach::Value {
        read: "/things/a".to_owned(),
        status: 200,
        at: Some(pointer("/code")),
        before: Some(json!(1)),
        after: Some(json!(2)),
    }
    .into(),
    Vec::new()
)]
#[case::the_body_that_came_again(
    RepetitionBreach::Body { at: Some(pointer("/code")), first: Some(json!(1)), second: Some(json!(2)) }.into(),
    Vec::new()
)]
fn a_breach_says_what_belongs_at_its_places(
    #[case] breach: Breach,
    #[case] expected: Vec<BodyDiffMark>,
) {
    assert_eq!(breach.as_family_breach().body_marks(), expected);
}

fn seven(message: ExpectedMessage) -> Vec<AcceptedRow> {
    vec![AcceptedRow {
        row: ErrorId::new(7, 404),
        status: Some(404),
        code: 7.into(),
        message,
    }]
}

fn answer(status: u16, at: &str, code: i64) -> ResponseSummary {
    ResponseSummary {
        status,
        kind: ResponseKind::Error,
        row: None,
        code: Some(LocatedValue {
            at: pointer(at),
            value: code.into(),
        }),
        message: Some(LocatedValue {
            at: pointer("/message"),
            value: json!("Gone."),
        }),
        body: None,
    }
}

#[rstest]
#[case::at_the_code(ExpectedMessage::Any, answer(404, "/code", 8), vec![value("/code", 7)])]
#[case::under_another_name(ExpectedMessage::Any, answer(404, "/number", 8), vec![value("/number", 7)])]
#[case::at_the_message_too(
    ExpectedMessage::Text("No such thing.".to_owned()),
    answer(404, "/code", 8),
    vec![value("/message", "No such thing."), value("/code", 7)]
)]
#[case::not_at_a_message_that_is_right(
    ExpectedMessage::Came,
    answer(404, "/code", 8),
    vec![value("/code", 7)]
)]
#[case::nowhere_in_the_body_where_only_the_status_is_another(
    ExpectedMessage::Any,
    answer(400, "/code", 7),
    Vec::new()
)]
fn another_row_shows_in_the_body_that_came(
    #[case] message: ExpectedMessage,
    #[case] answer: ResponseSummary,
    #[case] expected: Vec<BodyDiffMark>,
) {
    let expected_rows = seven(message);
    let row = Breach::from(RowBreach::OtherRow {
        expected: expected_rows.clone(),
        answer: answer.clone(),
    });
    assert_eq!(row.as_family_breach().body_marks(), expected);
    let error = Breach::from(RowBreach::ServerError {
        expected: expected_rows,
        answer,
    });
    assert_eq!(error.as_family_breach().body_marks(), expected);
}

#[test]
fn only_what_a_parser_loses_keeps_a_body_from_being_drawn() {
    let twice = Breach::from(WireFormatBreach::RepeatedKey {
        at: pointer("/code"),
        times: 2,
    });
    assert!(twice.as_family_breach().is_hidden_by_parsing());
    let surrogate = Breach::from(WireFormatBreach::LoneSurrogate {
        at: pointer("/message"),
        text: "Gone.\\ud83d".to_owned(),
    });
    assert!(surrogate.as_family_breach().is_hidden_by_parsing());
    let other = form(Id::BodyCodeInteger, "/code", typed("integer"), None);
    assert!(!other.as_family_breach().is_hidden_by_parsing());
}
