//! Fingerprints: a breach in words that are the same in every run, and others for every other breach.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Place, Redactor, Words};

/// How many characters of a side are written out.
const LONGEST: usize = 160;

/// A breach in words that are the same in every run: the key of baselines.
///
/// What depends on the target's data or on the moment is named by what it is: ids, times and UUIDs, lists that came in place of a refusal, the
/// values of a state that changed, and numbers such as a wait. `*` is written `[star]`, so that it stands for nothing else in a baseline. A long side is
/// cut, with a digest of the whole behind it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Fingerprint {
    /// The part of the response, or of its effects.
    pub at: String,
    /// The documented side.
    pub expected: String,
    /// The side that came.
    pub got: String,
}

impl Fingerprint {
    /// Makes a fingerprint of these words, with names in place of what differs from run to run.
    pub(super) fn new(place: &Place, words: Words, redactor: &Redactor) -> Self {
        let stable = |text: String| shorten(redactor.redact(&text)).replace('*', "[star]");
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

fn shorten(text: String) -> String {
    if text.chars().count() <= LONGEST {
        return text;
    }
    let head: String = text.chars().take(LONGEST).collect();
    let digest = Sha256::digest(text.as_bytes());
    let digest: String = digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{head}… #{digest}")
}

/// Puts `N` in the place of each number of a text.
pub(super) fn without_numbers(text: &str) -> String {
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

#[cfg(test)]
#[path = "fingerprint_tests.rs"]
mod tests;
