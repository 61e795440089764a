//! Fingerprints: descriptions of a breach that are the same in every run, and different for every other breach.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{BreachDescription, BreachPlace, VolatileValueRedactor};
use crate::contract::JsonPointer;

/// The most characters of one side that are written out.
const MAX_SIDE_CHARS: usize = 160;

/// A description of a breach that is the same in every run: the key of baselines.
///
/// A name replaces each value that depends on the data of the target or on the time: ids, times and UUIDs, lists received in place of a refusal,
/// values of a changed state, and numbers such as a wait. `*` is written `[star]`, because it is a wildcard in baselines. A long side is cut and
/// followed by a digest of the whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Fingerprint {
    /// The part of the response, or of its effects.
    pub at: String,
    /// The documented side.
    pub expected: String,
    /// The side that was received.
    pub got: String,
}

impl Fingerprint {
    /// Creates a fingerprint of these words, with names in place of the values that differ from run to run.
    pub(super) fn new(
        place: &BreachPlace,
        words: BreachDescription,
        redactor: &VolatileValueRedactor,
    ) -> Self {
        let stable =
            |text: String| shorten_with_digest(redactor.redact(&text)).replace('*', "[star]");
        Self {
            at: stable(place.to_string()),
            expected: stable(words.expected),
            got: stable(words.got),
        }
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, expected, got } = self;
        write!(f, "{at}: expected {expected}, got {got}")
    }
}

fn shorten_with_digest(text: String) -> String {
    if text.chars().count() <= MAX_SIDE_CHARS {
        return text;
    }
    let head: String = text.chars().take(MAX_SIDE_CHARS).collect();
    let digest = Sha256::digest(text.as_bytes());
    let digest: String = digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{head}… #{digest}")
}

/// Replaces each number of a text by `N`.
pub(super) fn mask_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_within = false;
    for c in text.chars() {
        let is_digit = c.is_ascii_digit() || (is_within && c == '.');
        match (is_digit, is_within) {
            (true, true) => {}
            (true, false) => out.push('N'),
            (false, _) => out.push(c),
        }
        is_within = is_digit;
    }
    out
}

/// Replaces each list index of a pointer by `N`.
pub(super) fn mask_list_indices(pointer: &JsonPointer) -> String {
    let parts = pointer.as_str().split('/').map(|part| {
        let is_index = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if is_index { "N" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
#[path = "fingerprint_tests.rs"]
mod tests;
