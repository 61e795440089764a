use rstest::rstest;
use serde_json::json;

use super::{ErrorBodySchema, ErrorBodySchemaMismatch};
use crate::contract::{JsonPointer, RequirementId, SourceFile};

fn parse_schema(text: &str) -> ErrorBodySchema {
    ErrorBodySchema::parse(&SourceFile::new("body.json", text)).expect("the schema is sound")
}

/// Returns the message, line and hint of every mistake.
fn collect_parse_diagnostics(text: &str) -> Vec<(String, Option<usize>, Option<String>)> {
    let flaws =
        ErrorBodySchema::parse(&SourceFile::new("body.json", text)).expect_err("it has flaws");
    let flaws = flaws.into_iter();
    flaws
        .map(|flaw| (flaw.message.clone(), flaw.line(), flaw.hint))
        .collect()
}

const SMALL: &str = r##"{
  "allOf": [
    { "x-requirement": "body-one-object", "type": "object" },
    { "x-requirement": "body-message-string",
      "properties": { "message": { "description": "words", "type": "string", "minLength": 1 } },
      "required": ["message"] },
    { "x-requirement": "errors-map-of-lists",
      "properties": { "errors": { "additionalProperties": {
        "type": "array",
        "items": { "x-requirement": "error-object-message", "$ref": "#/$defs/words" } } } } },
    { "x-requirement": "body-no-other-keys",
      "properties": { "message": true, "errors": true }, "additionalProperties": false }
  ],
  "$defs": { "words": { "type": "string" } }
}"##;

#[test]
fn a_sound_body_has_no_failures() {
    let body = json!({"message": "no", "errors": {"a": ["b"]}});
    assert_eq!(parse_schema(SMALL).find_failures(&body), []);
}

#[test]
fn a_wrong_value_is_told_with_its_place_and_what_was_asked() {
    let failures = parse_schema(SMALL).find_failures(&json!({"message": ""}));
    let expected = ErrorBodySchemaMismatch {
        requirement: RequirementId::BodyMessageString,
        pointer: JsonPointer::root().join_key("message"),
        expected: json!({"minLength": 1}),
        actual: Some(json!("")),
    };
    assert_eq!(failures, [expected]);
}

#[test]
fn a_missing_key_is_told_where_it_should_be() {
    let failures = parse_schema(SMALL).find_failures(&json!({}));
    let expected = ErrorBodySchemaMismatch {
        requirement: RequirementId::BodyMessageString,
        pointer: JsonPointer::root().join_key("message"),
        expected: json!({"type": "string", "minLength": 1}),
        actual: None,
    };
    assert_eq!(failures, [expected]);
}

#[test]
fn each_key_too_many_is_a_failure_of_its_own() {
    let failures = parse_schema(SMALL).find_failures(&json!({"message": "a", "x/y": 1, "z": 2}));
    let places: Vec<&str> = failures.iter().map(|one| one.pointer.as_str()).collect();
    assert_eq!(places, ["/x~1y", "/z"]);
    assert_eq!(failures[0].requirement, RequirementId::BodyNoOtherKeys);
    assert_eq!(failures[0].actual, Some(json!(1)));
    let mut known: Vec<_> = failures[0].expected.as_array().cloned().unwrap_or_default();
    known.sort_by_key(ToString::to_string);
    assert_eq!(known, [json!("errors"), json!("message")]);
}

#[test]
fn the_nearest_requirement_around_a_rule_wins() {
    let list = parse_schema(SMALL).find_failures(&json!({"message": "a", "errors": {"b": 1}}));
    assert_eq!(list[0].requirement, RequirementId::ErrorsMapOfLists);
    assert_eq!(list[0].pointer.as_str(), "/errors/b");
}

#[test]
fn a_rule_behind_a_reference_belongs_to_who_refers_to_it() {
    let item =
        parse_schema(SMALL).find_failures(&json!({"message": "a", "errors": {"b": ["c", 1]}}));
    assert_eq!(item[0].requirement, RequirementId::ErrorObjectMessage);
    assert_eq!(item[0].pointer.as_str(), "/errors/b/1");
    assert_eq!(item[0].expected, json!({"type": "string"}));
}

#[test]
fn a_body_that_is_no_object_breaks_that_alone() {
    let failures = parse_schema(SMALL).find_failures(&json!([]));
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0].requirement, RequirementId::BodyOneObject);
    assert_eq!(failures[0].pointer.as_str(), "");
}

#[test]
fn all_failures_are_told_at_once() {
    let failures =
        parse_schema(SMALL).find_failures(&json!({"errors": {"a": 1, "b": [2]}, "c": 3}));
    assert_eq!(failures.len(), 4);
}

#[test]
fn an_unknown_requirement_is_a_flaw_at_its_line() {
    let found = collect_parse_diagnostics(
        "{ \"allOf\": [\n{ \"x-requirement\": \"body-utf9\" },\n{ \"x-requirement\": 8 } ] }",
    );
    let hint = Some("did you mean `body-utf8`?".to_owned());
    assert_eq!(
        found[0],
        (
            "\"body-utf9\" is not a requirement".to_owned(),
            Some(2),
            hint
        )
    );
    assert_eq!(found[1].0, "8 is not a requirement");
}

#[test]
fn an_unknown_requirement_is_underlined_and_nothing_around_it() {
    let text = "{ \"allOf\": [\n{ \"x-requirement\": \"body-utf9\" } ] }";
    let flaws =
        ErrorBodySchema::parse(&SourceFile::new("body.json", text)).expect_err("it has a flaw");
    let span = flaws.as_slice()[0].span.clone().expect("it is found");
    assert_eq!(&text[span], "\"body-utf9\"");
}

#[rstest]
#[case::rule_at_the_root("{ \"type\": \"object\" }", "`/type` names no requirement")]
#[case::part_of_all_of(
    "{ \"allOf\": [{ \"type\": \"object\" }] }",
    "`/allOf/0` names no requirement"
)]
#[case::no_schema_object("true", "`/` names no requirement")]
fn a_rule_without_a_requirement_is_a_flaw(#[case] text: &str, #[case] what: &str) {
    assert_eq!(collect_parse_diagnostics(text)[0].0, what);
}

#[test]
fn a_requirement_at_the_root_covers_everything_below() {
    let schema = parse_schema("{ \"x-requirement\": \"body-one-object\", \"type\": \"object\" }");
    assert_eq!(
        schema.find_failures(&json!(1))[0].requirement,
        RequirementId::BodyOneObject
    );
}

#[test]
fn a_page_that_is_no_json_is_a_flaw_at_its_line() {
    assert_eq!(
        collect_parse_diagnostics("{\n  \"allOf\": [,]\n}")[0].1,
        Some(2)
    );
    assert_eq!(collect_parse_diagnostics("").len(), 1);
}

#[test]
fn a_schema_that_cannot_be_compiled_is_a_flaw() {
    let text = "{ \"x-requirement\": \"body-one-object\", \"type\": \"objct\" }";
    let (what, _, hint) = collect_parse_diagnostics(text).remove(0);
    assert!(
        what.starts_with("the schema cannot be compiled: "),
        "{what}"
    );
    assert_eq!(hint.as_deref(), Some("correct it at `/type`"));
}
