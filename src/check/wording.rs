//! Wording: descriptions of JSON values, schema rules and counts for people.

use serde_json::{Map, Value};

use super::{BreachDescription, JsonType};
use crate::exchange::excerpt::{escape_invisible_chars, excerpt_text};
use crate::exchange::text_contrast::EscapedTextComparison;

/// The most characters in the description of a value.
const MAX_VALUE_CHARS: usize = 300;

/// The word of fingerprints and causes for a value that is missing; `null` is none.
pub(super) const MISSING: &str = "missing";

impl BreachDescription {
    /// Creates the words of the two sides.
    pub(super) fn new(expected: impl Into<String>, got: impl Into<String>) -> Self {
        Self {
            expected: expected.into(),
            got: got.into(),
        }
    }
}

/// Formats a count with its noun: `1 row`, `2 rows`.
pub(crate) fn format_count(count: impl TryInto<u64>, thing: &str) -> String {
    match count.try_into().unwrap_or(u64::MAX) {
        1 => format!("1 {thing}"),
        count => format!("{count} {thing}s"),
    }
}

/// Describes a value: a text without quotes, a list by its items. Characters that cannot be seen are described by their numbers.
pub(crate) fn describe_value(value: &Value) -> String {
    match value {
        Value::String(text) => describe_text(text, MAX_VALUE_CHARS),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) => join_items_or_none(items.iter().map(describe_value)),
        Value::Object(entries) if entries.is_empty() => "an empty object".to_owned(),
        Value::Object(entries) => {
            let words: Vec<String> = entries
                .iter()
                .map(|(key, own)| {
                    format!("{} {}", escape_invisible_chars(key), describe_value(own))
                })
                .collect();
            excerpt_text(&words.join(", "), 400)
        }
    }
}

/// Describes a value of a body. A text that would look like another value keeps its quotes.
pub(super) fn describe_body_value(value: &Value) -> String {
    match value {
        Value::String(text) if is_ambiguous_without_quotes(text) => quote_text(text),
        own => describe_value(own),
    }
}

/// Describes a value, with its type if it is a list or an object; a text keeps its quotes.
pub(super) fn describe_typed_value(value: &Value) -> String {
    match value {
        Value::Array(items) if items.is_empty() => "an empty list".to_owned(),
        Value::Array(_) => format!("a list: {}", describe_value(value)),
        Value::Object(entries) if !entries.is_empty() => {
            format!("an object: {}", describe_value(value))
        }
        own => describe_quoted_value(own),
    }
}

/// Describes a value; a text keeps its quotes.
pub(super) fn describe_quoted_value(value: &Value) -> String {
    match value {
        Value::String(text) => quote_text(text),
        own => describe_value(own),
    }
}

/// Describes two values that differ. A text keeps its quotes; `nothing` stands for a missing value.
pub(super) fn describe_value_pair(
    first: Option<&Value>,
    second: Option<&Value>,
) -> BreachDescription {
    if let (Some(Value::String(first)), Some(Value::String(second))) = (first, second) {
        return describe_text_pair(first, second);
    }
    let side =
        |own: Option<&Value>| own.map_or_else(|| "nothing".to_owned(), describe_quoted_value);
    BreachDescription::new(side(first), side(second))
}

/// Describes two texts that differ, each in quotes. Where a reader could take one for the other, the second is followed by the difference in words.
pub(super) fn describe_text_pair(first: &str, second: &str) -> BreachDescription {
    let contrast = EscapedTextComparison::between(
        &excerpt_text(first, MAX_VALUE_CHARS),
        &excerpt_text(second, MAX_VALUE_CHARS),
    );
    let words = contrast.hidden_difference.map(|own| {
        let place = own.place;
        format!(" (differs at character {place}: {})", own.words)
    });
    BreachDescription::new(
        format!("\"{}\"", contrast.first),
        format!("\"{}\"{}", contrast.second, words.unwrap_or_default()),
    )
}

/// Describes a text in quotes.
pub(super) fn quote_text(text: &str) -> String {
    format!("\"{}\"", describe_text(text, MAX_VALUE_CHARS))
}

/// Joins items by commas, or returns `none` if there are none.
pub(super) fn join_items_or_none(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    if items.is_empty() {
        return "none".to_owned();
    }
    describe_text(&items.join(", "), MAX_VALUE_CHARS)
}

/// Describes a text by at most `most` of its characters, with numbers for those that cannot be seen.
pub(super) fn describe_text(text: &str, most: usize) -> String {
    escape_invisible_chars(&excerpt_text(text, most))
}

/// Reports whether a text without quotes would look like another value, or like none.
fn is_ambiguous_without_quotes(text: &str) -> bool {
    text.trim() != text || text.is_empty() || serde_json::from_str::<Value>(text).is_ok()
}

/// Names the JSON type of a value.
pub(super) fn describe_json_type(value: &Value) -> &'static str {
    JsonType::from_value(value).as_str()
}

/// Names the type of a value as far as it distinguishes causes: a number written as a text is another mistake than any other text.
pub(super) fn classify_value_type(value: &Value) -> &'static str {
    match value {
        Value::String(text) if matches!(serde_json::from_str(text), Ok(Value::Number(_))) => {
            "a number as a text"
        }
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Array(_)
        | Value::Object(_) => describe_json_type(value),
    }
}

/// Describes the keywords of a JSON Schema.
pub(super) fn describe_schema(rules: &Map<String, Value>) -> String {
    if *rules == Map::from_iter([("minLength".to_owned(), Value::from(1))]) {
        return "a text, not empty".to_owned();
    }
    let Some(own) = rules.get("type").and_then(describe_schema_type) else {
        return describe_value(&Value::Object(rules.clone()));
    };
    let others = rules
        .iter()
        .filter(|(key, _)| *key != "type")
        .map(|(key, own)| match (key.as_str(), own) {
            ("minLength" | "minItems", Value::Number(least)) if least.as_u64() == Some(1) => {
                "not empty".to_owned()
            }
            ("items", Value::Object(items)) => match items.get("type") {
                Some(_) => format!("each item {}", describe_schema(items)),
                None => format!("items {}", describe_schema(items)),
            },
            (key, own) => format!("{key} {}", describe_value(own)),
        });
    let words = std::iter::once(own.to_owned()).chain(others);
    words.collect::<Vec<_>>().join(", ")
}

fn describe_schema_type(own: &Value) -> Option<&'static str> {
    Some(match own.as_str()? {
        "integer" => "an integer",
        "number" => "a number",
        "string" => "a text",
        "boolean" => "true or false",
        "null" => "null",
        "array" => "a list",
        "object" => "an object",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::{
        describe_body_value, describe_schema, describe_text_pair, describe_typed_value,
        describe_value, describe_value_pair,
    };

    #[rstest]
    #[case::null(json!(null), "null")]
    #[case::no_keys(json!([]), "none")]
    #[case::keys(json!(["name", "color"]), "name, color")]
    #[case::no_members(json!({}), "an empty object")]
    #[case::members(json!({"a": 1, "b": [2, 3], "c": null}), "a 1, b 2, 3, c null")]
    fn a_value_is_worded(#[case] own: Value, #[case] words: &str) {
        assert_eq!(describe_value(&own), words);
    }

    #[rstest]
    #[case::a_text(json!("Gone."), "\"Gone.\"")]
    #[case::a_number(json!(7), "7")]
    #[case::no_items(json!([]), "an empty list")]
    #[case::items(json!([{"message": "No."}]), "a list: message No.")]
    #[case::no_members(json!({}), "an empty object")]
    #[case::members(json!({"a": 1}), "an object: a 1")]
    #[case::null(json!(null), "null")]
    fn a_value_of_a_wrong_type_is_told_with_its_type(#[case] own: Value, #[case] words: &str) {
        assert_eq!(describe_typed_value(&own), words);
    }

    #[rstest]
    #[case::null_for_nothing(None, Some(json!(null)), "nothing", "null")]
    #[case::nothing_for_a_text(Some(json!("a")), None, "\"a\"", "nothing")]
    #[case::a_number_for_a_text(Some(json!("7")), Some(json!(7)), "\"7\"", "7")]
    #[case::texts(Some(json!("a b")), Some(json!("a c")), "\"a b\"", "\"a c\"")]
    fn of_two_values_null_and_nothing_are_told_apart(
        #[case] first: Option<Value>,
        #[case] second: Option<Value>,
        #[case] one: &str,
        #[case] other: &str,
    ) {
        let words = describe_value_pair(first.as_ref(), second.as_ref());
        assert_eq!((words.expected.as_str(), words.got.as_str()), (one, other));
    }

    #[test]
    fn two_texts_that_look_alike_are_told_apart_in_words() {
        let words = describe_text_pair("Not found.", "Not\u{a0}found.");
        assert_eq!(words.expected, "\"Not found.\"");
        assert_eq!(
            words.got,
            "\"Not\\u{a0}found.\" (differs at character 4: U+00A0 NO-BREAK SPACE in place of a space)"
        );
    }

    #[rstest]
    #[case::a_type(json!({"type": "integer"}), "an integer")]
    #[case::a_type_with_a_length(json!({"type": "string", "minLength": 1}), "a text, not empty")]
    #[case::a_type_of_items(json!({"type": "array", "items": {"type": "object"}}), "a list, each item an object")]
    #[case::a_length(json!({"minLength": 3}), "minLength 3")]
    #[case::not_empty(json!({"minLength": 1}), "a text, not empty")]
    fn the_rules_of_a_schema_are_worded(#[case] own: Value, #[case] words: &str) {
        let Value::Object(rules) = own else {
            panic!("the rules of a schema are an object");
        };
        assert_eq!(describe_schema(&rules), words);
    }

    #[rstest]
    #[case::a_number_in_quotes(json!("20006"), "\"20006\"")]
    #[case::an_empty_text(json!(""), "\"\"")]
    #[case::a_blank_behind_it(json!("x "), "\"x \"")]
    #[case::a_no_break_space(json!("Not\u{a0}found."), "Not\\u{a0}found.")]
    #[case::one_behind_it(json!("x\u{a0}"), "\"x\\u{a0}\"")]
    #[case::a_mark_in_a_list(json!(["x", "x\u{200b}"]), "x, x\\u{200b}")]
    #[case::words(json!("an integer"), "an integer")]
    fn a_text_of_a_body_is_not_taken_for_something_else(#[case] own: Value, #[case] words: &str) {
        assert_eq!(describe_body_value(&own), words);
    }
}
