//! Small pieces that several models share.

use serde_json::{Map, Value};

use crate::reference::fault::{Stage, framework};
use crate::reference::refusal::Refusal;
use crate::reference::rows::Row;
use crate::reference::variant;

/// A JSON object built key by key.
pub(crate) trait AsObject {
    /// Sets a key and hands the object on.
    #[must_use]
    fn with(self, key: &str, value: impl Into<Value>) -> Self;

    /// Sets all keys of `other` and hands the object on.
    #[must_use]
    fn merged(self, other: Self) -> Self;
}

impl AsObject for Map<String, Value> {
    fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.insert(key.to_owned(), value.into());
        self
    }

    fn merged(mut self, other: Self) -> Self {
        self.extend(other);
        self
    }
}

/// Reads a list of references that stands, or could stand, under this key.
///
/// # Errors
///
/// The bad request row where an entry is no string.
pub(crate) fn read_references(key: &str, entries: &[Value]) -> Result<Vec<String>, Refusal> {
    entries
        .iter()
        .map(|entry| {
            entry
                .as_str()
                .map(str::to_owned)
                .ok_or_else(|| variant::wrong_type(key, framework(Stage::Type, Row::BadRequest)))
        })
        .collect()
}
