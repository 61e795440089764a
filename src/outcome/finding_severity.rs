//! The order of findings: by the harm that they do.

use super::{FindingCause, Harm, Level, RecordedViolation};
use crate::check::{Breach, LeakBreach, ResponseKind, ResponseSummary, RowBreach};

/// The position of a finding among others; the gravest is the smallest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FindingSeverity {
    /// How binding the finding is.
    weight: FindingPriority,
    /// The effect of the failure.
    effect: FailureEffect,
}

/// How binding a finding is, the most binding first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum FindingPriority {
    /// A broken *must*.
    Must,
    /// A row other than the one that describes the defect, where that fails.
    Alternative,
    /// A failure of the harness.
    HarnessError,
    /// Cases that could not be judged.
    Inconclusive,
    /// A broken *should*.
    Should,
    /// A remark.
    May,
}

/// The effect of a failure, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FailureEffect {
    /// Others than the sender are hurt.
    Harm,
    /// A refused request changed the state.
    StateChange,
    /// A response shows internals of the server.
    ShownInternals,
    /// The server failed.
    ServerError,
    /// A bad request was served.
    Served,
    /// A request was answered with a wrong row, or a right one was refused.
    WrongRow,
    /// The form of a response is wrong.
    WrongForm,
}

impl FindingSeverity {
    /// Returns the severity of a cause that does this harm.
    pub(super) fn new(cause: FindingCause<'_>, harm: Option<Harm>) -> Self {
        let (weight, effect) = match cause {
            FindingCause::Violation(violation) => {
                let weight = match violation.level {
                    _ if harm.is_some() => FindingPriority::Must,
                    Level::Must => FindingPriority::Must,
                    Level::Should => FindingPriority::Should,
                    Level::May => FindingPriority::May,
                };
                let effect = match harm {
                    Some(_) => FailureEffect::Harm,
                    None => FailureEffect::from_violation(violation),
                };
                (weight, effect)
            }
            FindingCause::Alternative => (FindingPriority::Alternative, FailureEffect::WrongRow),
            FindingCause::HarnessError(_) => {
                (FindingPriority::HarnessError, FailureEffect::WrongForm)
            }
            FindingCause::Inconclusive(_) => {
                (FindingPriority::Inconclusive, FailureEffect::WrongForm)
            }
        };
        Self { weight, effect }
    }
}

impl FailureEffect {
    fn from_violation(violation: &RecordedViolation) -> Self {
        match &violation.breach {
            Breach::Row(row) => Self::from_row_breach(row),
            Breach::Effect(_) => Self::StateChange,
            Breach::Leak(leak) => match leak {
                LeakBreach::Token { .. } | LeakBreach::SentCredential { .. } => Self::Harm,
                LeakBreach::Internals { .. } => Self::ShownInternals,
            },
            Breach::Control(control) => Self::from_response(&control.answer),
            Breach::Burst(_) => Self::WrongRow,
            Breach::Wire(_)
            | Breach::Form(_)
            | Breach::Message(_)
            | Breach::Errors(_)
            | Breach::RetryAfter(_)
            | Breach::RateHeaders(_)
            | Breach::Repetition(_)
            | Breach::Time(_) => Self::WrongForm,
        }
    }

    fn from_row_breach(row: &RowBreach) -> Self {
        match row {
            RowBreach::ServerError { .. } | RowBreach::NoResponse { .. } => Self::ServerError,
            RowBreach::Undocumented { answer, .. } | RowBreach::OtherRow { answer, .. } => {
                Self::from_response(answer)
            }
            RowBreach::NotTheModel { answer, .. } => match answer.kind {
                ResponseKind::NoError => Self::Served,
                ResponseKind::Error => Self::WrongForm,
            },
            RowBreach::Replacement { .. } => Self::WrongRow,
        }
    }

    fn from_response(answer: &ResponseSummary) -> Self {
        match answer.kind {
            ResponseKind::NoError => Self::Served,
            ResponseKind::Error if answer.status >= 500 => Self::ServerError,
            ResponseKind::Error => Self::WrongRow,
        }
    }
}
