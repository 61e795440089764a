//! The schema of a body, both ways: sound bodies pass, broken ones name the requirement that they break.

use badreq::contract::{Edition, RequirementId};
use rstest::rstest;
use serde_json::{Value, json};

use crate::contract::load;

#[rstest]
#[case::plain(json!({"code": 20001, "message": "System not found."}))]
#[case::code_zero(json!({"code": 0, "message": "401: Missing or invalid Authorization header"}))]
#[case::rate_limit(json!({"code": 0, "message": "429: too many requests", "retry_after": 19}))]
#[case::model_error(json!({
    "code": 40001,
    "message": "Error parsing JSON model",
    "errors": {
        "name": [{"message": "Field name is too long.", "max_length": 100, "actual_length": 101}],
        "avatar_url": [
            {"message": "Field avatar_url is too long.", "max_length": 256, "actual_length": 300},
            {"message": "Field avatar_url is invalid."},
        ],
    },
}))]
#[case::one_length_alone(json!({"code": 1, "message": "m", "errors": {"a": [{"message": "b", "max_length": 1}]}}))]
fn a_sound_body_passes(#[case] body: Value) {
    assert_eq!(load(Edition::Errata).body_schema.find_failures(&body), []);
}

/// A model error whose `errors` is this.
fn with_errors(errors: &Value) -> Value {
    json!({"code": 40001, "message": "Error parsing JSON model", "errors": errors})
}

/// A refusal for the rate whose `retry_after` is this.
fn with_wait(wait: &Value) -> Value {
    json!({"code": 0, "message": "429: too many requests", "retry_after": wait})
}

#[rstest]
#[case::list(json!([]), "body-one-object", "")]
#[case::text(json!("System not found."), "body-one-object", "")]
#[case::null(json!(null), "body-one-object", "")]
#[case::code_missing(json!({"message": "m"}), "body-code-integer", "/code")]
#[case::code_in_quotes(json!({"code": "20001", "message": "m"}), "body-code-integer", "/code")]
#[case::code_null(json!({"code": null, "message": "m"}), "body-code-integer", "/code")]
#[case::code_with_fraction(json!({"code": 0.5, "message": "m"}), "body-code-integer", "/code")]
#[case::message_missing(json!({"code": 0}), "body-message-string", "/message")]
#[case::message_empty(json!({"code": 0, "message": ""}), "body-message-string", "/message")]
#[case::message_null(json!({"code": 0, "message": null}), "body-message-string", "/message")]
#[case::message_object(json!({"code": 0, "message": {"en": "m"}}), "body-message-string", "/message")]
#[case::errors_null(with_errors(&json!(null)), "errors-map-of-lists", "/errors")]
#[case::errors_list(with_errors(&json!([{"message": "m"}])), "errors-map-of-lists", "/errors")]
#[case::errors_object_for_list(with_errors(&json!({"name": {"message": "m"}})), "errors-map-of-lists", "/errors/name")]
#[case::errors_empty_list(with_errors(&json!({"name": []})), "errors-map-of-lists", "/errors/name")]
#[case::errors_list_of_texts(with_errors(&json!({"name": ["m"]})), "errors-map-of-lists", "/errors/name/0")]
#[case::error_object_empty(with_errors(&json!({"name": [{}]})), "error-object-message", "/errors/name/0/message")]
#[case::error_object_message_number(with_errors(&json!({"name": [{"message": 1}]})), "error-object-message", "/errors/name/0/message")]
#[case::max_length_in_quotes(with_errors(&json!({"name": [{"message": "m", "max_length": "100"}]})), "error-object-lengths", "/errors/name/0/max_length")]
#[case::actual_length_null(with_errors(&json!({"name": [{"message": "m", "actual_length": null}]})), "error-object-lengths", "/errors/name/0/actual_length")]
#[case::retry_after_null(with_wait(&json!(null)), "retry-after-integer", "/retry_after")]
#[case::retry_after_in_quotes(with_wait(&json!("19")), "retry-after-integer", "/retry_after")]
#[case::retry_after_with_fraction(with_wait(&json!(0.019)), "retry-after-integer", "/retry_after")]
#[case::further_key(json!({"code": 0, "message": "m", "traceId": "x"}), "body-no-other-keys", "/traceId")]
#[case::further_key_of_an_error_object(with_errors(&json!({"name": [{"message": "m", "code": 1}]})), "body-no-other-keys", "/errors/name/0/code")]
fn a_broken_body_names_the_requirement_and_the_place(
    #[case] body: Value,
    #[case] requirement: &str,
    #[case] pointer: &str,
) {
    let failures = load(Edition::Errata).body_schema.find_failures(&body);
    let found: Vec<(&str, &str)> = failures
        .iter()
        .map(|failure| (failure.requirement.as_str(), failure.pointer.as_str()))
        .collect();
    assert_eq!(found, [(requirement, pointer)]);
}

#[test]
fn several_breaches_are_told_together() {
    let body = json!({"error": "Unauthorized", "code": "401"});
    let failures = load(Edition::Errata).body_schema.find_failures(&body);
    let found: Vec<RequirementId> = failures.iter().map(|failure| failure.requirement).collect();
    assert_eq!(
        found,
        [
            RequirementId::BodyCodeInteger,
            RequirementId::BodyMessageString,
            RequirementId::BodyNoOtherKeys
        ]
    );
}

#[test]
fn a_failure_says_what_was_asked_and_what_came() {
    let failures = load(Edition::Errata)
        .body_schema
        .find_failures(&json!({"code": "7", "message": "m"}));
    assert_eq!(failures[0].expected, json!({"type": "integer"}));
    assert_eq!(failures[0].actual, Some(json!("7")));
}
