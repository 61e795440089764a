//! The abort of a case.

use crate::exchange::FailureOrigin;
use crate::fixture::{ListingFailure, RequestError, convert_to_no_response};
use crate::outcome::{
    ConditionFailure, HarnessFailure, InconclusiveReason, NoResponse, NotRunReason, Verdict,
};
use crate::run::plan::UntriedReason;
use crate::suite::{ComposeError, UnboundName};
use crate::target::SendError;

/// The reason why a case ends before its last step.
pub(super) enum CaseAbort {
    /// A reason that gives the case this verdict.
    Verdict(Verdict),
    /// A request got no response.
    NoResponse(NoResponse),
    /// The run was cancelled.
    Cancelled,
}

impl From<InconclusiveReason> for CaseAbort {
    fn from(because: InconclusiveReason) -> Self {
        Self::Verdict(Verdict::Inconclusive { because })
    }
}

impl From<UntriedReason> for CaseAbort {
    fn from(untried: UntriedReason) -> Self {
        Self::Verdict(untried.into_verdict())
    }
}

impl From<UnboundName> for CaseAbort {
    fn from(error: UnboundName) -> Self {
        Self::Verdict(Verdict::HarnessError {
            reason: HarnessFailure::Unbound(error.to_string()),
        })
    }
}

impl From<ComposeError> for CaseAbort {
    fn from(error: ComposeError) -> Self {
        match error {
            ComposeError::UnboundName(unbound) => unbound.into(),
            ComposeError::UnavailableTrigger(hook) => InconclusiveReason::Trigger(hook).into(),
        }
    }
}

impl From<RequestError> for CaseAbort {
    fn from(error: RequestError) -> Self {
        match error {
            RequestError::Compose(error) => error.into(),
            RequestError::Send(error) => abort_from_send_error(&error),
        }
    }
}

impl From<ListingFailure> for CaseAbort {
    fn from(failure: ListingFailure) -> Self {
        match failure {
            // It is no response to the bad request that is missing.
            ListingFailure::NoResponse(error) => match Self::from(error) {
                abort @ Self::NoResponse(_) => Self::Verdict(abort.into_verdict()),
                abort @ (Self::Verdict(_) | Self::Cancelled) => abort,
            },
            ListingFailure::NotOfApi { target, status } => {
                InconclusiveReason::Condition(ConditionFailure::UnreadableState {
                    read: target,
                    status,
                })
                .into()
            }
        }
    }
}

fn abort_from_send_error(error: &SendError) -> CaseAbort {
    match error {
        SendError::Cancelled => CaseAbort::Cancelled,
        SendError::MissingToken(actor) => InconclusiveReason::Credential(*actor).into(),
        error => CaseAbort::NoResponse(convert_to_no_response(error)),
    }
}

impl CaseAbort {
    /// Returns the verdict of a case that is aborted for this reason.
    pub(super) fn into_verdict(self) -> Verdict {
        match self {
            Self::Verdict(verdict) => verdict,
            Self::NoResponse(no_answer) => match no_answer.blame {
                FailureOrigin::Harness => Verdict::HarnessError {
                    reason: HarnessFailure::Request(no_answer.detail),
                },
                FailureOrigin::Network | FailureOrigin::Target => Verdict::Inconclusive {
                    because: InconclusiveReason::NoResponse(no_answer),
                },
            },
            Self::Cancelled => Verdict::Skipped {
                reason: NotRunReason::Stopped,
            },
        }
    }
}
