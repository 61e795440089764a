//! The places of a body that break, and what belongs there, read from the breaches.

use serde_json::{Map, Value};

use super::awaited::{Awaited, is_of_another_row};
use super::diff::{Mark, Wanted, escaped};
use super::words;
use crate::outcome::{ExpectedAnswer, Place, RequirementId, Violation};

/// What stands for error objects that nobody describes.
const LIST: &str = "[…]";

/// The places of this body that the breaches speak of; none where the body as JSON does not show what is wrong.
///
/// `awaited` is the row that the answer is held against, where one is.
pub(super) fn marks(
    body: &Value,
    expected: &ExpectedAnswer,
    awaited: Option<&Awaited>,
    violations: &[&Violation],
) -> Vec<Mark> {
    let twice = |own: &&Violation| own.requirement == RequirementId::BodyKeysUnique;
    // Of a key that is there twice, JSON keeps one.
    if violations.iter().any(twice) {
        return Vec::new();
    }
    let another = violations.iter().find(|own| is_of_another_row(own));
    let mut marks: Vec<Mark> = another
        .zip(awaited.and_then(|own| own.message.as_ref()))
        .and_then(|(violation, wanted)| instead(body, "message", wanted, violation))
        .into_iter()
        .collect();
    let of = |own: &&Violation| of(body, expected, awaited, own);
    for mark in violations.iter().flat_map(of) {
        match marks.iter_mut().find(|own| own.pointer == mark.pointer) {
            // A value says more than words about it.
            Some(own) if matches!(own.wanted, Wanted::Words(_)) => *own = mark,
            Some(_) => {}
            None => marks.push(mark),
        }
    }
    marks
}

fn of(
    body: &Value,
    expected: &ExpectedAnswer,
    awaited: Option<&Awaited>,
    violation: &Violation,
) -> Vec<Mark> {
    match &violation.place {
        Place::BodyAt(pointer) if violation.requirement == RequirementId::BodyCodeInteger => {
            let wanted = match expected {
                ExpectedAnswer::Row { row, .. } => {
                    Wanted::Value(awaited.map_or(row.code(), |own| own.code).into())
                }
                ExpectedAnswer::Refusal | ExpectedAnswer::AnyRow => {
                    Wanted::Words(words::value(&violation.expected))
                }
            };
            vec![Mark {
                pointer: pointer.clone(),
                wanted,
            }]
        }
        // The second answer is another body than this one.
        Place::BodyAt(_) if violation.requirement == RequirementId::AnswerRepeats => Vec::new(),
        Place::BodyAt(pointer) => at(body, pointer, violation),
        Place::Row | Place::Status => code(body, awaited, violation).into_iter().collect(),
        Place::Header(_)
        | Place::Body
        | Place::Time
        | Place::Effect(_)
        | Place::Control(_)
        | Place::Burst => Vec::new(),
    }
}

/// The code, where it is not that of the expected row: the first value of the body that is the one which came.
fn code(body: &Value, awaited: Option<&Awaited>, violation: &Violation) -> Option<Mark> {
    let expected = violation.expected.get("code")?;
    let expected = awaited.map_or_else(|| expected.clone(), |own| own.code.into());
    if violation.actual.get("code") == Some(&expected) {
        return None;
    }
    instead(body, "code", &Wanted::Value(expected), violation)
}

/// What belongs in the place of what came: the value of the answer by this name, and in the body first the member of the same name.
fn instead(body: &Value, name: &str, wanted: &Wanted, violation: &Violation) -> Option<Mark> {
    let actual = violation.actual.get(name)?;
    let body = body.as_object()?;
    let (key, _) = body
        .get_key_value(name)
        .filter(|(_, own)| *own == actual)
        .or_else(|| body.iter().find(|(_, own)| *own == actual))?;
    Some(Mark {
        pointer: format!("/{}", escaped(key)),
        wanted: wanted.clone(),
    })
}

fn at(body: &Value, pointer: &str, violation: &Violation) -> Vec<Mark> {
    let (expected, actual) = (&violation.expected, &violation.actual);
    let here = |wanted| {
        let pointer = pointer.to_owned();
        vec![Mark { pointer, wanted }]
    };
    let value = body.pointer(pointer);
    let requirement = violation.requirement;
    if requirement == RequirementId::ErrorsLengthsOnlyWhenTooLong
        && let Some(marks) = numbers(pointer, value, expected)
    {
        return marks;
    }
    if is_too_much(requirement) {
        return here(Wanted::Nothing);
    }
    if requirement == RequirementId::MessageText {
        return here(Wanted::Value(expected.clone()));
    }
    let names_keys = [RequirementId::ErrorsPresent, RequirementId::ErrorsKeys];
    if let Some(wanted) = texts(expected).filter(|_| names_keys.contains(&requirement)) {
        return keys(pointer, value, &wanted);
    }
    let is_of_objects = [
        RequirementId::ErrorsLengthsTrue,
        RequirementId::ErrorsMessageText,
    ];
    if is_of_objects.contains(&requirement) {
        let parts = only_object(value, expected, actual)
            .map(|(object, expected, actual)| parts(pointer, object, &expected, &actual));
        if let Some(parts) = parts.filter(|parts| !parts.is_empty()) {
            return parts;
        }
    }
    here(Wanted::Words(words::value(expected)))
}

/// Whether it is broken by what should not be there.
fn is_too_much(requirement: RequirementId) -> bool {
    [
        RequirementId::BodyNoOtherKeys,
        RequirementId::ErrorsOnlyOnModelError,
        RequirementId::ErrorsLengthsOnlyWhenTooLong,
        RequirementId::RetryAfterOnlyOnRateLimit,
        RequirementId::NoInternals,
        RequirementId::NoToken,
    ]
    .contains(&requirement)
}

/// What is no text in the objects of a list, where none of them may have a length.
fn numbers(pointer: &str, value: Option<&Value>, expected: &Value) -> Option<Vec<Mark>> {
    let objects = value?.as_array()?;
    if expected.get("objects")?.as_u64()? > 0 {
        return None;
    }
    let mut marks = Vec::new();
    for (place, object) in objects.iter().enumerate() {
        let entries = object.as_object()?.iter();
        marks.extend(
            entries
                .filter(|(_, own)| !own.is_string())
                .map(|(key, _)| Mark {
                    pointer: format!("{pointer}/{place}/{}", escaped(key)),
                    wanted: Wanted::Nothing,
                }),
        );
    }
    (!marks.is_empty()).then_some(marks)
}

/// A list of texts, where it is one.
fn texts(value: &Value) -> Option<Vec<&str>> {
    value.as_array()?.iter().map(Value::as_str).collect()
}

/// The keys that are missing, and those that are too many.
fn keys(pointer: &str, value: Option<&Value>, wanted: &[&str]) -> Vec<Mark> {
    let Some(Value::Object(map)) = value else {
        let keys: Vec<String> = wanted
            .iter()
            .map(|key| format!("{}: {LIST}", Value::from(*key)))
            .collect();
        let words = Wanted::Words(format!("{{ {} }}", keys.join(", ")));
        return vec![Mark {
            pointer: pointer.to_owned(),
            wanted: words,
        }];
    };
    let mark = |key: &str, wanted| Mark {
        pointer: format!("{pointer}/{}", escaped(key)),
        wanted,
    };
    let missing = wanted
        .iter()
        .filter(|key| !map.contains_key(**key))
        .map(|key| mark(key, Wanted::Words(LIST.to_owned())));
    let surplus = map
        .keys()
        .filter(|key| !wanted.contains(&key.as_str()))
        .map(|key| mark(key, Wanted::Nothing));
    missing.chain(surplus).collect()
}

/// The one error object of a list, with what is expected of it and what it has, where there is no other.
fn only_object<'v>(
    value: Option<&'v Value>,
    expected: &Value,
    actual: &Value,
) -> Option<(&'v Map<String, Value>, Value, Value)> {
    let [object] = value?.as_array()?.as_slice() else {
        return None;
    };
    let [actual] = actual.as_array()?.as_slice() else {
        return None;
    };
    let expected = match expected.as_array().map(Vec::as_slice) {
        None => expected,
        Some([expected]) => expected,
        Some(_) => return None,
    };
    Some((object.as_object()?, expected.clone(), actual.clone()))
}

/// The members of an error object that are not as expected; a text is that of the member which holds the one that came.
fn parts(
    pointer: &str,
    object: &Map<String, Value>,
    expected: &Value,
    actual: &Value,
) -> Vec<Mark> {
    let mark = |key: &str, wanted: &Value| Mark {
        pointer: format!("{pointer}/0/{}", escaped(key)),
        wanted: Wanted::Value(wanted.clone()),
    };
    match expected {
        Value::Object(wanted) => wanted
            .iter()
            .filter(|(key, own)| object.get(*key) != Some(own))
            .map(|(key, own)| mark(key, own))
            .collect(),
        Value::String(_) => object
            .iter()
            .find(|(_, own)| *own == actual)
            .map(|(key, _)| mark(key, expected))
            .into_iter()
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => Vec::new(),
    }
}

#[cfg(test)]
#[path = "marks_tests.rs"]
mod tests;
