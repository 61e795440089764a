//! Marks: the places of a body that break a requirement, with the value that belongs there.

use serde_json::Value;

use crate::contract::JsonPointer;

/// A place of a body that breaks a requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The place.
    pub pointer: JsonPointer,
    /// The value that belongs there, or a description of it.
    pub wanted: Wanted,
}

/// The value that belongs at a place of a body, or a description of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// This value.
    Value(Value),
    /// A value that these words describe.
    Words(String),
    /// No value at all.
    Nothing,
}

impl Mark {
    /// Creates a mark for a place where this value belongs.
    pub(super) fn value(pointer: JsonPointer, value: impl Into<Value>) -> Self {
        Self {
            pointer,
            wanted: Wanted::Value(value.into()),
        }
    }

    /// Creates a mark for a place where a value belongs that these words describe.
    pub(super) fn words(pointer: JsonPointer, words: impl Into<String>) -> Self {
        Self {
            pointer,
            wanted: Wanted::Words(words.into()),
        }
    }

    /// Creates a mark for a place where no value belongs.
    pub(super) fn nothing(pointer: JsonPointer) -> Self {
        Self {
            pointer,
            wanted: Wanted::Nothing,
        }
    }
}
