//! The differences between two bodies.

use serde_json::{Value, json};

use crate::exchange::WireBytes;
use crate::exchange::json_text::parse_json_without_replacement;

use super::shorten::shorten_text;
use crate::contract::JsonPointer;

/// A difference between two bodies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BodyDifference {
    /// The JSON pointer of the values that differ; `None` if a body is no JSON and the bytes differ.
    pub(super) pointer: Option<JsonPointer>,
    /// The value of the first body; `None` if there is none.
    pub(super) first: Option<Value>,
    /// The value of the second body; `None` if there is none.
    pub(super) second: Option<Value>,
}

/// Compares two bodies as JSON, ignoring the order of keys and white space, or as bytes if one of them is no JSON.
pub(super) fn find_body_difference(
    first: &WireBytes,
    second: &WireBytes,
) -> Option<BodyDifference> {
    if first == second {
        return None;
    }
    match (parse_body(first), parse_body(second)) {
        (Some(one), Some(other)) => list_value_differences(&one, &other, JsonPointer::root())
            .into_iter()
            .next(),
        (_, _) => Some(BodyDifference::between_texts(first, second)),
    }
}

/// Parses a body as JSON; `None` if it is no JSON.
pub(super) fn parse_body(body: &WireBytes) -> Option<Value> {
    parse_json_without_replacement(&body.0)
}

impl BodyDifference {
    /// Returns the difference between two bodies of which one is no JSON.
    pub(super) fn between_texts(first: &WireBytes, second: &WireBytes) -> Self {
        Self {
            pointer: None,
            first: Some(json!(shorten_text(&first.to_string_lossy()))),
            second: Some(json!(shorten_text(&second.to_string_lossy()))),
        }
    }

    /// Returns the difference of a value that only one of two bodies has, or that differs between them.
    pub(super) fn between_values(
        first: Option<&Value>,
        second: Option<&Value>,
        pointer: JsonPointer,
    ) -> Self {
        Self {
            pointer: Some(pointer),
            first: first.cloned(),
            second: second.cloned(),
        }
    }
}

/// Lists the differences between two values, each at the innermost place.
pub(super) fn list_value_differences(
    first: &Value,
    second: &Value,
    pointer: JsonPointer,
) -> Vec<BodyDifference> {
    match (first, second) {
        (Value::Object(one), Value::Object(other)) => one
            .keys()
            .chain(other.keys().filter(|key| !one.contains_key(*key)))
            .flat_map(|key| {
                list_optional_value_differences(one.get(key), other.get(key), pointer.join_key(key))
            })
            .collect(),
        (Value::Array(one), Value::Array(other)) => (0..one.len().max(other.len()))
            .flat_map(|index| {
                list_optional_value_differences(
                    one.get(index),
                    other.get(index),
                    pointer.join_index(index),
                )
            })
            .collect(),
        (one, other) if one == other => Vec::new(),
        (one, other) => vec![BodyDifference::between_values(
            Some(one),
            Some(other),
            pointer,
        )],
    }
}

/// Lists the differences between two values of which one may be missing.
pub(super) fn list_optional_value_differences(
    first: Option<&Value>,
    second: Option<&Value>,
    pointer: JsonPointer,
) -> Vec<BodyDifference> {
    match (first, second) {
        (Some(first), Some(second)) => list_value_differences(first, second, pointer),
        (None, None) => Vec::new(),
        (first, second) => vec![BodyDifference::between_values(first, second, pointer)],
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case::the_same_bytes("no JSON", "no JSON")]
    #[case::another_order(r#"{"a":1,"b":[{"c":2,"d":3}]}"#, r#"{"b":[{"d":3,"c":2}],"a":1}"#)]
    #[case::white_space("{\"a\":1}", "{ \"a\" : 1 }\n")]
    #[case::another_way_to_write_a_number(r#"{"a":[1,20]}"#, r#"{"a":[1.0,2e1]}"#)]
    #[case::escapes(r#"{"a":"A"}"#, r#"{"a":"\u0041"}"#)]
    fn what_says_the_same_does_not_differ(#[case] first: &str, #[case] second: &str) {
        assert_eq!(find_body_difference(&first.into(), &second.into()), None);
    }

    #[rstest]
    #[case::a_value(r#"{"a":[1,2]}"#, r#"{"a":[1,3]}"#, Some("/a/1"), Some(json!(2)), Some(json!(3)))]
    #[case::a_key_less(r#"{"a":1,"b":2}"#, r#"{"a":1}"#, Some("/b"), Some(json!(2)), None)]
    #[case::a_null_more(r#"{}"#, r#"{"a":null}"#, Some("/a"), None, Some(Value::Null))]
    #[case::an_entry_more("[1]", "[1,2]", Some("/1"), None, Some(json!(2)))]
    #[case::the_order_of_a_list("[1,2]", "[2,1]", Some("/0"), Some(json!(1)), Some(json!(2)))]
    #[case::another_type(r#"{"a":1}"#, r#"{"a":"1"}"#, Some("/a"), Some(json!(1)), Some(json!("1")))]
    #[case::no_json("{}", "<html>", None, Some(json!("{}")), Some(json!("<html>")))]
    #[case::white_space_of_what_is_no_json("a b", "a  b", None, Some(json!("a b")), Some(json!("a  b")))]
    #[case::nothing("{}", "", None, Some(json!("{}")), Some(json!("")))]
    #[case::another_lone_surrogate(r#"{"a":"\ud83d"}"#, r#"{"a":"\ud83e"}"#, Some("/a"), Some(json!("\\ud83d")), Some(json!("\\ud83e")))]
    fn the_first_difference_is_told(
        #[case] first: &str,
        #[case] second: &str,
        #[case] pointer: Option<&str>,
        #[case] one: Option<Value>,
        #[case] other: Option<Value>,
    ) {
        let expected = BodyDifference {
            pointer: pointer.map(|own| own.to_owned().try_into().unwrap()),
            first: one,
            second: other,
        };
        assert_eq!(
            find_body_difference(&first.into(), &second.into()),
            Some(expected)
        );
    }
}
