//! A validator of error bodies, written by hand.

use serde_json::Value;

use super::super::BodyValidator;
use crate::contract::{ErrorBodySchemaMismatch, RequirementId};

/// A validator of error bodies that follows JSON Schema: it accepts `20001.0` as an integer.
#[derive(Debug)]
pub(super) struct HandWrittenValidator;

impl BodyValidator for HandWrittenValidator {
    fn find_failures(&self, body: &Value) -> Vec<ErrorBodySchemaMismatch> {
        let mut found = SchemaFailureCollector(Vec::new());
        found.check_key(
            body,
            "",
            "code",
            true,
            RequirementId::BodyCodeInteger,
            is_integer,
        );
        found.check_key(
            body,
            "",
            "message",
            true,
            RequirementId::BodyMessageString,
            is_nonempty_text,
        );
        found.check_key(
            body,
            "",
            "retry_after",
            false,
            RequirementId::RetryAfterInteger,
            is_integer,
        );
        found.check_key(
            body,
            "",
            "errors",
            false,
            RequirementId::ErrorsMapOfLists,
            Value::is_object,
        );
        let known = ["code", "message", "errors", "retry_after"];
        for key in body.as_object().unwrap().keys() {
            if !known.contains(&key.as_str()) {
                found.add_failure(
                    RequirementId::BodyNoOtherKeys,
                    format!("/{key}"),
                    Some(&Value::Null),
                );
            }
        }
        for (key, list) in body["errors"].as_object().into_iter().flatten() {
            let Some(objects) = list.as_array() else {
                found.add_failure(
                    RequirementId::ErrorsMapOfLists,
                    format!("/errors/{key}"),
                    Some(list),
                );
                continue;
            };
            for (index, object) in objects.iter().enumerate() {
                let at = format!("/errors/{key}/{index}");
                if !object.is_object() {
                    found.add_failure(RequirementId::ErrorsMapOfLists, at, Some(object));
                    continue;
                }
                found.check_key(
                    object,
                    &at,
                    "message",
                    true,
                    RequirementId::ErrorObjectMessage,
                    is_nonempty_text,
                );
                for length in ["max_length", "actual_length"] {
                    found.check_key(
                        object,
                        &at,
                        length,
                        false,
                        RequirementId::ErrorObjectLengths,
                        is_integer,
                    );
                }
            }
        }
        found.0
    }
}

struct SchemaFailureCollector(Vec<ErrorBodySchemaMismatch>);

impl SchemaFailureCollector {
    fn check_key(
        &mut self,
        object: &Value,
        at: &str,
        key: &str,
        required: bool,
        requirement: RequirementId,
        is_right: impl Fn(&Value) -> bool,
    ) {
        match object.get(key) {
            Some(value) if !is_right(value) => {
                self.add_failure(requirement, format!("{at}/{key}"), Some(value));
            }
            None if required => self.add_failure(requirement, at.to_owned(), None),
            Some(_) | None => {}
        }
    }

    fn add_failure(&mut self, requirement: RequirementId, pointer: String, actual: Option<&Value>) {
        self.0.push(ErrorBodySchemaMismatch {
            requirement,
            pointer: pointer.try_into().unwrap(),
            expected: Value::Null,
            actual: actual.cloned(),
        });
    }
}

fn is_integer(value: &Value) -> bool {
    value.as_f64().is_some_and(|number| number.fract() == 0.0)
}

fn is_nonempty_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.is_empty())
}
