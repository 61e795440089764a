//! Harm: failures of the target that hurt others than the sender of the request.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{CaseOutcome, ExchangeRole, Level, RecordedViolation, Request, StateOwner};
use crate::check::{Breach, LeakBreach, ResponseKind, ResponseSummary, RowBreach};

/// The harm that a failure of the target does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Harm {
    /// A request changed what belongs to somebody else.
    ChangedForeignState,
    /// A request was shown what only its owner may see.
    ShownForeignData,
    /// A request was served that needs a right token, or a token of somebody else.
    ServedWithoutToken,
    /// A response shows a secret.
    LeakedSecret,
}

impl fmt::Display for Harm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ChangedForeignState => "changes what belongs to somebody else",
            Self::ShownForeignData => "shows what only its owner sees",
            Self::ServedWithoutToken => "is served without a right token",
            Self::LeakedSecret => "shows a secret",
        })
    }
}

/// Finds the harm that a violation of this case does; `None` if it does none.
///
/// A request that is served hurts only if a *must* refuses it. A secret that is shown hurts whatever the level.
#[must_use]
pub fn find_harm(outcome: &CaseOutcome, violation: &RecordedViolation) -> Option<Harm> {
    match &violation.breach {
        Breach::Leak(leak) => find_harm_of_leak(leak),
        Breach::Row(_) if violation.level != Level::Must => None,
        Breach::Row(row) => match row {
            RowBreach::Undocumented { answer, .. } => {
                find_harm_of_served_request(outcome, answer, None)
            }
            RowBreach::OtherRow { expected, answer } => {
                let status = expected.first().and_then(|row| row.status);
                find_harm_of_served_request(outcome, answer, status)
            }
            RowBreach::Replacement { .. }
            | RowBreach::ServerError { .. }
            | RowBreach::NoResponse { .. }
            | RowBreach::NotTheModel { .. } => None,
        },
        Breach::Wire(_)
        | Breach::Form(_)
        | Breach::Message(_)
        | Breach::Errors(_)
        | Breach::RetryAfter(_)
        | Breach::Burst(_)
        | Breach::RateHeaders(_)
        | Breach::Effect(_)
        | Breach::Control(_)
        | Breach::Repetition(_)
        | Breach::Time(_) => None,
    }
}

/// Finds the harm of a leak: a secret is one, internals of the server are none by themselves.
pub(super) fn find_harm_of_leak(leak: &LeakBreach) -> Option<Harm> {
    match leak {
        LeakBreach::Token { .. } | LeakBreach::SentCredential { .. } => Some(Harm::LeakedSecret),
        LeakBreach::Internals { .. } => None,
    }
}

fn find_harm_of_served_request(
    outcome: &CaseOutcome,
    answer: &ResponseSummary,
    expected_status: Option<u16>,
) -> Option<Harm> {
    if answer.kind != ResponseKind::NoError || !(200..300).contains(&answer.status) {
        return None;
    }
    let mut changes = outcome.served_changes.iter();
    if changes.any(|change| matches!(change.owner, StateOwner::OtherActor(_))) {
        return Some(Harm::ChangedForeignState);
    }
    // A request without a defect is refused for what its sender is. A trigger asks for that, and it does no harm.
    outcome.case.defect.as_ref()?;
    let request = &outcome.judged_exchange()?.request;
    match expected_status? {
        401 => Some(Harm::ServedWithoutToken),
        403 if has_safe_method(request) => Some(Harm::ShownForeignData),
        403 if !was_state_read(outcome) => Some(Harm::ServedWithoutToken),
        _ => None,
    }
}

/// Reports whether the method is one that only reads (RFC 9110, 9.2.1).
fn has_safe_method(request: &Request) -> bool {
    matches!(request.method.as_str(), "GET" | "HEAD" | "OPTIONS")
}

/// Reports whether the state was read behind the request, so that a change would have been seen.
fn was_state_read(outcome: &CaseOutcome) -> bool {
    let mut steps = outcome.steps.iter();
    steps.any(|step| matches!(step.role, ExchangeRole::After(_)))
}

#[cfg(test)]
#[path = "harm_tests.rs"]
mod tests;
