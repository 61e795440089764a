//! Wording of wrong error details: only what differs.

use serde_json::Value;

use super::wording::{describe_typed_value, join_items_or_none};
use super::{BreachDescription, ExceededLengthLimit, FoundLengths, LengthKeys};

/// Describes the keys that are missing, and those that are too many.
pub(super) fn describe_wrong_keys(expected: &[String], actual: &[String]) -> BreachDescription {
    let without = |keys: &[String], others: &[String]| -> Vec<String> {
        let keys = keys.iter().filter(|key| !others.contains(key));
        keys.cloned().collect()
    };
    let (missing, surplus) = (without(expected, actual), without(actual, expected));
    let side = |keys: &[String], others: &[String]| {
        if keys.is_empty() {
            let others = join_items_or_none(others.iter().cloned());
            format!("no errors for {others}")
        } else {
            format!("errors for {}", join_items_or_none(keys.iter().cloned()))
        }
    };
    BreachDescription::new(side(&missing, &surplus), side(&surplus, &missing))
}

/// Describes the lengths of an error object that are wrong or missing.
pub(super) fn describe_wrong_lengths(
    keys: &LengthKeys,
    expected: ExceededLengthLimit,
    object: &FoundLengths,
) -> BreachDescription {
    let wrong = list_wrong_lengths(keys, expected, object);
    let wanted = wrong
        .iter()
        .map(|(key, wanted, _)| format!("{key} {wanted}"));
    let found = wrong.iter().map(|(key, _, found)| match found {
        Value::Null => format!("no {key}"),
        own => format!("{key} {}", describe_typed_value(own)),
    });
    BreachDescription::new(join_items_or_none(wanted), join_items_or_none(found))
}

/// Lists the lengths of an error object that are wrong: the key, the length that belongs there, and the one that was found.
pub(super) fn list_wrong_lengths<'b>(
    keys: &'b LengthKeys,
    expected: ExceededLengthLimit,
    object: &'b FoundLengths,
) -> Vec<(&'b str, u64, &'b Value)> {
    let mut lengths = vec![
        (keys.max.as_str(), expected.max, &object.max),
        (keys.actual.as_str(), expected.actual, &object.actual),
    ];
    lengths.retain(|(_, wanted, found)| found.as_u64() != Some(*wanted));
    lengths
}
