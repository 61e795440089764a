//! Breaches by a response that shows a token or internals of the server.

use serde::{Deserialize, Serialize};

use crate::contract::RequirementId;
use crate::exchange::Actor;

use super::super::fingerprint::mask_numbers;
use super::super::violation::BreachProperties;
use super::super::wording::join_items_or_none;
use super::super::{
    BreachDescription, BreachPlace, CauseContext, ExpectedValueMark, Fingerprint,
    VolatileValueRedactor,
};

/// A token or internals of the server in a response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "shape")]
pub enum LeakBreach {
    /// The response repeats a token.
    Token {
        /// The body, or the first header that holds a token.
        place: BreachPlace,
        /// The actors whose tokens the response repeats.
        actors: Vec<Actor>,
    },
    /// The response repeats a credential that belongs to no account, as the request sent it: a token with a mistake in it, perhaps.
    SentCredential {
        /// The body, or the first header that holds it.
        place: BreachPlace,
    },
    /// The response shows internals of the server.
    Internals {
        /// The value of the body, the body, or the header that shows them.
        place: BreachPlace,
        /// The first leak of each kind.
        leaks: Vec<LeakedText>,
    },
}

/// A text that shows internals of the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LeakedText {
    /// The kind of the leak.
    pub kind: LeakKind,
    /// The beginning of the text.
    pub text: String,
}

/// A kind of leak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LeakKind {
    /// A stack trace.
    StackTrace,
    /// SQL, or an error message of a database.
    Sql,
    /// The path of a file.
    FilePath,
}

impl LeakKind {
    const fn describe(self) -> &'static str {
        match self {
            Self::StackTrace => "a stack trace",
            Self::Sql => "SQL",
            Self::FilePath => "a file path",
        }
    }

    /// Returns the name in causes and fingerprints.
    const fn as_str(self) -> &'static str {
        match self {
            Self::StackTrace => "stack trace",
            Self::Sql => "SQL",
            Self::FilePath => "file path",
        }
    }
}

impl LeakBreach {
    /// Describes the received side, as fingerprints have it.
    fn describe_got(&self, text: &dyn Fn(&str) -> String) -> String {
        match self {
            Self::Token { actors, .. } => join_items_or_none(actors.iter().map(Actor::to_string)),
            Self::SentCredential { .. } => "sent credential".to_owned(),
            Self::Internals { leaks, .. } => {
                join_items_or_none(leaks.iter().map(|leak| {
                    format!("kind {}, text \"{}\"", leak.kind.as_str(), text(&leak.text))
                }))
            }
        }
    }
}

impl BreachProperties for LeakBreach {
    fn requirement_id(&self) -> RequirementId {
        match self {
            Self::Token { .. } | Self::SentCredential { .. } => RequirementId::NoToken,
            Self::Internals { .. } => RequirementId::NoInternals,
        }
    }

    fn place(&self) -> BreachPlace {
        match self {
            Self::Token { place, .. }
            | Self::SentCredential { place }
            | Self::Internals { place, .. } => place.clone(),
        }
    }

    fn describe(&self) -> BreachDescription {
        match self {
            Self::Token { actors, .. } => {
                let tokens = actors
                    .iter()
                    .map(|actor| format!("the token of the {actor}"));
                BreachDescription::new("no token", join_items_or_none(tokens))
            }
            Self::SentCredential { .. } => {
                BreachDescription::new("no token", "the credential that was sent".to_owned())
            }
            Self::Internals { leaks, .. } => {
                let leaks = leaks
                    .iter()
                    .map(|leak| format!("{}: \"{}\"", leak.kind.describe(), leak.text));
                BreachDescription::new("no internals of the server", join_items_or_none(leaks))
            }
        }
    }

    /// Returns the fingerprint without numbers, because line numbers differ from version to version.
    fn fingerprint(&self, redactor: &VolatileValueRedactor) -> Fingerprint {
        let got = self.describe_got(&|text| mask_numbers(&redactor.redact(text)));
        Fingerprint::new(&self.place(), BreachDescription::new("none", got), redactor)
    }

    fn cause_key(&self, _: &CauseContext<'_>) -> String {
        let place = self.place().generalize_place();
        match self {
            Self::Token { .. } => place,
            Self::SentCredential { .. } => format!("{place}: sent credential"),
            Self::Internals { leaks, .. } => {
                let kinds: Vec<&str> = leaks.iter().map(|leak| leak.kind.as_str()).collect();
                format!("{place}: {}", kinds.join(", "))
            }
        }
    }

    fn body_diff_marks(&self) -> Vec<ExpectedValueMark> {
        match self.place() {
            BreachPlace::BodyAt(pointer) => vec![ExpectedValueMark::for_unexpected_value(pointer)],
            BreachPlace::Status
            | BreachPlace::Header(_)
            | BreachPlace::Body
            | BreachPlace::Row
            | BreachPlace::Time
            | BreachPlace::Effect(_)
            | BreachPlace::Control(_)
            | BreachPlace::Burst => Vec::new(),
        }
    }
}
