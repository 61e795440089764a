use rstest::rstest;
use serde_json::{Value, json};

use super::marks;
use crate::outcome::testing::{case, wrong_row};
use crate::outcome::{ExpectedAnswer, Place, RequirementId as Id, Verdict, Violation};
use crate::report::awaited::Awaited;
use crate::report::diff::{BodyDiff, Wanted};
use crate::report::style::plain;

fn breach(requirement: Id, pointer: &str, expected: Value, actual: Value) -> Violation {
    Violation {
        requirement,
        place: Place::BodyAt(pointer.to_owned()),
        expected,
        actual,
        ..wrong_row()
    }
}

/// The lines of a body that differ, where row 7 is expected.
fn lines(body: &Value, violations: &[&Violation]) -> Vec<String> {
    let expected = case("a", Verdict::Fail, None).case.expected;
    differing(body, &expected, violations)
}

fn differing(body: &Value, expected: &ExpectedAnswer, violations: &[&Violation]) -> Vec<String> {
    let mut out = Vec::new();
    let awaited = Awaited {
        code: 7,
        message: Some(Wanted::Value("No such thing.".into())),
    };
    if let Some(diff) = BodyDiff::of(body, &marks(body, expected, Some(&awaited), violations)) {
        diff.write(&mut out, "").expect("a vector takes everything");
    }
    plain(&String::from_utf8_lossy(&out))
        .lines()
        .filter(|line| !line.starts_with(' '))
        .map(|line| line.replace("  ", ""))
        .collect()
}

#[rstest]
#[case::another_text(
    breach(Id::MessageText, "/message", json!("No such thing."), json!("Gone.")),
    json!({"message": "Gone.", "code": 7}),
    &[r#"- "message": "No such thing.","#, r#"+ "message": "Gone.","#],
)]
#[case::a_code_as_text(
    breach(Id::BodyCodeInteger, "/code", json!({"type": "integer"}), json!("7")),
    json!({"code": "7"}),
    &[r#"- "code": 7"#, r#"+ "code": "7""#],
)]
#[case::another_form(
    breach(Id::BodyMessageString, "/message", json!({"type": "string"}), json!(5)),
    json!({"message": 5}),
    &[r#"- "message": a text"#, r#"+ "message": 5"#],
)]
#[case::too_much(
    breach(Id::ErrorsOnlyOnModelError, "/errors", json!("absent"), Value::Null),
    json!({"errors": null}),
    &[r#"+ "errors": null"#],
)]
#[case::no_errors(
    breach(Id::ErrorsPresent, "/errors", json!(["name", "color"]), Value::Null),
    json!({"code": 7}),
    &[r#"- "errors": { "name": […], "color": […] }"#],
)]
#[case::other_keys(
    breach(Id::ErrorsKeys, "/errors", json!(["color", "name"]), json!(["colour", "name"])),
    json!({"errors": {"colour": [], "name": []}}),
    &[r#"+ "colour": [],"#, r#"- "color": […]"#],
)]
#[case::untrue_lengths(
    breach(
        Id::ErrorsLengthsTrue,
        "/errors/name",
        json!({"max_length": 100, "actual_length": 101}),
        json!([{"max_length": 100, "actual_length": 99}]),
    ),
    json!({"errors": {"name": [{"message": "x", "max_length": 100, "actual_length": 99}]}}),
    &[r#"- "actual_length": 101"#, r#"+ "actual_length": 99"#],
)]
#[case::lengths_that_are_not_there(
    breach(
        Id::ErrorsLengthsTrue,
        "/errors/name",
        json!({"max_length": 100, "actual_length": 101}),
        json!([{"max_length": null, "actual_length": null}]),
    ),
    json!({"errors": {"name": [{"message": "x"}]}}),
    &[r#"- "max_length": 100"#, r#"- "actual_length": 101"#],
)]
#[case::lengths_of_what_is_not_too_long(
    breach(
        Id::ErrorsLengthsOnlyWhenTooLong,
        "/errors/mode",
        json!({"objects": 0}),
        json!({"objects": 1}),
    ),
    json!({"errors": {"mode": [{"message": "x", "max_length": 100, "actual_length": 9}]}}),
    &[r#"+ "max_length": 100,"#, r#"+ "actual_length": 9"#],
)]
#[case::an_unusual_text(
    breach(Id::ErrorsMessageText, "/errors/name", json!(["Too long."]), json!(["Long."])),
    json!({"errors": {"name": [{"text": "Long."}]}}),
    &[r#"- "text": "Too long.""#, r#"+ "text": "Long.""#],
)]
fn a_breach_shows_what_belongs_at_its_place(
    #[case] violation: Violation,
    #[case] body: Value,
    #[case] expected: &[&str],
) {
    assert_eq!(lines(&body, &[&violation]), expected);
}

fn another_row() -> Violation {
    Violation {
        expected: json!({"row": "7", "code": 7, "status": 404}),
        actual: json!({"status": 404, "row": "8", "code": 8, "message": "Gone."}),
        ..wrong_row()
    }
}

#[rstest]
#[case::usual(json!({"number": 8, "code": 8}), &["- \"code\": 7", "+ \"code\": 8"])]
#[case::another_name(json!({"number": 8}), &["- \"number\": 7", "+ \"number\": 8"])]
fn another_row_shows_at_the_code_that_came(#[case] body: Value, #[case] expected: &[&str]) {
    assert_eq!(lines(&body, &[&another_row()]), expected);
}

#[test]
fn the_message_of_another_row_is_shown_against_that_of_the_expected_one() {
    let body = json!({"code": 8, "message": "Gone."});
    let expected = [
        "- \"code\": 7,",
        "+ \"code\": 8,",
        "- \"message\": \"No such thing.\"",
        "+ \"message\": \"Gone.\"",
    ];
    assert_eq!(lines(&body, &[&another_row()]), expected);
    // That it does not belong to its own code either is said below.
    let wrong = breach(Id::MessageText, "/message", json!("Lost."), json!("Gone."));
    assert_eq!(lines(&body, &[&wrong, &another_row()]), expected);
}

#[test]
fn the_right_code_under_another_status_is_no_difference_of_the_body() {
    let mut violation = another_row();
    violation.actual = json!({"status": 400, "code": 7});
    assert!(lines(&json!({"code": 7}), &[&violation]).is_empty());
}

#[test]
fn where_any_row_may_come_the_code_that_belongs_there_is_told_in_words() {
    let violation = breach(
        Id::BodyCodeInteger,
        "/code",
        json!("an integer"),
        json!(7.5),
    );
    let body = json!({"code": 7.5});
    assert_eq!(
        differing(&body, &ExpectedAnswer::AnyRow, &[&violation]),
        ["- \"code\": an integer", "+ \"code\": 7.5"]
    );
}

#[test]
fn of_two_breaches_at_one_place_the_value_is_shown_and_not_the_words() {
    let words = breach(Id::BodyMessageString, "/message", json!("text"), json!(""));
    let value = breach(Id::MessageText, "/message", json!("Gone."), json!(""));
    let body = json!({"message": ""});
    let expected = ["- \"message\": \"Gone.\"", "+ \"message\": \"\""];
    assert_eq!(lines(&body, &[&words, &value]), expected);
    assert_eq!(lines(&body, &[&value, &words]), expected);
}

#[test]
fn a_body_with_a_key_twice_is_not_shown_as_if_it_were_there_once() {
    let twice = breach(Id::BodyKeysUnique, "/code", json!(1), json!(2));
    let text = breach(Id::MessageText, "/message", json!("Gone."), json!("x"));
    assert!(lines(&json!({"code": 7, "message": "x"}), &[&twice, &text]).is_empty());
}
