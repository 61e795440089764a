//! Verdicts: what a run says of a case.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::NoAnswer;

/// What a run says of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Verdict {
    /// The answer keeps every *must*, and the control succeeded.
    Pass,
    /// The answer breaks a *must*.
    Fail,
    /// The answer breaks what the baseline lists, and nothing else.
    KnownFailure {
        /// Why it is known.
        reason: String,
    },
    /// The request could not be judged.
    Unproven {
        /// What was missing.
        because: Unproven,
    },
    /// The case was not selected.
    Skipped {
        /// Why not.
        reason: String,
    },
    /// The harness could not do its part.
    HarnessError {
        /// What went wrong.
        reason: String,
    },
}

impl Verdict {
    /// Whether it speaks for the target: only a pass and a known failure do.
    #[must_use]
    pub fn is_green(&self) -> bool {
        match self {
            Self::Pass | Self::KnownFailure { .. } => true,
            Self::Fail
            | Self::Unproven { .. }
            | Self::Skipped { .. }
            | Self::HarnessError { .. } => false,
        }
    }

    /// Whether the bad request was answered and the answer held to the contract, whatever came of it.
    #[must_use]
    pub fn is_judged(&self) -> bool {
        match self {
            Self::Pass | Self::Fail | Self::KnownFailure { .. } => true,
            Self::Unproven { because } => match because {
                Unproven::Control(_) => true,
                Unproven::Credential(_)
                | Unproven::Known(_)
                | Unproven::Hook(_)
                | Unproven::Fixture(_)
                | Unproven::Condition(_)
                | Unproven::Answer(_) => false,
            },
            Self::Skipped { .. } | Self::HarnessError { .. } => false,
        }
    }

    /// Whether nothing was to be found out about it.
    #[must_use]
    pub fn is_skipped(&self) -> bool {
        match self {
            Self::Skipped { .. } => true,
            Self::Pass
            | Self::Fail
            | Self::KnownFailure { .. }
            | Self::Unproven { .. }
            | Self::HarnessError { .. } => false,
        }
    }

    /// The word for it in reports.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::KnownFailure { .. } => "known failure",
            Self::Unproven { .. } => "unproven",
            Self::Skipped { .. } => "skipped",
            Self::HarnessError { .. } => "harness error",
        }
    }
}

/// What was missing to judge a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "missing", content = "detail")]
pub enum Unproven {
    /// The token of an actor that was not given.
    Credential(String),
    /// A value that only whoever runs the target knows, and that was not given.
    Known(String),
    /// A hook that the target does not offer.
    Hook(String),
    /// Something that could not be made on the target.
    Fixture(String),
    /// The control did not succeed.
    Control(String),
    /// The conditions of the case did not come about, such as a burst within a second.
    Condition(String),
    /// No answer arrived.
    Answer(NoAnswer),
}

impl fmt::Display for Unproven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Credential(actor) => write!(f, "no token for the {actor} was given"),
            Self::Known(name) => write!(f, "no value for `{name}` was given"),
            Self::Hook(name) => write!(f, "the target offers no `{name}` hook"),
            Self::Fixture(detail) | Self::Control(detail) | Self::Condition(detail) => {
                f.write_str(detail)
            }
            Self::Answer(no_answer) => no_answer.fmt(f),
        }
    }
}
