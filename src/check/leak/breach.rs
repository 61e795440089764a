//! Breaches by a response that shows a token or internals of the server.

use serde::{Deserialize, Serialize};

use crate::contract::RequirementId;
use crate::exchange::Actor;

use super::super::fingerprint::without_numbers;
use super::super::violation::Family;
use super::super::wording::word_list;
use super::super::{CauseContext, Fingerprint, Mark, Place, Redactor, Words};

/// A token or internals of the server in a response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "shape")]
pub enum LeakBreach {
    /// The response repeats a token.
    Token {
        /// The body, or the first header that holds a token.
        place: Place,
        /// The actors whose tokens the response repeats.
        actors: Vec<Actor>,
    },
    /// The response shows internals of the server.
    Internals {
        /// The value of the body, the body, or the header that shows them.
        place: Place,
        /// The first leak of each kind.
        leaks: Vec<Leak>,
    },
}

/// A text that shows internals of the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Leak {
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
    const fn as_str(self) -> &'static str {
        match self {
            Self::StackTrace => "stack trace",
            Self::Sql => "SQL",
            Self::FilePath => "file path",
        }
    }
}

impl LeakBreach {
    fn got(&self, text: &dyn Fn(&str) -> String) -> String {
        match self {
            Self::Token { actors, .. } => word_list(actors.iter().map(Actor::to_string)),
            Self::Internals { leaks, .. } => {
                word_list(leaks.iter().map(|leak| {
                    format!("kind {}, text \"{}\"", leak.kind.as_str(), text(&leak.text))
                }))
            }
        }
    }
}

impl Family for LeakBreach {
    fn requirement(&self) -> RequirementId {
        match self {
            Self::Token { .. } => RequirementId::NoToken,
            Self::Internals { .. } => RequirementId::NoInternals,
        }
    }

    fn place(&self) -> Place {
        match self {
            Self::Token { place, .. } | Self::Internals { place, .. } => place.clone(),
        }
    }

    fn words(&self) -> Words {
        Words::new("none", self.got(&str::to_owned))
    }

    /// Returns the fingerprint without numbers, because line numbers differ from version to version.
    fn fingerprint(&self, redactor: &Redactor) -> Fingerprint {
        let got = self.got(&|text| without_numbers(&redactor.redact(text)));
        Fingerprint::new(&self.place(), Words::new("none", got), redactor)
    }

    fn cause(&self, _: &CauseContext<'_>) -> String {
        let place = self.place().generalized();
        match self {
            Self::Token { .. } => place,
            Self::Internals { leaks, .. } => {
                let kinds: Vec<&str> = leaks.iter().map(|leak| leak.kind.as_str()).collect();
                format!("{place}: {}", kinds.join(", "))
            }
        }
    }

    fn marks(&self) -> Vec<Mark> {
        match self.place() {
            Place::BodyAt(pointer) => vec![Mark::nothing(pointer)],
            Place::Status
            | Place::Header(_)
            | Place::Body
            | Place::Row
            | Place::Time
            | Place::Effect(_)
            | Place::Control(_)
            | Place::Burst => Vec::new(),
        }
    }
}
