//! The schema of an error body, derived from the error model of a contract that brings none.

use serde_json::{Value, json};

use super::error_body_schema::REQUIREMENT_KEYWORD;
use super::{CodeType, ErrorModel, JsonPointer, RequirementId, WaitUnit};

/// Derives the JSON Schema of an error body from the error model and the type of the codes.
pub(super) fn derive_body_schema(model: &ErrorModel, codes: CodeType) -> Value {
    let code = match codes {
        CodeType::Integers => json!({"type": "integer"}),
        CodeType::Words => json!({"type": "string", "minLength": 1}),
        CodeType::Mixed => json!({"type": ["integer", "string"]}),
    };
    let mut rules = vec![
        name_rule(RequirementId::BodyOneObject, json!({"type": "object"})),
        name_rule(
            RequirementId::BodyCodeInteger,
            nest_rule(&model.code, code, Presence::Required),
        ),
    ];
    if let Some(at) = &model.message {
        let text = json!({"type": "string", "minLength": 1});
        rules.push(name_rule(
            RequirementId::BodyMessageString,
            nest_rule(at, text, Presence::Required),
        ));
    }
    if let Some(wait) = &model.wait {
        let number = match wait.unit {
            WaitUnit::Milliseconds => json!({"type": "integer"}),
            WaitUnit::Seconds => json!({"type": "number"}),
        };
        rules.push(name_rule(
            RequirementId::RetryAfterInteger,
            nest_rule(&wait.at, number, Presence::Optional),
        ));
    }
    if let Some(details) = &model.details {
        let object = json!({
            "type": "object",
            "additionalProperties": {"type": "array", "minItems": 1, "items": {"type": "object"}},
        });
        let of_each = |items: Value| json!({"additionalProperties": {"items": items}});
        let message = of_each(json!({
            "properties": {details.message.as_str(): {"type": "string"}},
            "required": [details.message],
        }));
        let lengths = of_each(json!({"properties": {
            details.max_length.as_str(): {"type": "integer"},
            details.actual_length.as_str(): {"type": "integer"},
        }}));
        for (requirement, rule) in [
            (RequirementId::ErrorsMapOfLists, object),
            (RequirementId::ErrorObjectMessage, message),
            (RequirementId::ErrorObjectLengths, lengths),
        ] {
            rules.push(name_rule(
                requirement,
                nest_rule(&details.at, rule, Presence::Optional),
            ));
        }
    }
    json!({"allOf": rules})
}

/// The presence of a value in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Presence {
    Required,
    Optional,
}

fn name_rule(requirement: RequirementId, mut rule: Value) -> Value {
    rule[REQUIREMENT_KEYWORD] = requirement.as_str().into();
    rule
}

/// Wraps the rule of a value into the rules of the objects and lists around it.
fn nest_rule(at: &JsonPointer, rule: Value, presence: Presence) -> Value {
    let tokens: Vec<String> = at.reference_tokens().collect();
    tokens.iter().rev().fold(rule, |inner, token| {
        let is_required = presence == Presence::Required;
        match token.parse::<usize>() {
            Ok(index) => {
                let mut items = vec![Value::Bool(true); index];
                items.push(inner);
                let mut outer = json!({"type": "array", "prefixItems": items});
                if is_required {
                    outer["minItems"] = (index + 1).into();
                }
                outer
            }
            Err(_) => {
                let mut outer = json!({"type": "object", "properties": {token.as_str(): inner}});
                if is_required {
                    outer["required"] = json!([token]);
                }
                outer
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::derive_body_schema;
    use crate::contract::{CodeType, ErrorBodySchema, ErrorModel, RequirementId as Id};

    fn find_broken(body: &Value) -> Vec<Id> {
        let model: ErrorModel = serde_json::from_value(json!({
            "code": "/error/code",
            "message": "/error/text",
            "wait": {"at": "/error/wait", "unit": "s"},
        }))
        .unwrap();
        let schema = ErrorBodySchema::from_document(derive_body_schema(&model, CodeType::Words));
        let mut found: Vec<Id> = schema
            .unwrap()
            .find_failures(body)
            .iter()
            .map(|own| own.requirement)
            .collect();
        found.dedup();
        found
    }

    #[rstest]
    #[case::right(json!({"error": {"code": "gone", "text": "It is gone.", "wait": 0.5}}), &[])]
    #[case::further_keys(json!({"error": {"code": "gone", "text": "It is gone."}, "id": 7}), &[])]
    #[case::code_as_integer(json!({"error": {"code": 7, "text": "It is gone."}}), &[Id::BodyCodeInteger])]
    #[case::no_message(json!({"error": {"code": "gone"}}), &[Id::BodyMessageString])]
    #[case::wait_as_text(json!({"error": {"code": "gone", "text": "x", "wait": "1"}}), &[Id::RetryAfterInteger])]
    #[case::nothing_nested(json!({"code": "gone"}), &[Id::BodyCodeInteger, Id::BodyMessageString])]
    fn a_body_is_held_to_the_error_model(#[case] body: Value, #[case] expected: &[Id]) {
        assert_eq!(find_broken(&body), expected);
    }
}
