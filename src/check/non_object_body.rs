//! The contents that a body has in place of one JSON object.

use serde::{Deserialize, Serialize};

/// The content that was found where the body must be one JSON object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NonObjectBodyKind {
    /// Nothing, or white space.
    Nothing,
    /// A list.
    Array,
    /// A string, a number, a boolean or null.
    Scalar,
    /// An object with something after it.
    More,
    /// No JSON, or JSON that is nested too deeply to be parsed.
    Broken,
}

impl NonObjectBodyKind {
    /// Returns the words for reports.
    pub(super) const fn describe(self) -> &'static str {
        match self {
            Self::Nothing => "an empty body",
            Self::Array => "a list",
            Self::Scalar => "a bare value",
            Self::More => "text behind the object",
            Self::Broken => "text that is not JSON",
        }
    }

    /// Returns the name in causes and fingerprints.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "an empty body",
            Self::Array => "a list",
            Self::Scalar => "a bare value",
            Self::More => "more behind the object",
            Self::Broken => "no JSON",
        }
    }
}
