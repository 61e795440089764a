//! The body's form: what its schema says, and what a schema cannot say.
//!
//! | requirement | place | expected | actual |
//! |---|---|---|---|
//! | of each failure of the schema | the value | as the schema's failure has it | the value |
//! | `body-code-integer`, `retry-after-integer`, `error-object-lengths` | the value | `"an integer"` | the number as it is read |
//! | `body-message-string` | the value | `"text"` | the blank text |
//!
//! To JSON Schema `20001.0` is an integer; to a client that reads integers it is none. Optional keys that should not be
//! there at all are reported as such and not judged any further.

use serde_json::{Value, json};

use crate::contract::RequirementId;
use crate::outcome::Place;

use super::findings::{Findings, within};
use super::reading::{Reading, at};
use super::small::pointer_part;

/// Judges the form of the body, except within the values at `misplaced`.
pub(super) fn check(reading: &Reading<'_>, misplaced: &[String], findings: &mut Findings<'_>) {
    let Some(body) = &reading.body else { return };
    let in_place = |pointer: &str| !misplaced.iter().any(|outer| within(pointer, outer));
    for failure in reading.rules.body.failures(body) {
        if in_place(&failure.pointer) {
            findings.add(
                failure.requirement,
                Place::BodyAt(failure.pointer),
                failure.expected,
                &failure.actual,
            );
        }
    }
    for (requirement, pointer, value) in integers(reading, body) {
        if in_place(&pointer) && value.is_f64() {
            findings.add(
                requirement,
                Place::BodyAt(pointer),
                json!("an integer"),
                value,
            );
        }
    }
    blank_message(reading, findings);
}

/// Every value of the body that the model wants to be an integer.
fn integers<'v>(reading: &Reading<'_>, body: &'v Value) -> Vec<(RequirementId, String, &'v Value)> {
    let model = reading.rules.model;
    let mut found = Vec::new();
    for (key, requirement) in [
        (&model.code, RequirementId::BodyCodeInteger),
        (&model.retry_after, RequirementId::RetryAfterInteger),
    ] {
        found.extend(body.get(key).map(|value| (requirement, at(key), value)));
    }
    let errors = body.get(&model.errors).and_then(Value::as_object);
    for (key, objects) in errors.into_iter().flatten() {
        for (index, object) in objects.as_array().into_iter().flatten().enumerate() {
            for length in [&model.max_length, &model.actual_length] {
                let pointer = format!(
                    "{}/{}/{index}/{}",
                    at(&model.errors),
                    pointer_part(key),
                    pointer_part(length)
                );
                let requirement = RequirementId::ErrorObjectLengths;
                found.extend(
                    object
                        .get(length)
                        .map(|value| (requirement, pointer, value)),
                );
            }
        }
    }
    found
}

fn blank_message(reading: &Reading<'_>, findings: &mut Findings<'_>) {
    let key = &reading.rules.model.message;
    let requirement = RequirementId::BodyMessageString;
    if let Some(Value::String(text)) = reading.value(key)
        && text.trim().is_empty()
    {
        findings.add(
            requirement,
            Place::BodyAt(at(key)),
            json!("text"),
            &json!(text),
        );
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::super::testing::{Rig, answer, breaches, right};
    use super::*;
    use crate::contract::RequirementId as Id;

    #[rstest]
    #[case::a_string(r#"{"code":"20002","message":"Member not found."}"#)]
    #[case::a_point(r#"{"code":20002.0,"message":"Member not found."}"#)]
    #[case::an_exponent(r#"{"code":2.0002e4,"message":"Member not found."}"#)]
    #[case::a_fraction(r#"{"code":20002.5,"message":"Member not found."}"#)]
    #[case::null(r#"{"code":null,"message":"Member not found."}"#)]
    #[case::a_boolean(r#"{"code":true,"message":"Member not found."}"#)]
    #[case::a_list(r#"{"code":[20002],"message":"Member not found."}"#)]
    #[case::missing(r#"{"message":"Member not found."}"#)]
    #[case::another_case(r#"{"Code":20002,"message":"Member not found."}"#)]
    #[case::far_too_large(r#"{"code":99999999999999999999,"message":"Member not found."}"#)]
    fn a_code_that_is_no_integer_is_one_breach(#[case] body: &str) {
        let found = answer(404, body);
        let found: Vec<_> = breaches(&found)
            .into_iter()
            .filter(|id| *id != Id::BodyNoOtherKeys)
            .collect();
        assert_eq!(found, [Id::BodyCodeInteger]);
    }

    #[rstest]
    #[case::missing(r#"{"code":20002}"#)]
    #[case::null(r#"{"code":20002,"message":null}"#)]
    #[case::a_number(r#"{"code":20002,"message":404}"#)]
    #[case::an_object(r#"{"code":20002,"message":{"text":"Member not found."}}"#)]
    #[case::empty(r#"{"code":20002,"message":""}"#)]
    #[case::blank(r#"{"code":20002,"message":" \u00a0\n"}"#)]
    fn a_message_without_text_is_one_breach(#[case] body: &str) {
        assert_eq!(breaches(&answer(404, body)), [Id::BodyMessageString]);
    }

    #[test]
    fn a_key_beyond_the_model_is_a_remark() {
        let body = r#"{"code":20002,"message":"Member not found.","status":404}"#;
        let found = answer(404, body);
        assert_eq!(breaches(&found), [Id::BodyNoOtherKeys]);
        assert_eq!(found[0].level, crate::contract::Level::May);
    }

    #[test]
    fn lengths_that_are_not_written_as_integers_are_a_breach() {
        let object = json!({"message": "Field name is too long.", "max_length": 100.0, "actual_length": 101});
        let body = json!({"code": 40001, "message": "Error parsing JSON model", "errors": {"name": [object]}});
        let found = Rig::new().judge_json(400, &body, right(40001));
        assert_eq!(breaches(&found), [Id::ErrorObjectLengths]);
        assert_eq!(
            found[0].place,
            Place::BodyAt("/errors/name/0/max_length".to_owned())
        );
    }
}
