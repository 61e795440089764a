//! The form of an error body: its schema, and the rules that a schema cannot express.
//!
//! `20001.0` is an integer: JSON has one kind of number (RFC 8259, 6). Beyond 64 bits, parsers round. Optional keys that must not be present
//! are reported as such and not checked further.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::contract::{CodeType, JsonPointer, RequirementId, WaitUnit};

use super::accepted_row::{find_closest_accepted_row, list_accepted_rows};
use super::collector::ViolationCollector;
use super::fingerprint::mask_numbers;
use super::optional_value::deserialize_present_value;
use super::parsed_response::ParsedResponse;
use super::shorten::shorten_value;
use super::violation::BreachProperties;
use super::wording::{
    MISSING, classify_value_type, describe_body_value, describe_schema, describe_typed_value,
    join_items_or_none,
};
use super::{
    BreachDescription, BreachPlace, CauseContext, ExpectedValueMark, Fingerprint,
    ResponseExpectation, VolatileValueRedactor,
};

/// A value of a body that does not have the required form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BodySchemaBreach {
    /// The requirement, which the contract's schema names.
    pub requirement: RequirementId,
    /// The place of the value, which may be missing.
    pub at: JsonPointer,
    /// The rule that the value breaks.
    pub rule: BodySchemaRule,
    /// The value that belongs there, if the case states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<Value>,
    /// The value that was received; `None` if there is none.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "deserialize_present_value"
    )]
    pub actual: Option<Value>,
}

/// A rule for the form of a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is", content = "rule")]
pub enum BodySchemaRule {
    /// These keywords of the schema.
    Schema(Map<String, Value>),
    /// One of these keys, and no other.
    KnownKey(Vec<String>),
    /// An integer of at most 64 bits.
    MachineInteger,
    /// A text that is not blank.
    NotBlank,
}

impl BodySchemaRule {
    fn from_schema(expected: Value) -> Self {
        match expected {
            Value::Object(rules) => Self::Schema(rules),
            Value::Array(keys) => Self::KnownKey(
                keys.into_iter()
                    .map(|key| match key {
                        Value::String(key) => key,
                        other => other.to_string(),
                    })
                    .collect(),
            ),
            other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
                Self::Schema(Map::from_iter([("const".to_owned(), other)]))
            }
        }
    }

    fn describe(&self) -> String {
        match self {
            Self::Schema(rules) => describe_schema(rules),
            Self::KnownKey(keys) => join_items_or_none(keys.iter().cloned()),
            Self::MachineInteger => "an integer of at most 64 bits".to_owned(),
            Self::NotBlank => "text".to_owned(),
        }
    }
}

impl BreachProperties for BodySchemaBreach {
    fn requirement_id(&self) -> RequirementId {
        self.requirement
    }

    fn place(&self) -> BreachPlace {
        BreachPlace::BodyAt(self.at.clone())
    }

    fn describe(&self) -> BreachDescription {
        let expected = match &self.rule {
            BodySchemaRule::KnownKey(_) => format!("no other key than {}", self.rule.describe()),
            BodySchemaRule::Schema(_)
            | BodySchemaRule::MachineInteger
            | BodySchemaRule::NotBlank => self.rule.describe(),
        };
        let got = match &self.actual {
            Some(actual) => describe_typed_value(actual),
            None => "no such key".to_owned(),
        };
        BreachDescription::new(expected, got)
    }

    fn describe_for_fingerprint(&self) -> BreachDescription {
        let got = match &self.actual {
            Some(actual) => describe_body_value(actual),
            None => MISSING.to_owned(),
        };
        BreachDescription::new(self.rule.describe(), got)
    }

    fn fingerprint(&self, redactor: &VolatileValueRedactor) -> Fingerprint {
        let mut words = self.describe_for_fingerprint();
        // The number of a wait differs from run to run, whatever its form.
        if self.requirement == RequirementId::RetryAfterInteger {
            words.got = mask_numbers(&words.got);
        }
        Fingerprint::new(&self.place(), words, redactor)
    }

    fn cause_key(&self, _: &CauseContext<'_>) -> String {
        let place = self.place().generalize_place();
        let actual = self.actual.as_ref().map_or(MISSING, classify_value_type);
        format!("{place}: {actual}")
    }

    fn is_error_model_breach(&self) -> bool {
        self.requirement != RequirementId::BodyNoOtherKeys
    }

    fn body_diff_marks(&self) -> Vec<ExpectedValueMark> {
        let at = self.at.clone();
        match (&self.rule, &self.wanted) {
            (BodySchemaRule::KnownKey(_), _) => vec![ExpectedValueMark::for_unexpected_value(at)],
            (_, Some(wanted)) => vec![ExpectedValueMark::for_value(at, wanted.clone())],
            (rule, None) => vec![ExpectedValueMark::for_description(at, rule.describe())],
        }
    }
}

/// Checks the form of the body, except within the values at `misplaced`.
pub(super) fn check_body_schema(
    reading: &ParsedResponse<'_>,
    expectation: &ResponseExpectation,
    misplaced: &[JsonPointer],
    collector: &mut ViolationCollector<'_>,
) {
    let Some(body) = &reading.body else { return };
    let in_place = |pointer: &JsonPointer| !misplaced.iter().any(|outer| pointer.is_within(outer));
    let wanted = |pointer: &JsonPointer| expected_code_at(reading, expectation, pointer);
    for failure in reading.rules.body_validator.find_failures(body) {
        if in_place(&failure.pointer) {
            collector.add(BodySchemaBreach {
                requirement: failure.requirement,
                wanted: wanted(&failure.pointer),
                at: failure.pointer,
                rule: BodySchemaRule::from_schema(shorten_value(failure.expected)),
                actual: failure.actual.map(shorten_value),
            });
        }
    }
    for (requirement, at, value) in list_values_required_as_integers(reading, body) {
        if in_place(&at) && value.is_f64() {
            collector.add(BodySchemaBreach {
                requirement,
                wanted: wanted(&at),
                at,
                rule: BodySchemaRule::MachineInteger,
                actual: Some(value.clone()),
            });
        }
    }
    check_blank_message(reading, collector);
}

/// Returns the code that belongs at this pointer; `None` if the pointer is not that of the code, or the case expects no particular row.
fn expected_code_at(
    reading: &ParsedResponse<'_>,
    expectation: &ResponseExpectation,
    pointer: &JsonPointer,
) -> Option<Value> {
    if *pointer != reading.rules.model.code {
        return None;
    }
    let rows = list_accepted_rows(reading.rules, expectation, Some(reading));
    find_closest_accepted_row(&rows, Some(&reading.summarize_response())).map(|row| row.code.into())
}

/// Lists every value of the body that must be an integer according to the model. One of more than 64 bits is parsed as a fraction.
fn list_values_required_as_integers<'v>(
    reading: &ParsedResponse<'_>,
    body: &'v Value,
) -> Vec<(RequirementId, JsonPointer, &'v Value)> {
    let model = reading.rules.model;
    let mut found = Vec::new();
    let code = Some(&model.code).filter(|_| reading.rules.code_type == CodeType::Integers);
    let wait = model.wait.as_ref();
    let wait = wait.filter(|own| own.unit == WaitUnit::Milliseconds);
    for (at, requirement) in [
        (code, RequirementId::BodyCodeInteger),
        (wait.map(|own| &own.at), RequirementId::RetryAfterInteger),
    ] {
        found.extend(at.and_then(|at| Some((requirement, at.clone(), at.find_in(body)?))));
    }
    let Some(details) = &model.details else {
        return found;
    };
    let errors = details.at.find_in(body).and_then(Value::as_object);
    for (key, objects) in errors.into_iter().flatten() {
        for (index, object) in objects.as_array().into_iter().flatten().enumerate() {
            for length in [&details.max_length, &details.actual_length] {
                let pointer = details.at.join_key(key).join_index(index).join_key(length);
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

fn check_blank_message(reading: &ParsedResponse<'_>, collector: &mut ViolationCollector<'_>) {
    if let (Some(at), Some(Value::String(text))) = (&reading.rules.model.message, reading.message())
        && text.trim().is_empty()
    {
        collector.add(BodySchemaBreach {
            requirement: RequirementId::BodyMessageString,
            at: at.clone(),
            rule: BodySchemaRule::NotBlank,
            wanted: None,
            actual: Some(shorten_value(text.as_str().into())),
        });
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::super::Breach;
    use super::super::testing::{
        TestJudge, body_place_at, expect_row, judge_body_for_row_20002, requirement_ids,
    };
    use super::{BodySchemaBreach, BreachProperties as _};
    use crate::contract::RequirementId as Id;

    #[rstest]
    #[case::a_string(r#"{"code":"20002","message":"Member not found."}"#)]
    #[case::a_fraction(r#"{"code":20002.5,"message":"Member not found."}"#)]
    #[case::null(r#"{"code":null,"message":"Member not found."}"#)]
    #[case::a_boolean(r#"{"code":true,"message":"Member not found."}"#)]
    #[case::a_list(r#"{"code":[20002],"message":"Member not found."}"#)]
    #[case::missing(r#"{"message":"Member not found."}"#)]
    #[case::another_case(r#"{"Code":20002,"message":"Member not found."}"#)]
    #[case::far_too_large(r#"{"code":99999999999999999999,"message":"Member not found."}"#)]
    fn a_code_that_is_no_integer_is_one_breach(#[case] body: &str) {
        let found = judge_body_for_row_20002(404, body);
        let found: Vec<_> = requirement_ids(&found)
            .into_iter()
            .filter(|id| *id != Id::BodyNoOtherKeys)
            .collect();
        assert_eq!(found, [Id::BodyCodeInteger]);
    }

    #[rstest]
    #[case::a_point("20002.0")]
    #[case::an_exponent("2.0002e4")]
    #[case::a_capital_exponent("200020E-1")]
    fn a_code_is_the_same_in_every_notation(#[case] code: &str) {
        let body = |message| format!(r#"{{"code":{code},"message":"{message}"}}"#);
        assert_eq!(judge_body_for_row_20002(404, body("Member not found.")), []);
        let found = judge_body_for_row_20002(404, body("System not found."));
        assert_eq!(requirement_ids(&found), [Id::MessageText]);
    }

    #[rstest]
    #[case::missing(r#"{"code":20002}"#)]
    #[case::null(r#"{"code":20002,"message":null}"#)]
    #[case::a_number(r#"{"code":20002,"message":404}"#)]
    #[case::an_object(r#"{"code":20002,"message":{"text":"Member not found."}}"#)]
    #[case::empty(r#"{"code":20002,"message":""}"#)]
    #[case::blank(r#"{"code":20002,"message":" \u00a0\n"}"#)]
    fn a_message_without_text_is_one_breach(#[case] body: &str) {
        assert_eq!(
            requirement_ids(&judge_body_for_row_20002(404, body)),
            [Id::BodyMessageString]
        );
    }

    #[rstest]
    #[case::missing(r#"{"message":"Member not found."}"#, "no such key", "missing", None)]
    #[case::null(r#"{"code":null,"message":"Member not found."}"#, "null", "null", Some(json!(null)))]
    fn null_is_not_a_missing_key(
        #[case] body: &str,
        #[case] got: &str,
        #[case] kind: &str,
        #[case] actual: Option<Value>,
    ) {
        let found = judge_body_for_row_20002(404, body);
        assert_eq!(requirement_ids(&found), [Id::BodyCodeInteger]);
        let Breach::Form(breach) = &found[0].breach else {
            panic!("{found:?}");
        };
        assert_eq!(breach.actual, actual);
        assert_eq!(breach.describe().got, got);
        assert_eq!(breach.describe_for_fingerprint().got, kind);
        let kept = serde_json::to_string(breach).unwrap();
        assert_eq!(
            serde_json::from_str::<BodySchemaBreach>(&kept).unwrap(),
            *breach
        );
    }

    #[test]
    fn a_key_beyond_the_model_is_a_remark() {
        let body = r#"{"code":20002,"message":"Member not found.","status":404}"#;
        let found = judge_body_for_row_20002(404, body);
        assert_eq!(requirement_ids(&found), [Id::BodyNoOtherKeys]);
        assert_eq!(found[0].level, crate::contract::Level::May);
    }

    #[test]
    fn lengths_that_are_no_integers_are_a_breach() {
        let judge = |max_length| {
            let object = json!({"message": "Field name is too long.", "max_length": max_length, "actual_length": 101});
            let body = json!({"code": 40001, "message": "Error parsing JSON model", "errors": {"name": [object]}});
            TestJudge::new().judge_json(400, &body, expect_row(40001))
        };
        assert_eq!(judge(100.0), []);
        for beyond in [100.5, 1e20] {
            let found = judge(beyond);
            assert_eq!(
                requirement_ids(&found),
                [Id::ErrorObjectLengths],
                "{beyond}"
            );
            assert_eq!(found[0].place(), body_place_at("/errors/name/0/max_length"));
        }
    }
}
