//! Tests of causes: breaches that share one, and breaches that do not.

use rstest::rstest;
use serde_json::{Map, Value, json};

use super::{
    AcceptedRow, BodyFormBreach, BodyFormRule, Breach, CauseContext, ErrorDetailsBreach,
    ExceededLengthLimit, ExpectedMessage, FoundLengths, LengthKeys, LocatedValue, MessageBreach,
    NameBinding, RepetitionBreach, ResponseKind, ResponseSummary, RowBreach, VolatileValueRedactor,
};
use crate::contract::{ErrorId, JsonPointer, RequirementId};

fn pointer(text: &str) -> JsonPointer {
    text.to_owned().try_into().unwrap()
}

fn form(at: &str, actual: Value) -> Breach {
    BodyFormBreach {
        requirement: RequirementId::BodyCodeInteger,
        at: pointer(at),
        rule: BodyFormRule::Schema(Map::from_iter([("type".to_owned(), json!("integer"))])),
        wanted: None,
        actual: Some(actual),
    }
    .into()
}

fn message(expected: &str, actual: &str) -> Breach {
    MessageBreach {
        at: pointer("/message"),
        expected: expected.to_owned(),
        actual: actual.to_owned(),
    }
    .into()
}

fn lengths(at: &str, expected: ExceededLengthLimit, max: Value, actual: Value) -> Breach {
    ErrorDetailsBreach::UntrueLengths {
        at: pointer(at),
        keys: LengthKeys {
            max: "max_length".to_owned(),
            actual: "actual_length".to_owned(),
        },
        expected,
        objects: vec![FoundLengths {
            max: Some(max),
            actual: Some(actual),
        }],
    }
    .into()
}

fn of_name(max: Value, actual: Value) -> Breach {
    let expected = ExceededLengthLimit {
        max: 100,
        actual: 101,
    };
    lengths("/errors/name", expected, max, actual)
}

fn of_text(max: Value, actual: Value) -> Breach {
    let expected = ExceededLengthLimit { max: 8, actual: 9 };
    lengths("/errors/text", expected, max, actual)
}

fn accepted(code: i64) -> Vec<AcceptedRow> {
    vec![AcceptedRow {
        row: ErrorId::new(code, 404),
        status: Some(404),
        code: code.into(),
        message: ExpectedMessage::Any,
    }]
}

fn answer(status: u16, code: i64, message: &str) -> ResponseSummary {
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

fn row(expected: i64, status: u16, code: i64, message: &str) -> Breach {
    RowBreach::OtherRow {
        expected: accepted(expected),
        answer: answer(status, code, message),
    }
    .into()
}

fn breakdown(expected: i64, status: u16) -> Breach {
    RowBreach::ServerError {
        expected: accepted(expected),
        answer: answer(status, 0, "x"),
    }
    .into()
}

fn status_again(first: u16, second: u16) -> Breach {
    RepetitionBreach::Status { first, second }.into()
}

fn body_again(first: Value, second: Value) -> Breach {
    RepetitionBreach::Body {
        at: Some(pointer("/code")),
        first: Some(first),
        second: Some(second),
    }
    .into()
}

/// Returns the cause of a breach by a case in which a resource has this id.
fn cause(breach: &Breach, id: &str) -> (RequirementId, String) {
    let binding = NameBinding {
        name: "thing.id".to_owned(),
        value: id.to_owned(),
    };
    let family = breach.as_family_breach();
    let cause = family.cause_key(&CauseContext {
        redactor: &VolatileValueRedactor::new(&[binding]),
        operation: None,
        defect: None,
        defect_form: None,
    });
    (family.requirement_id(), cause)
}

#[rstest]
#[case::a_code_as_text(form("/code", json!("20006")), form("/code", json!("20003")), true)]
#[case::an_id_in_a_text(message("no thing abcefg", "x"), message("no thing hijklm", "x"), true)]
#[case::an_id_in_capitals(message("no thing ABCEFG", "x"), message("no thing HIJKLM", "x"), true)]
#[case::an_id_in_what_came(message("x", "no abcefg"), message("x", "no hijklm"), true)]
#[case::a_count(of_name(json!(99), json!(101)), of_text(json!(7), json!(9)), true)]
#[case::a_form_in_another_error(
    form("/errors/name/0/max_length", json!(99.5)),
    form("/errors/text/1/max_length", json!(7.5)),
    true
)]
#[case::another_message_of_the_row(row(7, 404, 9, "one"), row(7, 404, 9, "two"), true)]
#[case::whatever_breaks_down(breakdown(7, 500), breakdown(8, 502), true)]
#[case::whatever_is_another_one_again(
    status_again(404, 400),
    body_again(json!(7), json!(8)),
    true
)]
#[case::another_expected_row(row(7, 404, 9, "x"), row(8, 404, 9, "x"), false)]
#[case::another_row(row(7, 404, 9, "x"), row(7, 404, 10, "x"), false)]
#[case::another_status(row(7, 404, 9, "x"), row(7, 400, 9, "x"), false)]
#[case::a_template_of_the_page(
    message("Thing '{ref}' not found.", "Thing \"abcefg\" not found."),
    message("Other '{ref}' is gone.", "Other \"hijklm\" is gone."),
    true
)]
#[case::another_template(
    message("Thing '{ref}' not found.", "Thing \"abcefg\" not found."),
    message("Other '{ref}' is gone.", "Other 'hijklm' is gone"),
    false
)]
#[case::another_text(message("one", "x"), message("two", "x"), false)]
#[case::another_text_that_came(message("x", "one"), message("x", "two"), false)]
#[case::another_type(form("/code", json!(null)), form("/code", json!("7")), false)]
#[case::a_text_and_a_number_as_a_text(
    form("/code", json!("seven")),
    form("/code", json!("7")),
    false
)]
#[case::lengths_of_another_type(of_name(json!(99), json!(101)), of_name(json!(null), json!(101)), false)]
#[case::another_key_of_an_error(
    form("/errors/name/0/message", json!(2)),
    form("/errors/name/0/max_length", json!(2)),
    false
)]
#[case::another_key_of_the_body(form("/code", json!(2.5)), form("/retry_after", json!(2.5)), false)]
fn breaches_come_from_one_cause_where_only_what_belongs_to_the_case_differs(
    #[case] one: Breach,
    #[case] other: Breach,
    #[case] expected: bool,
) {
    let one = cause(&one, "abcefg");
    let other = cause(&other, "hijklm");
    assert_eq!(one.0, other.0, "one requirement");
    assert_eq!(one == other, expected, "{one:?}\n{other:?}");
}
