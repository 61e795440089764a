//! The abort of a case.

use crate::exchange::Blame;
use crate::fixture::{LineError, no_answer};
use crate::outcome::{HarnessFailure, NoAnswer, SkipReason, Unproven, Verdict};
use crate::run::plan::Untried;
use crate::suite::{ComposeError, Unbound};
use crate::target::SendError;

/// A reason for which a case ends before its last step.
pub(super) enum Cut {
    /// A reason that gives the case this verdict.
    Verdict(Verdict),
    /// A request got no response.
    NoAnswer(NoAnswer),
    /// The run was cancelled.
    Stopped,
}

impl From<Unproven> for Cut {
    fn from(because: Unproven) -> Self {
        Self::Verdict(Verdict::Unproven { because })
    }
}

impl From<Untried> for Cut {
    fn from(untried: Untried) -> Self {
        Self::Verdict(untried.verdict())
    }
}

impl From<Unbound> for Cut {
    fn from(error: Unbound) -> Self {
        Self::Verdict(Verdict::HarnessError {
            reason: HarnessFailure::Unbound(error.to_string()),
        })
    }
}

impl From<ComposeError> for Cut {
    fn from(error: ComposeError) -> Self {
        match error {
            ComposeError::Unbound(unbound) => unbound.into(),
            ComposeError::Hook(hook) => Unproven::Hook(hook).into(),
        }
    }
}

impl From<LineError> for Cut {
    fn from(error: LineError) -> Self {
        match error {
            LineError::Compose(error) => error.into(),
            LineError::Send(error) => unanswered(&error),
        }
    }
}

fn unanswered(error: &SendError) -> Cut {
    match error {
        SendError::Stopped => Cut::Stopped,
        SendError::NoCredential(actor) => Unproven::Credential(*actor).into(),
        error => Cut::NoAnswer(no_answer(error)),
    }
}

impl Cut {
    /// Returns the verdict of a case that is aborted for this reason.
    pub(super) fn verdict(self) -> Verdict {
        match self {
            Self::Verdict(verdict) => verdict,
            Self::NoAnswer(no_answer) => match no_answer.blame {
                Blame::Harness => Verdict::HarnessError {
                    reason: HarnessFailure::Request(no_answer.detail),
                },
                Blame::Network | Blame::Target => Verdict::Unproven {
                    because: Unproven::Answer(no_answer),
                },
            },
            Self::Stopped => Verdict::Skipped {
                reason: SkipReason::Stopped,
            },
        }
    }
}
