//! Likeness: what of a breach is the same wherever it comes from one cause.
//!
//! A server that sends every code as a text breaks one rule in a thousand cases, with a different text each time. What differs by the
//! case and not by the cause is taken out here: ids, counts, the keys at which a list of errors stands.

use serde_json::{Map, Value};

use super::{Binding, Place, Redactor, RequirementId, Violation};

/// What two breaches have in common that come from one cause, as far as the answers show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Likeness {
    place: Place,
    expected: Value,
    actual: Value,
}

impl Likeness {
    /// The likeness of a breach by a case with these values for names.
    pub(super) fn of(violation: &Violation, bindings: &[Binding]) -> Self {
        let words = match violation.requirement {
            // Whatever was asked: that there is an answer, and the same one again, is the same for all of them.
            RequirementId::AnswerRepeats | RequirementId::NoServerError => {
                return Self {
                    place: Place::Body,
                    expected: Value::Null,
                    actual: Value::Null,
                };
            }
            RequirementId::MessageText => Words::Tell(bindings),
            _ => Words::Any,
        };
        Self {
            place: place(&violation.place),
            expected: value(&violation.expected, words),
            actual: value(&violation.actual, words),
        }
    }
}

/// Whether the words of a text tell one cause from another.
#[derive(Clone, Copy)]
enum Words<'b> {
    /// They do, but for the values of these names.
    Tell(&'b [Binding]),
    /// Any text is like any other.
    Any,
}

fn place(own: &Place) -> Place {
    match own {
        Place::BodyAt(pointer) => Place::BodyAt(self::pointer(pointer)),
        Place::Effect(_) => Place::Effect("*".to_owned()),
        Place::Control(_) => Place::Control(1),
        Place::Status
        | Place::Header(_)
        | Place::Body
        | Place::Row
        | Place::Time
        | Place::Burst => own.clone(),
    }
}

/// `/errors/name/0/max_length` becomes `/errors/*/*/max_length`: what stands between is the case's.
fn pointer(own: &str) -> String {
    let parts: Vec<&str> = own.split('/').collect();
    let last = parts.len() - 1;
    let general = |(place, part): (usize, &&str)| match part.parse::<usize>() {
        Ok(_) => "*".to_owned(),
        Err(_) if place > 1 && (place < last || last < 3) => "*".to_owned(),
        Err(_) => (*part).to_owned(),
    };
    let parts: Vec<String> = parts.iter().enumerate().map(general).collect();
    parts.join("/")
}

fn value(own: &Value, words: Words<'_>) -> Value {
    match own {
        Value::Null | Value::Bool(_) => own.clone(),
        Value::Number(_) => Value::from("a number"),
        Value::String(text) => Value::from(self::text(text, words)),
        // How many there are, and which, is the case's.
        Value::Array(items) => items.first().map_or_else(
            || Value::from("none"),
            |item| Value::Array(vec![value(item, words)]),
        ),
        Value::Object(entries) if entries.contains_key("status") => row(entries),
        Value::Object(entries) => entries
            .iter()
            .map(|(key, own)| (key.clone(), value(own, words)))
            .collect::<Map<_, _>>()
            .into(),
    }
}

/// An answer is like another one with the same status and code.
fn row(entries: &Map<String, Value>) -> Value {
    ["status", "code"]
        .iter()
        .filter_map(|key| {
            entries
                .get(*key)
                .map(|own| ((*key).to_owned(), own.clone()))
        })
        .collect::<Map<_, _>>()
        .into()
}

fn text(own: &str, words: Words<'_>) -> String {
    if matches!(serde_json::from_str(own), Ok(Value::Number(_))) {
        return "a number as a text".to_owned();
    }
    match words {
        Words::Any => "a text".to_owned(),
        Words::Tell(bindings) => Redactor::new(bindings).redact(own),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::Likeness;
    use crate::contract::{Level, RequirementId};
    use crate::outcome::{Binding, Place, Violation};

    fn likeness(at: &str, expected: Value, actual: Value, id: &str) -> Likeness {
        let violation = Violation {
            requirement: RequirementId::MessageText,
            level: Level::Must,
            place: Place::BodyAt(at.to_owned()),
            expected,
            actual,
        };
        let binding = Binding {
            name: "thing.id".to_owned(),
            value: id.to_owned(),
        };
        Likeness::of(&violation, &[binding])
    }

    #[rstest]
    #[case::a_code_as_text(("/code", json!({"type": "integer"}), json!("20006")), ("/code", json!({"type": "integer"}), json!("20003")), true)]
    #[case::an_id_in_a_text(("/message", json!("no thing abcefg"), json!("x")), ("/message", json!("no thing hijklm"), json!("x")), true)]
    #[case::an_id_in_capitals(("/message", json!("no thing ABCEFG"), json!("x")), ("/message", json!("no thing HIJKLM"), json!("x")), true)]
    #[case::a_count(("/errors/name/0/max_length", json!(100), json!(99)), ("/errors/text/1/max_length", json!(8), json!(7)), true)]
    #[case::another_row(("", json!({"code": 7, "status": 404}), json!(null)), ("", json!({"code": 8, "status": 404}), json!(null)), false)]
    #[case::another_text(("/message", json!("one"), json!("x")), ("/message", json!("two"), json!("x")), false)]
    #[case::another_type(("/code", json!(7), json!(null)), ("/code", json!(7), json!("7")), false)]
    #[case::another_key_of_an_error(("/errors/name/0/message", json!(1), json!(2)), ("/errors/name/0/max_length", json!(1), json!(2)), false)]
    #[case::another_key_of_the_body(("/code", json!(1), json!(2)), ("/retry_after", json!(1), json!(2)), false)]
    fn breaches_are_alike_where_only_what_belongs_to_the_case_differs(
        #[case] one: (&str, Value, Value),
        #[case] other: (&str, Value, Value),
        #[case] expected: bool,
    ) {
        let one = likeness(one.0, one.1, one.2, "abcefg");
        let other = likeness(other.0, other.1, other.2, "hijklm");
        assert_eq!(one == other, expected, "{one:?}\n{other:?}");
    }
}
