//! Tests of causes: breaches that share one, and breaches that do not.

use rstest::rstest;
use serde_json::{Map, Value, json};

use super::{
    AcceptedRow, BodySchemaBreach, BodySchemaRule, Breach, CauseContext, ErrorDetailsBreach,
    ErrorLengthKeys, ExceededLengthLimit, ExpectedMessage, LocatedValue, MessageBreach,
    NameBinding, ReceivedErrorLengths, RepetitionBreach, ResponseKind, ResponseSummary, RowBreach,
    VolatileValueRedactor,
};
use crate::contract::{ErrorId, JsonPointer, RequirementId};

fn pointer(text: &str) -> JsonPointer {
    text.to_owned().try_into().unwrap()
}

fn body_schema_breach(at: &str, actual: Value) -> Breach {
    BodySchemaBreach {
        requirement: RequirementId::BodyCodeInteger,
        at: pointer(at),
        rule: BodySchemaRule::Schema(Map::from_iter([("type".to_owned(), json!("integer"))])),
        wanted: None,
        actual: Some(actual),
    }
    .into()
}

fn message_breach(expected: &str, actual: &str) -> Breach {
    MessageBreach {
        at: pointer("/message"),
        expected: expected.to_owned(),
        actual: actual.to_owned(),
    }
    .into()
}

fn untrue_lengths_breach(
    at: &str,
    expected: ExceededLengthLimit,
    max: Value,
    actual: Value,
) -> Breach {
    ErrorDetailsBreach::UntrueLengths {
        at: pointer(at),
        keys: ErrorLengthKeys {
            max: "max_length".to_owned(),
            actual: "actual_length".to_owned(),
        },
        expected,
        objects: vec![ReceivedErrorLengths {
            max: Some(max),
            actual: Some(actual),
        }],
    }
    .into()
}

fn untrue_name_lengths_breach(max: Value, actual: Value) -> Breach {
    let expected = ExceededLengthLimit {
        max: 100,
        actual: 101,
    };
    untrue_lengths_breach("/errors/name", expected, max, actual)
}

fn text_lengths_breach(max: Value, actual: Value) -> Breach {
    let expected = ExceededLengthLimit { max: 8, actual: 9 };
    untrue_lengths_breach("/errors/text", expected, max, actual)
}

fn accepted_rows_for_code(code: i64) -> Vec<AcceptedRow> {
    vec![AcceptedRow {
        row: ErrorId::new(code, 404),
        status: Some(404),
        code: code.into(),
        message: ExpectedMessage::Any,
    }]
}

fn response_summary(status: u16, code: i64, message: &str) -> ResponseSummary {
    let located = |key, value| LocatedValue {
        at: JsonPointer::root().join_key(key),
        value,
    };
    ResponseSummary {
        status,
        kind: ResponseKind::Error,
        row: None,
        code: Some(located("code", code.into())),
        message: Some(located("message", message.into())),
        body: None,
    }
}

fn other_row_breach(expected: i64, status: u16, code: i64, message: &str) -> Breach {
    RowBreach::OtherRow {
        expected: accepted_rows_for_code(expected),
        answer: response_summary(status, code, message),
    }
    .into()
}

fn server_error_breach(expected: i64, status: u16) -> Breach {
    RowBreach::ServerError {
        expected: accepted_rows_for_code(expected),
        answer: response_summary(status, 0, "x"),
    }
    .into()
}

fn repetition_status_breach(first: u16, second: u16) -> Breach {
    RepetitionBreach::Status { first, second }.into()
}

fn repetition_body_breach(first: Value, second: Value) -> Breach {
    RepetitionBreach::Body {
        at: Some(pointer("/code")),
        first: Some(first),
        second: Some(second),
    }
    .into()
}

/// Returns the cause of a breach by a case in which a resource has this id.
fn requirement_and_cause_key(breach: &Breach, id: &str) -> (RequirementId, String) {
    let binding = NameBinding {
        name: "thing.id".to_owned(),
        value: id.to_owned(),
    };
    let family = breach.as_breach_properties();
    let cause = family.cause_key(&CauseContext {
        redactor: &VolatileValueRedactor::new(&[binding]),
        operation: None,
        defect: None,
        defect_form: None,
    });
    (family.requirement_id(), cause)
}

#[rstest]
#[case::a_code_as_text(body_schema_breach("/code", json!("20006")), body_schema_breach("/code", json!("20003")), true)]
#[case::an_id_in_a_text(
    message_breach("no thing abcefg", "x"),
    message_breach("no thing hijklm", "x"),
    true
)]
#[case::an_id_in_capitals(
    message_breach("no thing ABCEFG", "x"),
    message_breach("no thing HIJKLM", "x"),
    true
)]
#[case::an_id_in_what_came(
    message_breach("x", "no abcefg"),
    message_breach("x", "no hijklm"),
    true
)]
#[case::a_count(untrue_name_lengths_breach(json!(99), json!(101)), text_lengths_breach(json!(7), json!(9)), true)]
#[case::a_form_in_another_error(
    body_schema_breach("/errors/name/0/max_length", json!(99.5)),
    body_schema_breach("/errors/text/1/max_length", json!(7.5)),
    true
)]
#[case::another_message_of_the_row(
    other_row_breach(7, 404, 9, "one"),
    other_row_breach(7, 404, 9, "two"),
    true
)]
#[case::whatever_breaks_down(server_error_breach(7, 500), server_error_breach(8, 502), true)]
#[case::whatever_is_another_one_again(
    repetition_status_breach(404, 400),
    repetition_body_breach(json!(7), json!(8)),
    true
)]
#[case::another_expected_row(
    other_row_breach(7, 404, 9, "x"),
    other_row_breach(8, 404, 9, "x"),
    false
)]
#[case::another_row(
    other_row_breach(7, 404, 9, "x"),
    other_row_breach(7, 404, 10, "x"),
    false
)]
#[case::another_status(
    other_row_breach(7, 404, 9, "x"),
    other_row_breach(7, 400, 9, "x"),
    false
)]
#[case::a_template_of_the_page(
    message_breach("Thing '{ref}' not found.", "Thing \"abcefg\" not found."),
    message_breach("Other '{ref}' is gone.", "Other \"hijklm\" is gone."),
    true
)]
#[case::another_template(
    message_breach("Thing '{ref}' not found.", "Thing \"abcefg\" not found."),
    message_breach("Other '{ref}' is gone.", "Other 'hijklm' is gone"),
    false
)]
#[case::another_text(message_breach("one", "x"), message_breach("two", "x"), false)]
#[case::another_text_that_came(message_breach("x", "one"), message_breach("x", "two"), false)]
#[case::another_type(body_schema_breach("/code", json!(null)), body_schema_breach("/code", json!("7")), false)]
#[case::a_text_and_a_number_as_a_text(
    body_schema_breach("/code", json!("seven")),
    body_schema_breach("/code", json!("7")),
    false
)]
#[case::lengths_of_another_type(untrue_name_lengths_breach(json!(99), json!(101)), untrue_name_lengths_breach(json!(null), json!(101)), false)]
#[case::another_key_of_an_error(
    body_schema_breach("/errors/name/0/message", json!(2)),
    body_schema_breach("/errors/name/0/max_length", json!(2)),
    false
)]
#[case::another_key_of_the_body(body_schema_breach("/code", json!(2.5)), body_schema_breach("/retry_after", json!(2.5)), false)]
fn breaches_come_from_one_cause_where_only_what_belongs_to_the_case_differs(
    #[case] one: Breach,
    #[case] other: Breach,
    #[case] expected: bool,
) {
    let one = requirement_and_cause_key(&one, "abcefg");
    let other = requirement_and_cause_key(&other, "hijklm");
    assert_eq!(one.0, other.0, "one requirement");
    assert_eq!(one == other, expected, "{one:?}\n{other:?}");
}
