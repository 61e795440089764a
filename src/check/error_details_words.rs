//! Wording of wrong error details: only what differs.

use serde_json::Value;

use super::wording::{describe_typed_value, join_items_or_none};
use super::{BreachDescription, ErrorLengthKeys, ExceededLengthLimit, ReceivedErrorLengths};

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
    keys: &ErrorLengthKeys,
    expected: ExceededLengthLimit,
    object: &ReceivedErrorLengths,
) -> BreachDescription {
    let wrong = list_wrong_lengths(keys, expected, object);
    let wanted = wrong
        .iter()
        .map(|(key, wanted, _)| format!("{key} {wanted}"));
    let found = wrong.iter().map(|(key, _, found)| match found {
        None => format!("no {key}"),
        Some(own) => format!("{key} {}", describe_typed_value(own)),
    });
    BreachDescription::new(join_items_or_none(wanted), join_items_or_none(found))
}

/// Lists the lengths of an error object that are wrong: the key, the length that belongs there, and the one that was found.
pub(super) fn list_wrong_lengths<'b>(
    keys: &'b ErrorLengthKeys,
    expected: ExceededLengthLimit,
    object: &'b ReceivedErrorLengths,
) -> Vec<(&'b str, u64, Option<&'b Value>)> {
    let mut lengths = vec![
        (keys.max.as_str(), expected.max, object.max.as_ref()),
        (
            keys.actual.as_str(),
            expected.actual,
            object.actual.as_ref(),
        ),
    ];
    lengths.retain(|(_, wanted, found)| found.and_then(Value::as_u64) != Some(*wanted));
    lengths
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::{describe_wrong_keys, describe_wrong_lengths};
    use crate::check::{ErrorLengthKeys, ExceededLengthLimit, ReceivedErrorLengths};

    #[rstest]
    #[case::one_too_few(&["color", "name"], &["name"], "errors for color", "no errors for color")]
    #[case::one_too_many(&["name"], &["model", "name"], "no errors for model", "errors for model")]
    #[case::another(&["color"], &["colour"], "errors for color", "errors for colour")]
    fn of_the_keys_only_those_that_differ_are_told(
        #[case] expected: &[&str],
        #[case] actual: &[&str],
        #[case] wanted: &str,
        #[case] got: &str,
    ) {
        let texts =
            |keys: &[&str]| -> Vec<String> { keys.iter().map(|key| (*key).to_owned()).collect() };
        let words = describe_wrong_keys(&texts(expected), &texts(actual));
        assert_eq!((words.expected.as_str(), words.got.as_str()), (wanted, got));
    }

    #[rstest]
    #[case::the_limit(Some(json!(99)), Some(json!(101)), "max 100", "max 99")]
    #[case::the_length(Some(json!(100)), None, "actual 101", "no actual")]
    #[case::null(Some(json!(100)), Some(json!(null)), "actual 101", "actual null")]
    #[case::both(Some(json!("100")), Some(json!(7)), "max 100, actual 101", "max \"100\", actual 7")]
    fn of_the_lengths_only_those_that_differ_are_told(
        #[case] max: Option<Value>,
        #[case] actual: Option<Value>,
        #[case] wanted: &str,
        #[case] got: &str,
    ) {
        let keys = ErrorLengthKeys {
            max: "max".to_owned(),
            actual: "actual".to_owned(),
        };
        let limit = ExceededLengthLimit {
            max: 100,
            actual: 101,
        };
        let words = describe_wrong_lengths(&keys, limit, &ReceivedErrorLengths { max, actual });
        assert_eq!((words.expected.as_str(), words.got.as_str()), (wanted, got));
    }
}
