//! Small helpers that several models share.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::api_error::DocumentedError;
use crate::refusal::Refusal;
use crate::seams::{RequestSeams, RowAmbiguity};

/// A JSON object built key by key.
pub(crate) trait JsonObjectBuilderExt {
    /// Sets a key and returns the object.
    #[must_use]
    fn with_key(self, key: &str, value: impl Into<Value>) -> Self;

    /// Sets all keys of `other` and returns the object.
    #[must_use]
    fn with_all_keys(self, other: Self) -> Self;
}

impl JsonObjectBuilderExt for Map<String, Value> {
    fn with_key(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.insert(key.to_owned(), value.into());
        self
    }

    fn with_all_keys(mut self, other: Self) -> Self {
        self.extend(other);
        self
    }
}

/// Parses a list of references from the value of this key.
///
/// # Errors
///
/// Returns the bad request row if an entry is not a string.
pub(crate) fn parse_references(
    key: &str,
    entries: &[Value],
    seams: &RequestSeams,
) -> Result<Vec<String>, Refusal> {
    let parse = |entry| {
        let text = seams.values.convert_list_entry(entry).map(Cow::into_owned);
        text.ok_or_else(|| {
            let usual = DocumentedError::BadRequest;
            seams.choose_refusal(RowAmbiguity::WrongType, usual, key.into())
        })
    };
    entries.iter().map(parse).collect()
}
