//! Verdicts: what a run says of a case.

use serde::{Deserialize, Serialize};

use super::{HarnessFailure, SkipReason, Unproven};

/// What a run says of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
        reason: SkipReason,
    },
    /// The harness could not do its part.
    HarnessError {
        /// What went wrong.
        reason: HarnessFailure,
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

    /// The reason for it in words, where it has one of its own: not for a pass, nor for a failure, whose reason the violations are.
    #[must_use]
    pub fn reason(&self) -> Option<String> {
        match self {
            Self::Pass | Self::Fail => None,
            Self::KnownFailure { reason } => Some(reason.clone()),
            Self::Unproven { because } => Some(because.to_string()),
            Self::Skipped { reason } => Some(reason.to_string()),
            Self::HarnessError { reason } => Some(reason.to_string()),
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
