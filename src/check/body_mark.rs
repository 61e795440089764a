//! Marks: the places of a body that break a requirement, with the value that belongs there.

use serde_json::Value;

use crate::contract::JsonPointer;

/// A mark for a diff: a place of a body that breaks a requirement, and the value that belongs there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedValueMark {
    /// The place.
    pub pointer: JsonPointer,
    /// The value that belongs there, or a description of it.
    pub expected: ExpectedJson,
}

/// The value that belongs at a place of a body, or a description of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedJson {
    /// This value.
    Value(Value),
    /// A value that these words describe.
    Description(String),
    /// No value at all.
    Absent,
}

impl ExpectedValueMark {
    /// Creates a mark for a place where this value belongs.
    pub(super) fn for_value(pointer: JsonPointer, value: impl Into<Value>) -> Self {
        Self {
            pointer,
            expected: ExpectedJson::Value(value.into()),
        }
    }

    /// Creates a mark for a place where a value belongs that these words describe.
    pub(super) fn for_description(pointer: JsonPointer, words: impl Into<String>) -> Self {
        Self {
            pointer,
            expected: ExpectedJson::Description(words.into()),
        }
    }

    /// Creates a mark for a place that has a value where none belongs.
    pub(super) fn for_unexpected_value(pointer: JsonPointer) -> Self {
        Self {
            pointer,
            expected: ExpectedJson::Absent,
        }
    }
}
