//! Breaches of the details of a model error: the keys that they name, and the error objects.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::{JsonPointer, RequirementId};

use super::error_details_words::{describe_wrong_keys, describe_wrong_lengths, list_wrong_lengths};
use super::optional_value::deserialize_present_value;
use super::violation::BreachProperties;
use super::wording::{
    MISSING, classify_value_type, describe_body_value, describe_quoted_value, describe_text_pair,
    describe_typed_value, describe_value, format_count, join_items_or_none, quote_text,
};
use super::{
    BreachDescription, BreachPlace, CauseContext, ErrorLengthKeys, ExceededLengthLimit,
    ExpectedValueMark, ReceivedErrorLengths, ReceivedErrorText,
};

/// The placeholder for error objects that no case describes.
const OBJECTS_PLACEHOLDER: &str = "[…]";

/// A breach of the details of a model error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "shape")]
pub enum ErrorDetailsBreach {
    /// A model error has no details.
    Missing {
        /// The place at which they should be.
        at: JsonPointer,
        /// The keys that they should name, sorted; empty if the case leaves them open.
        keys: Vec<String>,
        /// The value that was received instead; `None` if there is none.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "deserialize_present_value"
        )]
        actual: Option<Value>,
    },
    /// Another row has details.
    Misplaced {
        /// The place of the details.
        at: JsonPointer,
        /// The value of the details.
        actual: Value,
    },
    /// The details do not name exactly the invalid keys.
    WrongKeys {
        /// The place of the details.
        at: JsonPointer,
        /// The invalid keys, sorted. A key that is named by its alias is listed by its alias.
        expected: Vec<String>,
        /// The keys that are named, sorted.
        actual: Vec<String>,
    },
    /// A key has fewer error objects than errors.
    TooFewObjects {
        /// The place of the list of the key.
        at: JsonPointer,
        /// The number of errors of the key.
        expected: usize,
        /// The number of objects in the list.
        objects: usize,
    },
    /// No error object states the documented limit and the length that was sent.
    UntrueLengths {
        /// The place of the list of the key.
        at: JsonPointer,
        /// The keys of an error object that hold the lengths.
        keys: ErrorLengthKeys,
        /// The lengths of the error.
        expected: ExceededLengthLimit,
        /// The lengths of each object.
        objects: Vec<ReceivedErrorLengths>,
    },
    /// More error objects have lengths than there are values that are too long.
    SurplusLengths {
        /// The place of the list of the key.
        at: JsonPointer,
        /// The number of objects that may have lengths.
        allowed: usize,
        /// The number of objects that have lengths.
        objects: usize,
        /// The places of the lengths.
        lengths: Vec<JsonPointer>,
    },
    /// The texts of the error objects are not the usual ones.
    UnusualTexts {
        /// The place of the list of the key.
        at: JsonPointer,
        /// The key of an error object that holds the text.
        key: String,
        /// The usual text for each error; `None` if there is none.
        expected: Vec<Option<String>>,
        /// The text of each object.
        actual: Vec<ReceivedErrorText>,
    },
}

impl ErrorDetailsBreach {
    fn body_pointer(&self) -> &JsonPointer {
        match self {
            Self::Missing { at, .. }
            | Self::Misplaced { at, .. }
            | Self::WrongKeys { at, .. }
            | Self::TooFewObjects { at, .. }
            | Self::UntrueLengths { at, .. }
            | Self::SurplusLengths { at, .. }
            | Self::UnusualTexts { at, .. } => at,
        }
    }

    /// Describes the whole documented side, as fingerprints and marks have it.
    fn describe_expected(&self) -> String {
        match self {
            Self::Missing { keys, .. } if keys.is_empty() => "at least one error object".to_owned(),
            Self::Missing { keys, .. } => join_items_or_none(keys.iter().cloned()),
            Self::Misplaced { .. } => "absent".to_owned(),
            Self::WrongKeys { expected, .. } => join_items_or_none(expected.iter().cloned()),
            Self::TooFewObjects { expected, .. } => format_count(*expected, "object"),
            Self::UntrueLengths { keys, expected, .. } => format!(
                "{} {}, {} {}",
                keys.max, expected.max, keys.actual, expected.actual
            ),
            Self::SurplusLengths { allowed, .. } => format_count(*allowed, "object"),
            Self::UnusualTexts { expected, .. } => {
                join_items_or_none(expected.iter().map(|text| {
                    let any = || "any text".to_owned();
                    text.clone().unwrap_or_else(any)
                }))
            }
        }
    }

    /// Describes the whole received side, as fingerprints have it.
    fn describe_got(&self) -> String {
        match self {
            Self::Missing { actual, .. } => actual
                .as_ref()
                .map_or_else(|| MISSING.to_owned(), describe_body_value),
            Self::Misplaced { actual, .. } => describe_body_value(actual),
            Self::WrongKeys { actual, .. } => join_items_or_none(actual.iter().cloned()),
            Self::TooFewObjects { objects, .. } | Self::SurplusLengths { objects, .. } => {
                format_count(*objects, "object")
            }
            Self::UntrueLengths { keys, objects, .. } => {
                join_items_or_none(objects.iter().map(|own| {
                    let [max, actual] = [&own.max, &own.actual].map(|length| {
                        let length = length.as_ref();
                        length.map_or_else(|| MISSING.to_owned(), describe_value)
                    });
                    format!("{} {max}, {} {actual}", keys.max, keys.actual)
                }))
            }
            Self::UnusualTexts { actual, .. } => join_items_or_none(actual.iter().map(|own| {
                let text = own.text.as_ref();
                text.map_or_else(|| MISSING.to_owned(), describe_value)
            })),
        }
    }
}

impl BreachProperties for ErrorDetailsBreach {
    fn requirement_id(&self) -> RequirementId {
        match self {
            Self::Missing { .. } => RequirementId::ErrorsPresent,
            Self::Misplaced { .. } => RequirementId::ErrorsOnlyOnModelError,
            Self::WrongKeys { .. } | Self::TooFewObjects { .. } => RequirementId::ErrorsKeys,
            Self::UntrueLengths { .. } => RequirementId::ErrorsLengthsTrue,
            Self::SurplusLengths { .. } => RequirementId::ErrorsLengthsOnlyWhenTooLong,
            Self::UnusualTexts { .. } => RequirementId::ErrorsMessageText,
        }
    }

    fn place(&self) -> BreachPlace {
        BreachPlace::BodyAt(self.body_pointer().clone())
    }

    /// Describes only what differs.
    fn describe(&self) -> BreachDescription {
        match self {
            Self::Missing { keys, actual, .. } => {
                let expected = if keys.is_empty() {
                    self.describe_expected()
                } else {
                    format!("errors for {}", join_items_or_none(keys.iter().cloned()))
                };
                let got = match actual {
                    None => "no errors".to_owned(),
                    Some(own) => describe_typed_value(own),
                };
                BreachDescription::new(expected, got)
            }
            Self::Misplaced { actual, .. } => {
                BreachDescription::new("no such key", describe_typed_value(actual))
            }
            Self::WrongKeys {
                expected, actual, ..
            } => describe_wrong_keys(expected, actual),
            Self::TooFewObjects {
                expected, objects, ..
            } => {
                BreachDescription::new(format_count(*expected, "error object"), objects.to_string())
            }
            Self::UntrueLengths {
                keys,
                expected,
                objects,
                ..
            } => match objects.as_slice() {
                [object] => describe_wrong_lengths(keys, *expected, object),
                [] | [_, ..] => {
                    BreachDescription::new(self.describe_expected(), self.describe_got())
                }
            },
            Self::SurplusLengths {
                allowed, objects, ..
            } => {
                let expected = match allowed {
                    0 => "no lengths".to_owned(),
                    allowed => format!("lengths in {}", format_count(*allowed, "object")),
                };
                let got = format!("lengths in {}", format_count(*objects, "object"));
                BreachDescription::new(expected, got)
            }
            Self::UnusualTexts {
                expected, actual, ..
            } => {
                if let Some((wanted, found)) = self.expected_and_actual_text() {
                    return describe_text_pair(wanted, found);
                }
                let expected = expected.iter().map(|text| match text {
                    Some(text) => quote_text(text),
                    None => "any text".to_owned(),
                });
                BreachDescription::new(
                    join_items_or_none(expected),
                    join_items_or_none(actual.iter().map(|own| {
                        let text = own.text.as_ref();
                        text.map_or_else(|| "no text".to_owned(), describe_quoted_value)
                    })),
                )
            }
        }
    }

    fn expected_and_actual_text(&self) -> Option<(&str, &str)> {
        let Self::UnusualTexts {
            expected, actual, ..
        } = self
        else {
            return None;
        };
        match (expected.as_slice(), actual.as_slice()) {
            (
                [Some(wanted)],
                [
                    ReceivedErrorText {
                        text: Some(Value::String(found)),
                    },
                ],
            ) => Some((wanted.as_str(), found.as_str())),
            (_, _) => None,
        }
    }

    fn describe_for_fingerprint(&self) -> BreachDescription {
        BreachDescription::new(self.describe_expected(), self.describe_got())
    }

    fn cause_key(&self, _: &CauseContext<'_>) -> String {
        let place = self.place().generalize_place();
        let detail = match self {
            Self::Missing { actual, .. } => actual.as_ref().map_or(MISSING, classify_value_type),
            Self::Misplaced { actual, .. } => classify_value_type(actual),
            Self::WrongKeys { actual, .. } if actual.is_empty() => "no keys",
            Self::WrongKeys { .. } => "other keys",
            Self::TooFewObjects { .. } => "too few objects",
            Self::UntrueLengths { objects, .. } => {
                let classify =
                    |own: &Option<Value>| own.as_ref().map_or(MISSING, classify_value_type);
                let found = objects.first();
                let found = found.map(|own| (classify(&own.max), classify(&own.actual)));
                return format!("{place}: lengths {found:?}");
            }
            Self::SurplusLengths { .. } => "lengths",
            Self::UnusualTexts { actual, .. } => {
                let first = actual.first().map_or("none", |own| {
                    own.text.as_ref().map_or(MISSING, classify_value_type)
                });
                return format!("{place}: texts, the first {first}");
            }
        };
        format!("{place}: {detail}")
    }

    fn is_error_model_breach(&self) -> bool {
        true
    }

    fn body_diff_marks(&self) -> Vec<ExpectedValueMark> {
        let at = self.body_pointer();
        let in_words = || {
            vec![ExpectedValueMark::for_description(
                at.clone(),
                self.describe_expected(),
            )]
        };
        match self {
            Self::Missing { keys, .. } if !keys.is_empty() => {
                let keys: Vec<String> = keys
                    .iter()
                    .map(|key| format!("{}: {OBJECTS_PLACEHOLDER}", Value::from(key.as_str())))
                    .collect();
                let words = format!("{{ {} }}", keys.join(", "));
                vec![ExpectedValueMark::for_description(at.clone(), words)]
            }
            Self::Missing { .. } | Self::TooFewObjects { .. } => in_words(),
            Self::Misplaced { .. } => vec![ExpectedValueMark::for_unexpected_value(at.clone())],
            Self::WrongKeys {
                expected, actual, ..
            } => {
                let missing = expected.iter().filter(|key| !actual.contains(*key));
                let surplus = actual.iter().filter(|key| !expected.contains(*key));
                let missing = missing.map(|key| {
                    ExpectedValueMark::for_description(at.join_key(key), OBJECTS_PLACEHOLDER)
                });
                let surplus =
                    surplus.map(|key| ExpectedValueMark::for_unexpected_value(at.join_key(key)));
                missing.chain(surplus).collect()
            }
            Self::SurplusLengths {
                allowed: 0,
                lengths,
                ..
            } => lengths
                .iter()
                .cloned()
                .map(ExpectedValueMark::for_unexpected_value)
                .collect(),
            Self::SurplusLengths { .. } => {
                vec![ExpectedValueMark::for_unexpected_value(at.clone())]
            }
            Self::UntrueLengths {
                keys,
                expected,
                objects,
                ..
            } => match objects.as_slice() {
                [object] => list_wrong_lengths(keys, *expected, object)
                    .into_iter()
                    .map(|(key, wanted, _)| {
                        ExpectedValueMark::for_value(at.join_index(0).join_key(key), wanted)
                    })
                    .collect(),
                [] | [_, ..] => in_words(),
            },
            Self::UnusualTexts {
                key,
                expected,
                actual,
                ..
            } => match (expected.as_slice(), actual.as_slice()) {
                ([Some(wanted)], [_]) => {
                    vec![ExpectedValueMark::for_value(
                        at.join_index(0).join_key(key),
                        wanted.as_str(),
                    )]
                }
                (_, _) => in_words(),
            },
        }
    }
}
