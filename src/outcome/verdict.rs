//! Verdicts: the judgement of a run about each case.

use serde::{Deserialize, Serialize};

use super::{HarnessFailure, InconclusiveReason, NotRunReason};

/// The judgement of a run about a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Verdict {
    /// The response keeps every *must*, and the control succeeded.
    Pass,
    /// The response breaks a *must*.
    Fail,
    /// The response breaks only requirements that the baseline lists.
    KnownFailure {
        /// The reason why the failure is known.
        reason: String,
    },
    /// The case could not be judged.
    Inconclusive {
        /// The reason.
        because: InconclusiveReason,
    },
    /// The case was not run.
    Skipped {
        /// The reason.
        reason: NotRunReason,
    },
    /// The harness failed.
    HarnessError {
        /// The failure.
        reason: HarnessFailure,
    },
}

impl Verdict {
    /// Reports whether the verdict speaks for the target: only a pass and a known failure do.
    #[must_use]
    pub fn is_green(&self) -> bool {
        match self {
            Self::Pass | Self::KnownFailure { .. } => true,
            Self::Fail
            | Self::Inconclusive { .. }
            | Self::Skipped { .. }
            | Self::HarnessError { .. } => false,
        }
    }

    /// Reports whether a response to the bad request came and was held against the contract, whatever the result.
    #[must_use]
    pub fn has_judged_response(&self) -> bool {
        match self {
            Self::Pass | Self::Fail | Self::KnownFailure { .. } => true,
            Self::Inconclusive { because } => match because {
                InconclusiveReason::Control(_) => true,
                InconclusiveReason::Credential(_)
                | InconclusiveReason::Value(_)
                | InconclusiveReason::Trigger(_)
                | InconclusiveReason::Fixture(_)
                | InconclusiveReason::Condition(_)
                | InconclusiveReason::NoResponse(_) => false,
            },
            Self::Skipped { .. } | Self::HarnessError { .. } => false,
        }
    }

    /// Reports whether the case was skipped.
    #[must_use]
    pub fn is_skipped(&self) -> bool {
        match self {
            Self::Skipped { .. } => true,
            Self::Pass
            | Self::Fail
            | Self::KnownFailure { .. }
            | Self::Inconclusive { .. }
            | Self::HarnessError { .. } => false,
        }
    }

    /// Returns the reason in words, where the verdict has one of its own. A pass has none, and the reason of a failure is its violations.
    #[must_use]
    pub fn reason_text(&self) -> Option<String> {
        match self {
            Self::Pass | Self::Fail => None,
            Self::KnownFailure { reason } => Some(reason.clone()),
            Self::Inconclusive { because } => Some(because.to_string()),
            Self::Skipped { reason } => Some(reason.to_string()),
            Self::HarnessError { reason } => Some(reason.to_string()),
        }
    }

    /// Returns the word for the verdict in reports.
    #[must_use]
    pub fn report_label(&self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::KnownFailure { .. } => "known failure",
            Self::Inconclusive { .. } => "inconclusive",
            Self::Skipped { .. } => "skipped",
            Self::HarnessError { .. } => "harness error",
        }
    }
}
