//! Words for violations.

use std::time::Duration;

use serde_json::{Map, Value};

use super::excerpt::excerpt;
use crate::outcome::{Place, Role, Violation};

/// Where the breach is, in words.
pub(super) fn place(place: &Place) -> String {
    match place {
        Place::Status => "status".to_owned(),
        Place::Header(name) => format!("header `{name}`"),
        Place::Body => "body".to_owned(),
        Place::BodyAt(pointer) if pointer.is_empty() => "body".to_owned(),
        Place::BodyAt(pointer) => format!("body at `{pointer}`"),
        Place::Row => "status and code".to_owned(),
        Place::Time => "time".to_owned(),
        Place::Effect(target) => format!("state behind `GET {target}`"),
        Place::Control(number) => format!("control {number}"),
        Place::Burst => "burst".to_owned(),
    }
}

/// The part that an exchange plays in a case, in words.
pub(super) fn role(role: Role) -> String {
    match role {
        Role::Bad => "the bad request".to_owned(),
        Role::Again => "the bad request again".to_owned(),
        Role::Control(number) => format!("control {number}"),
        Role::Before(number) => format!("read {number} before"),
        Role::After(number) => format!("read {number} after"),
        Role::Burst => "one of the burst".to_owned(),
        Role::Other => "another scope".to_owned(),
        Role::AfterWait => "after the promised wait".to_owned(),
    }
}

/// So many of a thing: `1 row`, `2 rows`.
pub(super) fn counted(count: impl TryInto<u64>, thing: &str) -> String {
    match count.try_into().unwrap_or(u64::MAX) {
        1 => format!("1 {thing}"),
        count => format!("{count} {thing}s"),
    }
}

/// A time in milliseconds: `0.3 ms`.
pub(super) fn milliseconds(microseconds: u64) -> String {
    format!(
        "{:.1} ms",
        Duration::from_micros(microseconds).as_secs_f64() * 1000.0
    )
}

/// A value of a violation, in words.
pub(super) fn value(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) => excerpt(text, 300),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(items) => list(items),
        Value::Object(entries) => object(entries),
    }
}

/// Whether a text without quotes would look like something else, or like nothing.
fn is_ambiguous(text: &str) -> bool {
    text.trim() != text || text.is_empty() || serde_json::from_str::<Value>(text).is_ok()
}

fn list(items: &[Value]) -> String {
    if items.is_empty() {
        return "none".to_owned();
    }
    let items: Vec<String> = items.iter().map(value).collect();
    excerpt(&items.join(", "), 300)
}

fn object(entries: &Map<String, Value>) -> String {
    let entry = |key: &str| entries.get(key);
    if entries.is_empty() {
        return "an empty object".to_owned();
    }
    if let (1, Some(count)) = (entries.len(), entry("objects").and_then(Value::as_u64)) {
        return counted(count, "object");
    }
    if *entries == Map::from_iter([("minLength".to_owned(), Value::from(1))]) {
        return "a text, not empty".to_owned();
    }
    match (entry("min"), entry("max"), entry("statuses"), entry("rows")) {
        (Some(min), Some(max), _, _) => return format!("{} to {}", value(min), value(max)),
        (Some(min), None, _, _) => return format!("at least {}", value(min)),
        (_, _, Some(statuses), _) => return format!("status {}", value(statuses)),
        (_, _, _, Some(Value::Array(rows))) if rows.is_empty() => {
            return "a documented row".to_owned();
        }
        (_, _, _, Some(rows)) => return format!("a documented row, such as {}", value(rows)),
        _ => {}
    }
    if let Some(words) = entry("type").and_then(|own| of_type(own, entries)) {
        return words;
    }
    let words: Vec<String> = in_order(entries)
        .map(|(key, own)| match own {
            Value::String(text) if ["message", "text", "body"].contains(&key.as_str()) => {
                format!("{key} \"{}\"", excerpt(text, 200))
            }
            own => format!("{key} {}", value(own)),
        })
        .collect();
    excerpt(&words.join(", "), 400)
}

/// What a rule of a JSON Schema asks for, where it is one of those that say a type.
fn of_type(own: &Value, rules: &Map<String, Value>) -> Option<String> {
    let words = match own.as_str()? {
        "integer" => "an integer",
        "number" => "a number",
        "string" => "a text",
        "boolean" => "true or false",
        "null" => "null",
        "array" => "a list",
        "object" => "an object",
        _ => return None,
    };
    let others = rules
        .iter()
        .filter(|(key, _)| *key != "type")
        .map(|(key, own)| match (key.as_str(), own) {
            ("minLength" | "minItems", Value::Number(least)) if least.as_u64() == Some(1) => {
                "not empty".to_owned()
            }
            ("items", Value::Object(items)) => match items.get("type") {
                Some(own) => format!(
                    "each item {}",
                    of_type(own, items).unwrap_or_else(|| value(own))
                ),
                None => format!("items {}", object(items)),
            },
            (key, own) => format!("{key} {}", value(own)),
        });
    let words = std::iter::once(words.to_owned()).chain(others);
    Some(words.collect::<Vec<_>>().join(", "))
}

/// The entries as they are told: the status first, and no row beside the code that names it.
fn in_order(entries: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    let is_named = entries.contains_key("code") && entries.contains_key("status");
    let first = entries.get_key_value("status");
    let others = entries
        .iter()
        .filter(move |(key, _)| *key != "status" && !(is_named && *key == "row"));
    first.into_iter().chain(others)
}

/// A value of a body: a text that would look like something else keeps its quotes.
fn value_of_body(own: &Value) -> String {
    match own {
        Value::String(text) if is_ambiguous(text) => format!("\"{}\"", excerpt(text, 300)),
        own => value(own),
    }
}

/// What is expected and what came, in words.
pub(super) fn sides(violation: &Violation) -> (String, String) {
    let (expected, actual) = (&violation.expected, &violation.actual);
    match violation.place {
        Place::BodyAt(_) => (value_of_body(expected), value_of_body(actual)),
        Place::Status
        | Place::Header(_)
        | Place::Body
        | Place::Row
        | Place::Time
        | Place::Effect(_)
        | Place::Control(_)
        | Place::Burst => (value(expected), value(actual)),
    }
}

/// The breach in one line: `status and code: expected 30006, got 20002`.
pub(super) fn breach(violation: &Violation) -> String {
    let (expected, actual) = sides(violation);
    format!(
        "{}: expected {expected}, got {actual}",
        place(&violation.place)
    )
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::{value, value_of_body};

    #[rstest]
    #[case::nothing(json!(null), "nothing")]
    #[case::an_answer(
        json!({"status": 404, "code": 20002, "message": "Member not found."}),
        "status 404, code 20002, message \"Member not found.\"",
    )]
    #[case::a_row(
        json!({"row": "0/404", "code": 0, "status": 404, "accepted": ["8"]}),
        "status 404, code 0, accepted 8",
    )]
    #[case::a_range(json!({"min": 1, "max": 1000}), "1 to 1000")]
    #[case::at_least(json!({"min": 1}), "at least 1")]
    #[case::statuses(json!({"statuses": [200, 204]}), "status 200, 204")]
    #[case::no_row(json!({"rows": []}), "a documented row")]
    #[case::other_rows(json!({"rows": ["0/400", "0/401"]}), "a documented row, such as 0/400, 0/401")]
    #[case::a_type(json!({"type": "integer"}), "an integer")]
    #[case::a_type_with_a_length(json!({"type": "string", "minLength": 1}), "a text, not empty")]
    #[case::a_type_of_items(json!({"type": "array", "items": {"type": "object"}}), "a list, each item an object")]
    #[case::a_length(json!({"minLength": 3}), "minLength 3")]
    #[case::no_keys(json!([]), "none")]
    #[case::no_members(json!({}), "an empty object")]
    #[case::objects(json!({"objects": 1}), "1 object")]
    #[case::not_empty(json!({"minLength": 1}), "a text, not empty")]
    #[case::no_body(json!({"status": 204, "body": ""}), "status 204, body \"\"")]
    #[case::counts(json!({"sent": 22, "refused": 0}), "sent 22, refused 0")]
    fn a_value_is_told_in_words(#[case] own: Value, #[case] words: &str) {
        assert_eq!(value(&own), words);
    }

    #[rstest]
    #[case::a_number_in_quotes(json!("20006"), "\"20006\"")]
    #[case::an_empty_text(json!(""), "\"\"")]
    #[case::a_blank_behind_it(json!("x "), "\"x \"")]
    #[case::words(json!("an integer"), "an integer")]
    fn a_text_of_a_body_is_not_taken_for_something_else(#[case] own: Value, #[case] words: &str) {
        assert_eq!(value_of_body(&own), words);
    }
}
