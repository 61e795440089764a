//! Breaches of the details of a model error: the keys that they name, and the error objects.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::{JsonPointer, RequirementId};

use super::violation::Family;
use super::wording::{classify, counted, word_body_value, word_list, word_value};
use super::{CauseContext, Lengths, Mark, Place, Words};

/// The placeholder for error objects that no case describes.
const LIST: &str = "[…]";

/// A breach of the details of a model error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "shape")]
pub enum ErrorsBreach {
    /// A model error has no details.
    Missing {
        /// The place at which they should be.
        at: JsonPointer,
        /// The keys that they should name, sorted; empty if the case leaves them open.
        keys: Vec<String>,
        /// The value that was received instead; `null` if there is none.
        actual: Value,
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
        faults: usize,
        /// The number of objects in the list.
        objects: usize,
    },
    /// No error object states the documented limit and the length that was sent.
    UntrueLengths {
        /// The place of the list of the key.
        at: JsonPointer,
        /// The keys of an error object that hold the lengths.
        keys: LengthKeys,
        /// The lengths of the error.
        expected: Lengths,
        /// The lengths of each object.
        objects: Vec<FoundLengths>,
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
        /// The text of each object; `null` if it has none.
        actual: Vec<Value>,
    },
}

/// The keys of an error object that hold lengths.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LengthKeys {
    /// The key of the limit.
    pub max: String,
    /// The key of the length that was sent.
    pub actual: String,
}

/// The lengths that an error object states; `null` for each that it does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FoundLengths {
    /// The limit.
    pub max: Value,
    /// The length that was sent.
    pub actual: Value,
}

impl ErrorsBreach {
    fn at(&self) -> &JsonPointer {
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

    fn expected(&self) -> String {
        match self {
            Self::Missing { keys, .. } if keys.is_empty() => "at least one error object".to_owned(),
            Self::Missing { keys, .. } => word_list(keys.iter().cloned()),
            Self::Misplaced { .. } => "absent".to_owned(),
            Self::WrongKeys { expected, .. } => word_list(expected.iter().cloned()),
            Self::TooFewObjects { faults, .. } => counted(*faults, "object"),
            Self::UntrueLengths { keys, expected, .. } => format!(
                "{} {}, {} {}",
                keys.max, expected.max, keys.actual, expected.actual
            ),
            Self::SurplusLengths { allowed, .. } => counted(*allowed, "object"),
            Self::UnusualTexts { expected, .. } => word_list(expected.iter().map(|text| {
                let any = || "nothing".to_owned();
                text.clone().unwrap_or_else(any)
            })),
        }
    }

    fn got(&self) -> String {
        match self {
            Self::Missing { actual, .. } | Self::Misplaced { actual, .. } => {
                word_body_value(actual)
            }
            Self::WrongKeys { actual, .. } => word_list(actual.iter().cloned()),
            Self::TooFewObjects { objects, .. } | Self::SurplusLengths { objects, .. } => {
                counted(*objects, "object")
            }
            Self::UntrueLengths { keys, objects, .. } => word_list(objects.iter().map(|own| {
                let (max, actual) = (word_value(&own.max), word_value(&own.actual));
                format!("{} {max}, {} {actual}", keys.max, keys.actual)
            })),
            Self::UnusualTexts { actual, .. } => word_list(actual.iter().map(word_value)),
        }
    }
}

impl Family for ErrorsBreach {
    fn requirement(&self) -> RequirementId {
        match self {
            Self::Missing { .. } => RequirementId::ErrorsPresent,
            Self::Misplaced { .. } => RequirementId::ErrorsOnlyOnModelError,
            Self::WrongKeys { .. } | Self::TooFewObjects { .. } => RequirementId::ErrorsKeys,
            Self::UntrueLengths { .. } => RequirementId::ErrorsLengthsTrue,
            Self::SurplusLengths { .. } => RequirementId::ErrorsLengthsOnlyWhenTooLong,
            Self::UnusualTexts { .. } => RequirementId::ErrorsMessageText,
        }
    }

    fn place(&self) -> Place {
        Place::BodyAt(self.at().clone())
    }

    fn words(&self) -> Words {
        Words::new(self.expected(), self.got())
    }

    fn cause(&self, _: &CauseContext<'_>) -> String {
        let place = self.place().generalized();
        let detail = match self {
            Self::Missing { actual, .. } | Self::Misplaced { actual, .. } => {
                return format!("{place}: {}", classify(actual));
            }
            Self::WrongKeys { actual, .. } if actual.is_empty() => "no keys",
            Self::WrongKeys { .. } => "other keys",
            Self::TooFewObjects { .. } => "too few objects",
            Self::UntrueLengths { objects, .. } => {
                let found = objects.first();
                let found = found.map(|own| (classify(&own.max), classify(&own.actual)));
                return format!("{place}: lengths {found:?}");
            }
            Self::SurplusLengths { .. } => "lengths",
            Self::UnusualTexts { actual, .. } => {
                let first = actual.first().map_or("none", classify);
                return format!("{place}: texts, the first {first}");
            }
        };
        format!("{place}: {detail}")
    }

    fn is_of_error_model(&self) -> bool {
        true
    }

    fn marks(&self) -> Vec<Mark> {
        let at = self.at();
        let in_words = || vec![Mark::words(at.clone(), self.expected())];
        match self {
            Self::Missing { keys, .. } if !keys.is_empty() => {
                let keys: Vec<String> = keys
                    .iter()
                    .map(|key| format!("{}: {LIST}", Value::from(key.as_str())))
                    .collect();
                let words = format!("{{ {} }}", keys.join(", "));
                vec![Mark::words(at.clone(), words)]
            }
            Self::Missing { .. } | Self::TooFewObjects { .. } => in_words(),
            Self::Misplaced { .. } => vec![Mark::nothing(at.clone())],
            Self::WrongKeys {
                expected, actual, ..
            } => {
                let missing = expected.iter().filter(|key| !actual.contains(*key));
                let surplus = actual.iter().filter(|key| !expected.contains(*key));
                let missing = missing.map(|key| Mark::words(at.key(key), LIST));
                let surplus = surplus.map(|key| Mark::nothing(at.key(key)));
                missing.chain(surplus).collect()
            }
            Self::SurplusLengths {
                allowed: 0,
                lengths,
                ..
            } => lengths.iter().cloned().map(Mark::nothing).collect(),
            Self::SurplusLengths { .. } => vec![Mark::nothing(at.clone())],
            Self::UntrueLengths {
                keys,
                expected,
                objects,
                ..
            } => match objects.as_slice() {
                [object] => [
                    (&keys.max, &object.max, expected.max),
                    (&keys.actual, &object.actual, expected.actual),
                ]
                .into_iter()
                .filter(|(_, found, wanted)| found.as_u64() != Some(*wanted))
                .map(|(key, _, wanted)| Mark::value(at.index(0).key(key), wanted))
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
                    vec![Mark::value(at.index(0).key(key), wanted.as_str())]
                }
                (_, _) => in_words(),
            },
        }
    }
}
