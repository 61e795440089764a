//! Faults of `errors`, where it is due.

use serde_json::{Map, Value, json};

use super::answer::ErrorsFault;
use super::board::{is_watched, strikes, which};
use super::breach::FaultKind;
use super::input::Dated;

const MAX: &str = "max_length";
const ACTUAL: &str = "actual_length";

/// Puts `errors` into a body, spoilt where a fault says so.
pub(crate) fn spoilt(body: &mut Map<String, Value>, errors: Value) {
    let errors = match errors {
        Value::Object(errors) if strikes(FaultKind::Dated(Dated::ErrorsAsObjects)) => {
            let single = |list: Value| match list {
                Value::Array(mut list) if list.len() == 1 => list.remove(0),
                list => list,
            };
            errors
                .into_iter()
                .map(|(key, list)| (key, single(list)))
                .collect()
        }
        Value::Object(errors) => errors,
        other => return drop(body.insert("errors".into(), other)),
    };
    if !is_watched() {
        return drop(body.insert("errors".into(), errors.into()));
    }
    // Each fault is come near only where it changes something.
    let unchanged = Some(Spoilt::Map(errors.clone()));
    let faults = ErrorsFault::ALL.iter().copied();
    let changing: Vec<ErrorsFault> = faults
        .filter(|fault| spoil(*fault, errors.clone()) != unchanged)
        .collect();
    let spoilt = match which(&changing, FaultKind::Errors) {
        None => Some(Spoilt::Map(errors)),
        Some(fault) => spoil(fault, errors),
    };
    match spoilt {
        None => {}
        Some(Spoilt::Map(errors)) => drop(body.insert("errors".into(), errors.into())),
        Some(Spoilt::Other(value)) => drop(body.insert("errors".into(), value)),
        Some(Spoilt::Under(key, errors)) => drop(body.insert(key.into(), errors.into())),
    }
}

/// The treatment of `errors`; it is left out where nothing does.
#[derive(PartialEq)]
enum Spoilt {
    Map(Map<String, Value>),
    Other(Value),
    Under(&'static str, Map<String, Value>),
}

fn spoil(fault: ErrorsFault, errors: Map<String, Value>) -> Option<Spoilt> {
    let objects = |errors: &Map<String, Value>| -> Vec<Value> {
        let lists = errors.values().filter_map(Value::as_array);
        lists.flatten().cloned().collect()
    };
    Some(match fault {
        ErrorsFault::Missing => return None,
        ErrorsFault::Null => Spoilt::Other(Value::Null),
        ErrorsFault::List => Spoilt::Other(objects(&errors).into()),
        ErrorsFault::Text => Spoilt::Other("the model is invalid".into()),
        ErrorsFault::Empty => Spoilt::Map(Map::new()),
        ErrorsFault::Renamed => Spoilt::Under("details", errors),
        ErrorsFault::ObjectForOne => lists(errors, |list| list.first().cloned()),
        ErrorsFault::EmptyLists => lists(errors, |_| Some(json!([]))),
        ErrorsFault::TextsInLists => lists(errors, |list| {
            Some(
                list.iter()
                    .map(|object| object["message"].clone())
                    .collect(),
            )
        }),
        ErrorsFault::TextForList => lists(errors, |list| Some(list.first()?["message"].clone())),
        ErrorsFault::Nested => Spoilt::Map(Map::from_iter([("model".to_owned(), errors.into())])),
        ErrorsFault::ExtraKey => Spoilt::Map(
            errors
                .into_iter()
                .chain([(
                    "model".to_owned(),
                    json!([{"message": "The model is invalid."}]),
                )])
                .collect(),
        ),
        ErrorsFault::FirstKeyOnly => Spoilt::Map(errors.into_iter().take(1).collect()),
        ErrorsFault::LastKeyOnly => {
            let skipped = errors.len().saturating_sub(1);
            Spoilt::Map(errors.into_iter().skip(skipped).collect())
        }
        ErrorsFault::FirstObjectOnly => lists(errors, |list| Some(json!([list.first()?]))),
        ErrorsFault::LastObjectOnly => lists(errors, |list| Some(json!([list.last()?]))),
        ErrorsFault::CamelCase => Spoilt::Map(
            errors
                .into_iter()
                .map(|(key, list)| (camel_case(&key), list))
                .collect(),
        ),
        ErrorsFault::MessageMissing
        | ErrorsFault::MessageNull
        | ErrorsFault::MessageNumber
        | ErrorsFault::MessageRenamed
        | ErrorsFault::OtherText
        | ErrorsFault::LengthsMissing
        | ErrorsFault::MaxMissing
        | ErrorsFault::ActualMissing
        | ErrorsFault::LengthsSwapped
        | ErrorsFault::ActualOffByOne
        | ErrorsFault::MaxOffByOne
        | ErrorsFault::ActualCapped
        | ErrorsFault::LengthsText
        | ErrorsFault::LengthsFraction
        | ErrorsFault::LengthsNull
        | ErrorsFault::LengthsElsewhere
        | ErrorsFault::NullLengthsElsewhere => lists(errors, |list| {
            let spoilt = |object: &Value| match object {
                Value::Object(object) => spoil_object(fault, object.clone()).into(),
                other => other.clone(),
            };
            Some(list.iter().map(spoilt).collect())
        }),
    })
}

fn lists(errors: Map<String, Value>, spoil: impl Fn(&[Value]) -> Option<Value>) -> Spoilt {
    let spoilt = |list: Value| match list.as_array().and_then(|list| spoil(list)) {
        Some(spoilt) => spoilt,
        None => list,
    };
    Spoilt::Map(
        errors
            .into_iter()
            .map(|(key, list)| (key, spoilt(list)))
            .collect(),
    )
}

fn spoil_object(fault: ErrorsFault, mut object: Map<String, Value>) -> Map<String, Value> {
    let lengths = (
        object.get(MAX).and_then(Value::as_u64),
        object.get(ACTUAL).and_then(Value::as_u64),
    );
    match fault {
        ErrorsFault::MessageMissing => drop(object.remove("message")),
        ErrorsFault::MessageNull => drop(object.insert("message".into(), Value::Null)),
        ErrorsFault::MessageNumber => drop(object.insert("message".into(), 1.into())),
        ErrorsFault::MessageRenamed => {
            let message = object.remove("message").unwrap_or_default();
            object.insert("error".into(), message);
        }
        ErrorsFault::OtherText => drop(object.insert("message".into(), "This will not do.".into())),
        _ => {}
    }
    let (Some(max), Some(actual)) = lengths else {
        match fault {
            ErrorsFault::LengthsElsewhere => set(&mut object, 100.into(), 5.into()),
            ErrorsFault::NullLengthsElsewhere => set(&mut object, Value::Null, Value::Null),
            _ => {}
        }
        return object;
    };
    match fault {
        ErrorsFault::LengthsMissing => {
            object.remove(MAX);
            object.remove(ACTUAL);
        }
        ErrorsFault::MaxMissing => drop(object.remove(MAX)),
        ErrorsFault::ActualMissing => drop(object.remove(ACTUAL)),
        ErrorsFault::LengthsSwapped => set(&mut object, actual.into(), max.into()),
        ErrorsFault::ActualOffByOne => set(&mut object, max.into(), (actual + 1).into()),
        ErrorsFault::MaxOffByOne => set(&mut object, (max + 1).into(), actual.into()),
        ErrorsFault::ActualCapped => set(&mut object, max.into(), max.into()),
        ErrorsFault::LengthsText => {
            set(
                &mut object,
                max.to_string().into(),
                actual.to_string().into(),
            );
        }
        ErrorsFault::LengthsFraction => set(&mut object, json!(100.5), json!(101.5)),
        ErrorsFault::LengthsNull => set(&mut object, Value::Null, Value::Null),
        _ => {}
    }
    object
}

fn set(object: &mut Map<String, Value>, max: Value, actual: Value) {
    object.insert(MAX.into(), max);
    object.insert(ACTUAL.into(), actual);
}

fn camel_case(key: &str) -> String {
    let mut words = key.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (head, tail) = word.split_at(1.min(word.len()));
        name + &head.to_ascii_uppercase() + tail
    })
}
