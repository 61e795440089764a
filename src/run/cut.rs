//! Why a trial ends before its end.

use crate::exchange::Blame;
use crate::fixture::LineError;
use crate::outcome::{Unproven, Verdict};
use crate::suite::{ComposeError, Unbound};
use crate::target::SendError;

/// Why a trial ends before its end.
pub(super) enum Cut {
    /// With this verdict.
    Verdict(Verdict),
    /// A request got no answer.
    NoAnswer {
        /// Whose fault that is.
        blame: Blame,
        /// What happened.
        detail: String,
    },
    /// Somebody wishes to stop.
    Stopped,
}

impl From<Unproven> for Cut {
    fn from(because: Unproven) -> Self {
        Self::Verdict(Verdict::Unproven { because })
    }
}

impl From<Unbound> for Cut {
    fn from(error: Unbound) -> Self {
        Self::Verdict(Verdict::HarnessError {
            reason: error.to_string(),
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
            LineError::Send(error) => no_answer(&error),
        }
    }
}

fn no_answer(error: &SendError) -> Cut {
    match error {
        SendError::NoCredential(actor) => Unproven::Credential(actor.to_string()).into(),
        error => Cut::NoAnswer {
            blame: error.blame(),
            detail: error.to_string(),
        },
    }
}

impl Cut {
    /// The verdict that it leaves a case with.
    pub(super) fn verdict(self) -> Verdict {
        match self {
            Self::Verdict(verdict) => verdict,
            Self::NoAnswer {
                blame: Blame::Harness,
                detail,
            } => Verdict::HarnessError { reason: detail },
            Self::NoAnswer {
                blame: Blame::Network | Blame::Target,
                detail,
            } => Verdict::Unproven {
                because: Unproven::Answer(detail),
            },
            Self::Stopped => Verdict::Skipped {
                reason: "the run was stopped".to_owned(),
            },
        }
    }
}
