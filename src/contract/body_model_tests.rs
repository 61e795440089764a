use rstest::rstest;
use serde_json::{Value, json};

use super::RequestBodyModel;
use crate::contract::{RequestBodyConstraint, RequestValueRule, SourceFile};

/// A model with every keyword that sets a constraint.
const BOOK: &str = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Book",
  "type": "object",
  "required": ["title"],
  "properties": {
    "title": { "type": "string", "minLength": 1, "maxLength": 5 },
    "color": { "type": ["string", "null"], "pattern": "^[a-f]+$" },
    "day": { "type": ["string", "null"], "format": "date" },
    "binding": { "type": "string", "enum": ["hard", "soft"] },
    "pages": { "type": ["integer", "null"], "minimum": 1, "maximum": 9 },
    "authors": {
      "type": "array",
      "minItems": 1,
      "items": { "$ref": "#/$defs/author" }
    },
    "free": true
  },
  "$defs": {
    "author": {
      "allOf": [
        { "type": "object", "properties": { "a/b": { "$ref": "#/$defs/short" } } },
        { "type": "object", "required": ["a/b"] }
      ]
    },
    "short": { "type": ["string", "null"], "maxLength": 3 },
    "idle": { "maxLength": 7 }
  },
  "additionalProperties": true
}"##;

fn parse_book_model() -> RequestBodyModel {
    RequestBodyModel::parse(&SourceFile::new("book.json", BOOK)).expect("the model is sound")
}

fn new_constraint(place: &str, rule: RequestValueRule) -> RequestBodyConstraint {
    RequestBodyConstraint {
        place: place.to_owned(),
        rule,
    }
}

/// Returns the place and rule of each constraint, as `place: rule`.
fn format_constraints(constraints: &[RequestBodyConstraint]) -> Vec<String> {
    let constraints = constraints.iter();
    constraints
        .map(|own| format!("{}: {}", own.place, own.rule))
        .collect()
}

#[test]
fn every_constraint_is_listed_once_in_the_order_of_the_schema() {
    assert_eq!(
        format_constraints(parse_book_model().constraints()),
        [
            ": type",
            ": not null",
            "/title: required",
            "/title: type",
            "/title: not null",
            "/title: at least 1 character",
            "/title: at most 5 characters",
            "/color: type",
            "/color: form",
            "/day: type",
            "/day: form",
            "/binding: type",
            "/binding: not null",
            "/binding: choice",
            "/pages: type",
            "/pages: range",
            "/authors: type",
            "/authors: not null",
            "/authors: at least 1 item",
            "/authors/*: type",
            "/authors/*: not null",
            "/authors/*/a~1b: type",
            "/authors/*/a~1b: at most 3 characters",
            "/authors/*/a~1b: required",
        ]
    );
}

#[rstest]
#[case::as_short_as_allowed(json!({"title": "a"}))]
#[case::as_long_as_allowed_in_characters(json!({"title": "ééééé"}))]
#[case::null_where_it_is_allowed(json!({"title": "a", "color": null, "day": null, "pages": null}))]
#[case::last_number(json!({"title": "a", "pages": 9}))]
#[case::whole_number_with_a_point(json!({"title": "a", "pages": 2.0}))]
#[case::last_day_of_a_leap_year(json!({"title": "a", "day": "2024-02-29"}))]
#[case::other_keys(json!({"title": "a", "free": [], "other": 1}))]
#[case::list(json!({"title": "a", "authors": [{"a/b": "Eco"}, {"a/b": null}]}))]
fn an_allowed_body_breaks_nothing(#[case] body: Value) {
    assert_eq!(parse_book_model().find_broken_constraints(&body), [].into());
}

#[rstest]
#[case::list_for_an_object(json!([]), &[": type"])]
#[case::null_for_an_object(json!(null), &[": not null"])]
#[case::missing(json!({}), &["/title: required"])]
#[case::empty(json!({"title": ""}), &["/title: at least 1 character"])]
#[case::too_long(json!({"title": "aaaaaa"}), &["/title: at most 5 characters"])]
#[case::number_for_a_text(json!({"title": 1}), &["/title: type"])]
#[case::null(json!({"title": null}), &["/title: not null"])]
#[case::form(json!({"title": "a", "color": "xyz"}), &["/color: form"])]
#[case::line_break_behind_the_form(json!({"title": "a", "color": "abc\n"}), &["/color: form"])]
#[case::no_day_of_the_calendar(json!({"title": "a", "day": "2023-02-29"}), &["/day: form"])]
#[case::no_choice(json!({"title": "a", "binding": "HARD"}), &["/binding: choice"])]
#[case::number_for_a_choice(json!({"title": "a", "binding": 1}), &["/binding: type"])]
#[case::null_for_a_choice(json!({"title": "a", "binding": null}), &["/binding: not null"])]
#[case::too_small(json!({"title": "a", "pages": 0}), &["/pages: range"])]
#[case::too_large(json!({"title": "a", "pages": 10}), &["/pages: range"])]
#[case::fraction(json!({"title": "a", "pages": 1.5}), &["/pages: type"])]
#[case::no_items(json!({"title": "a", "authors": []}), &["/authors: at least 1 item"])]
#[case::one_item_of_two(json!({"title": "a", "authors": [{"a/b": null}, 7]}), &["/authors/*: type"])]
#[case::null_for_an_item(json!({"title": "a", "authors": [null]}), &["/authors/*: not null"])]
#[case::key_of_an_item_is_missing(json!({"title": "a", "authors": [{}]}), &["/authors/*/a~1b: required"])]
#[case::key_of_two_items(
    json!({"title": "a", "authors": [{"a/b": "Kafka"}, {"a/b": "Austen"}]}),
    &["/authors/*/a~1b: at most 3 characters"]
)]
#[case::several(
    json!({"color": 1, "pages": null, "binding": "x"}),
    &["/binding: choice", "/color: type", "/title: required"]
)]
fn a_body_breaks_these_constraints_and_no_others(#[case] body: Value, #[case] broken: &[&str]) {
    let model = parse_book_model();
    let found = Vec::from_iter(model.find_broken_constraints(&body));
    assert_eq!(format_constraints(&found), broken);
    for constraint in &found {
        assert!(model.constraints().contains(constraint), "{constraint:?}");
    }
}

#[test]
fn a_wrong_type_in_one_item_hides_no_wrong_choice_in_another() {
    let text = r#"{ "items": { "type": "string", "enum": ["a"] } }"#;
    let model = RequestBodyModel::parse(&SourceFile::new("list.json", text)).expect("it is sound");
    let found = model.find_broken_constraints(&json!([1, "b"]));
    let expected = [
        new_constraint("/*", RequestValueRule::Type),
        new_constraint("/*", RequestValueRule::Choice),
    ];
    assert_eq!(found, expected.into());
}

#[rstest]
#[case::empty("{}", &[])]
#[case::anything("true", &[])]
#[case::every_type_but_null(
    r#"{ "type": ["array", "boolean", "number", "object", "string"] }"#,
    &[": not null"]
)]
#[case::choice_without_a_type(r#"{ "enum": [1, 2] }"#, &[": not null", ": choice"])]
#[case::choice_with_null(r#"{ "enum": [1, null] }"#, &[": choice"])]
#[case::limits_of_zero(r#"{ "minLength": 0, "minItems": 0, "maxLength": 0 }"#, &[": at most 0 characters"])]
fn a_keyword_that_nothing_can_break_sets_no_constraint(
    #[case] text: &str,
    #[case] constraints: &[&str],
) {
    let model = RequestBodyModel::parse(&SourceFile::new("a.json", text)).expect("it is sound");
    assert_eq!(format_constraints(model.constraints()), constraints);
}

/// Returns the message, line and hint of every mistake.
fn collect_parse_diagnostics(text: &str) -> Vec<(String, Option<usize>, String)> {
    let flaws = RequestBodyModel::parse(&SourceFile::new("a.json", text)).expect_err("a flaw");
    let flaws = flaws.into_iter();
    flaws
        .map(|flaw| {
            let line = flaw.line();
            let hint = flaw.hint.expect("each flaw has a hint");
            (flaw.message, line, hint)
        })
        .collect()
}

#[rstest]
#[case::list("[]", "this is not a JSON Schema", None, "write an object")]
#[case::nothing_allowed(
    "{\n\"properties\": {\n\"a\": false }}",
    "`false` allows no value",
    Some(3),
    "write the schema of the values"
)]
#[case::misspelt_type(
    "{\n\"type\": \"strnig\" }",
    "unknown type `strnig`",
    Some(2),
    "did you mean `string`?"
)]
#[case::misspelt_keyword(
    "{\n\"maxLenght\": 3 }",
    "`maxLenght` is not a keyword that a model may have",
    Some(2),
    "did you mean `maxLength`?"
)]
#[case::keyword_without_a_rule(
    "{\n\"maxItems\": 3 }",
    "`maxItems` is not a keyword that a model may have",
    Some(2),
    "say it by `type`, `enum`, "
)]
#[case::closed_object(
    "{\n\"additionalProperties\": false }",
    "`additionalProperties` is not a keyword that a model may have",
    Some(2),
    "say it by `type`, "
)]
#[case::items_one_by_one(
    "{ \"properties\": { \"a\": {\n\"prefixItems\": [true] } } }",
    "`prefixItems` is not a keyword that a model may have",
    Some(2),
    "say it by `type`, "
)]
#[case::limit_in_quotes(
    "{\n\"maxLength\": \"3\" }",
    "`\"3\"` is not a limit",
    Some(2),
    "write a whole number"
)]
#[case::limit_below_zero(
    "{\n\"minItems\": -1 }",
    "`-1` is not a limit",
    Some(2),
    "write a whole number"
)]
#[case::misspelt_format(
    "{\n\"format\": \"datetime\" }",
    "unknown format `datetime`",
    Some(2),
    "did you mean `date-time`?"
)]
#[case::pattern(
    "{\n\"pattern\": \"(\" }",
    "`\"(\"` is not a regular expression",
    Some(2),
    "write one of ECMA-262"
)]
#[case::other_dialect(
    "{\n\"$schema\": \"http://json-schema.org/draft-07/schema#\" }",
    "`\"http://json-schema.org/draft-07/schema#\"` is not the dialect of a model",
    Some(2),
    "write `https://json-schema.org/draft/2020-12/schema`"
)]
#[case::reference_to_nothing(
    "{\n\"$ref\": \"#/$defs/shrot\", \"$defs\": { \"short\": true } }",
    "there is no schema at `#/$defs/shrot`",
    Some(2),
    "did you mean `#/$defs/short`?"
)]
#[case::reference_to_another_file(
    "{\n\"$ref\": \"other.json\" }",
    "`other.json` is not in this file",
    Some(2),
    "copy that schema into `$defs`"
)]
#[case::reference_to_the_network(
    "{\n\"$ref\": \"https://example.org/a.json\" }",
    "`https://example.org/a.json` is not in this file",
    Some(2),
    "copy that schema into `$defs`"
)]
#[case::reference_to_the_whole(
    "{ \"properties\": { \"a\": {\n\"$ref\": \"#\" } } }",
    "`#` leads back to itself, endlessly",
    Some(2),
    "write how deep a body may be"
)]
#[case::reference_in_a_circle(
    "{ \"$ref\": \"#/$defs/a\", \"$defs\": {\n\"a\": { \"items\": { \"$ref\": \"#/$defs/b\" } },\n\"b\": { \"$ref\": \"#/$defs/a\" } } }",
    "`#/$defs/a` leads back to itself, endlessly",
    Some(3),
    "write how deep a body may be"
)]
#[case::value_of_a_keyword(
    "{\n\"properties\": [] }",
    "[] is not of type \"object\"",
    Some(2),
    "write what JSON Schema allows at `/properties`"
)]
fn a_flaw_is_told_with_its_line_and_what_to_do(
    #[case] text: &str,
    #[case] message: &str,
    #[case] line: Option<usize>,
    #[case] hint: &str,
) {
    let flaws = collect_parse_diagnostics(text);
    let [(own_message, own_line, own_hint)] = flaws.as_slice() else {
        panic!("one flaw, not {flaws:#?}");
    };
    assert_eq!((own_message.as_str(), *own_line), (message, line));
    assert!(own_hint.starts_with(hint), "{own_hint}");
}

#[test]
fn a_page_that_is_not_json_is_a_flaw_at_its_line() {
    let flaws = collect_parse_diagnostics("{\n\"type\": \"object\",\n}");
    let [(message, line, hint)] = flaws.as_slice() else {
        panic!("one flaw, not {flaws:#?}");
    };
    assert!(message.starts_with("the model is not JSON: "), "{message}");
    assert_eq!(*line, Some(3));
    assert_eq!(hint, "correct it here, or on the line before");
}

#[test]
fn all_flaws_are_reported_at_once_each_once_in_the_order_of_the_page() {
    let text = "{ \"properties\": {\n\"a\": { \"$ref\": \"#/$defs/x\" },\n\"b\": { \"not\": {} },\n\
                \"c\": { \"$ref\": \"#/$defs/x\" } },\n\"$defs\": {\n\"x\": { \"type\": \"txet\" } },\n\"required\": 1 }";
    let found: Vec<(String, Option<usize>)> = collect_parse_diagnostics(text)
        .into_iter()
        .map(|(message, line, _)| (message, line))
        .collect();
    assert_eq!(
        found,
        [
            (
                "`not` is not a keyword that a model may have".to_owned(),
                Some(3)
            ),
            ("unknown type `txet`".to_owned(), Some(6)),
            ("1 is not of type \"array\"".to_owned(), Some(7)),
        ]
    );
}
