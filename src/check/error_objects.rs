//! Error objects: each error of a key has one, with true lengths and the usual text. Lengths that are not stated break only a *should*.
//!
//! More objects than errors are allowed: the documentation does not say how finely a server distinguishes them. The schema reports a list
//! of the wrong form.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::contract::{ErrorDetailsModel, JsonPointer, Level, RequirementId};

use super::collector::ViolationCollector;
use super::shorten::shorten_value;
use super::{
    ErrorDetailsBreach, ErrorLengthKeys, ExceededLengthLimit, FieldError, FieldErrors,
    ReceivedErrorLengths, ReceivedErrorText,
};

pub(super) fn check_objects_of_each_key(
    details: &ErrorDetailsModel,
    map: &Map<String, Value>,
    field_errors: &BTreeMap<String, FieldErrors>,
    collector: &mut ViolationCollector<'_>,
) {
    for (key, expected) in field_errors {
        let names = std::iter::once(key).chain(&expected.alias);
        let Some((name, Value::Array(objects))) =
            names.filter_map(|name| map.get_key_value(name)).next()
        else {
            continue;
        };
        let list = ErrorObjectCheck {
            pointer: details.at.join_key(name),
            keys: [
                &details.max_length,
                &details.actual_length,
                &details.message,
            ],
            objects,
            errors: &expected.errors,
        };
        if !collector.has_violation_within(RequirementId::ErrorsMapOfLists, &list.pointer) {
            list.check_against_field_errors(collector);
        }
    }
}

/// The error objects of one key and the errors that they should report.
struct ErrorObjectCheck<'a> {
    pointer: JsonPointer,
    keys: [&'a String; 3],
    objects: &'a [Value],
    errors: &'a [FieldError],
}

impl ErrorObjectCheck<'_> {
    fn check_against_field_errors(&self, collector: &mut ViolationCollector<'_>) {
        let is_unreadable = self.has_unreadable_length()
            && collector.has_violation_within(RequirementId::ErrorObjectLengths, &self.pointer);
        let unmet = if is_unreadable {
            0
        } else {
            self.check_surplus_lengths(collector);
            self.check_and_count_missing_lengths(collector)
        };
        let lacking = self.errors.len().saturating_sub(self.objects.len());
        if lacking > unmet {
            collector.add(ErrorDetailsBreach::TooFewObjects {
                at: self.pointer.clone(),
                expected: self.errors.len(),
                objects: self.objects.len(),
            });
        }
        if lacking == 0
            && !collector.has_violation_within(RequirementId::ErrorObjectMessage, &self.pointer)
        {
            self.check_error_texts(collector);
        }
    }

    /// Checks that an object reports the lengths of each value that is too long. Returns the number of those without one.
    fn check_and_count_missing_lengths(&self, collector: &mut ViolationCollector<'_>) -> usize {
        let mut told: Vec<_> = self
            .objects
            .iter()
            .map(|object| self.parse_lengths(object))
            .collect();
        let mut unmet = Vec::new();
        for lengths in self
            .errors
            .iter()
            .filter_map(|field_error| field_error.lengths)
        {
            match told.iter().position(|told| *told == Some(lengths)) {
                Some(index) => {
                    told.swap_remove(index);
                }
                None => unmet.push(lengths),
            }
        }
        let [max, actual, _] = self.keys;
        if let Some(first) = unmet.first() {
            let found = |object: &Value, key: &str| object.get(key).cloned().map(shorten_value);
            let found = |object: &Value| ReceivedErrorLengths {
                max: found(object, max),
                actual: found(object, actual),
            };
            // The error model marks both keys as optional, so an object without them states nothing wrong.
            let level = if self.states_wrong_length() {
                Level::Must
            } else {
                Level::Should
            };
            let breach = ErrorDetailsBreach::UntrueLengths {
                at: self.pointer.clone(),
                keys: ErrorLengthKeys {
                    max: max.clone(),
                    actual: actual.clone(),
                },
                expected: *first,
                objects: self.objects.iter().map(found).collect(),
            };
            collector.add_with_max_level(level, breach);
        }
        unmet.len()
    }

    /// Reports whether an object states a length that none of the errors has.
    fn states_wrong_length(&self) -> bool {
        let [max, actual, _] = self.keys;
        let is_stated_by = |object: &Value, own: ExceededLengthLimit| {
            let fits = |key: &str, wanted: u64| {
                let found = object.get(key).filter(|found| !found.is_null());
                found.is_none_or(|found| found.as_u64() == Some(wanted))
            };
            fits(max, own.max) && fits(actual, own.actual)
        };
        self.objects.iter().any(|object| {
            let mut lengths = self.errors.iter().filter_map(|error| error.lengths);
            !lengths.any(|own| is_stated_by(object, own))
        })
    }

    /// Reports whether an object states a length that is no integer.
    fn has_unreadable_length(&self) -> bool {
        let [max, actual, _] = self.keys;
        let lengths = |object| [max, actual].map(|key| Value::get(object, key));
        let mut stated = self.objects.iter().flat_map(lengths).flatten();
        stated.any(|length| !length.is_u64() && !length.is_i64())
    }

    fn check_surplus_lengths(&self, collector: &mut ViolationCollector<'_>) {
        let [max, actual, _] = self.keys;
        let allowed = self.errors.iter().filter(|f| f.lengths.is_some()).count();
        let lengths = |(index, object): (usize, &Value)| -> Vec<JsonPointer> {
            let keys = [max, actual].into_iter();
            let keys = keys.filter(|key| object.get(key.as_str()).is_some());
            keys.map(|key| self.pointer.join_index(index).join_key(key))
                .collect()
        };
        let found: Vec<_> = self.objects.iter().enumerate().map(lengths).collect();
        let objects = found.iter().filter(|lengths| !lengths.is_empty()).count();
        if objects > allowed {
            collector.add(ErrorDetailsBreach::SurplusLengths {
                at: self.pointer.clone(),
                allowed,
                objects,
                lengths: found.into_iter().flatten().collect(),
            });
        }
    }

    fn check_error_texts(&self, collector: &mut ViolationCollector<'_>) {
        let [_, _, message] = self.keys;
        let mut left: Vec<&Value> = self.objects.iter().collect();
        let mut missing = false;
        // Lengths identify an object, so that two texts cannot change places.
        let (long, other): (Vec<&FieldError>, Vec<&FieldError>) = self
            .errors
            .iter()
            .partition(|field_error| field_error.lengths.is_some());
        for field_error in long.into_iter().chain(other) {
            let Some(text) = &field_error.message else {
                continue;
            };
            let has_text =
                |object: &&Value| object.get(message).and_then(Value::as_str) == Some(text);
            let has_lengths = |object: &&Value| {
                field_error.lengths.is_some() && self.parse_lengths(object) == field_error.lengths
            };
            let by_lengths = left.iter().position(has_lengths);
            match by_lengths.or_else(|| left.iter().position(has_text)) {
                Some(index) => missing |= !has_text(&left.swap_remove(index)),
                None => missing = true,
            }
        }
        if missing {
            let found = |object: &Value| ReceivedErrorText {
                text: object.get(message).cloned().map(shorten_value),
            };
            collector.add(ErrorDetailsBreach::UnusualTexts {
                at: self.pointer.clone(),
                key: message.clone(),
                expected: self.errors.iter().map(|own| own.message.clone()).collect(),
                actual: self.objects.iter().map(found).collect(),
            });
        }
    }

    /// Returns the two lengths of an error object.
    fn parse_lengths(&self, object: &Value) -> Option<ExceededLengthLimit> {
        let [max, actual, _] = self.keys;
        Some(ExceededLengthLimit {
            max: object.get(max)?.as_u64()?,
            actual: object.get(actual)?.as_u64()?,
        })
    }
}

#[cfg(test)]
#[path = "error_objects_tests.rs"]
mod tests;
