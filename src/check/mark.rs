//! Marks: places of a body that break, with what belongs there.

use serde_json::Value;

use crate::contract::JsonPointer;

/// A place of a body that breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The place.
    pub pointer: JsonPointer,
    /// The value or the words that belong there.
    pub wanted: Wanted,
}

/// The thing that belongs at a place of a body.
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
    /// Marks a place where this value belongs.
    pub(super) fn value(pointer: JsonPointer, value: impl Into<Value>) -> Self {
        Self {
            pointer,
            wanted: Wanted::Value(value.into()),
        }
    }

    /// Marks a place where something belongs that these words describe.
    pub(super) fn words(pointer: JsonPointer, words: impl Into<String>) -> Self {
        Self {
            pointer,
            wanted: Wanted::Words(words.into()),
        }
    }

    /// Marks a place where nothing belongs.
    pub(super) fn nothing(pointer: JsonPointer) -> Self {
        Self {
            pointer,
            wanted: Wanted::Nothing,
        }
    }
}
