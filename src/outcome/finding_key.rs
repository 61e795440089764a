//! Keys of findings: what one cause has in common in every case that shows it.

use super::{
    CaseOutcome, FindingId, Harm, HarnessFailure, InconclusiveReason, RecordedViolation,
    RequirementId,
};
use super::{FindingCause, find_harm};
use crate::check::{Breach, ControlBreach, ResponseKind, ResponseSummary, RowBreach};

/// A key that is equal for all causes of one finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FindingKey {
    /// The harm of requests with this defect.
    HarmByDefect(Harm, String),
    /// The harm of requests for this operation.
    HarmByOperation(Harm, String),
    /// The cause of a violation.
    Violation(RequirementId, String),
    /// Another row than the one that describes the defect.
    Alternative(String),
    /// A reason why cases could not be judged.
    Inconclusive(String),
    /// A failure of the harness.
    HarnessError(&'static str),
}

impl FindingKey {
    /// Returns the keys of a cause in this case. Causes that share any of their keys are one finding; the first key is the cause's own.
    pub(super) fn keys_for_cause(outcome: &CaseOutcome, cause: FindingCause<'_>) -> Vec<Self> {
        match cause {
            FindingCause::Violation(violation) => Self::keys_for_violation(outcome, violation),
            FindingCause::Alternative => {
                let alternative = outcome.received_alternative();
                let got = alternative.map_or_else(String::new, |own| own.outcome.to_string());
                let expected = outcome
                    .case
                    .expected
                    .expected_and_accepted_outcomes()
                    .next();
                let expected = expected.map_or_else(String::new, |own| own.to_string());
                vec![Self::Alternative(format!("{got} for {expected}"))]
            }
            FindingCause::Inconclusive(because) => vec![Self::from_inconclusive_reason(because)],
            FindingCause::HarnessError(failure) => vec![Self::from_harness_failure(failure)],
        }
    }

    fn keys_for_violation(outcome: &CaseOutcome, violation: &RecordedViolation) -> Vec<Self> {
        if let Some(harm) = find_harm(outcome, violation) {
            let info = &outcome.case;
            let by_defect = info.defect.clone();
            let by_defect = by_defect.map(|defect| Self::HarmByDefect(harm, defect));
            let by_operation = info.operation.clone();
            let by_operation = by_operation.map(|own| Self::HarmByOperation(harm, own));
            let keys: Vec<Self> = by_defect.into_iter().chain(by_operation).collect();
            if !keys.is_empty() {
                return keys;
            }
        }
        let explanation = find_explaining_violation(outcome, violation).unwrap_or(violation);
        vec![Self::Violation(
            explanation.requirement,
            explanation.cause.clone(),
        )]
    }

    fn from_inconclusive_reason(because: &InconclusiveReason) -> Self {
        Self::Inconclusive(because.cause_key())
    }

    fn from_harness_failure(failure: &HarnessFailure) -> Self {
        Self::HarnessError(match failure {
            HarnessFailure::Unbound(_) => "unbound",
            HarnessFailure::Request(_) => "request",
            HarnessFailure::Journal(_) => "journal",
            HarnessFailure::Locks(_) => "locks",
            HarnessFailure::Panic => "panic",
        })
    }

    /// Returns the id of the finding with this key.
    pub(super) fn to_id(&self) -> FindingId {
        match self {
            Self::HarmByDefect(harm, name) => FindingId::from_cause(&harm.to_string(), name),
            Self::HarmByOperation(harm, name) => {
                FindingId::from_cause(&format!("{harm} by operation"), name)
            }
            Self::Violation(requirement, cause) => {
                FindingId::from_cause(requirement.as_str(), cause)
            }
            Self::Alternative(rows) => FindingId::from_cause("alternative", rows),
            Self::Inconclusive(reason) => FindingId::from_cause("inconclusive", reason),
            Self::HarnessError(failure) => FindingId::from_cause("harness error", failure),
        }
    }
}

/// Finds the violation of the same case that is the reason for this one.
///
/// A bad request that is answered as its failed control says nothing of its own, and a server error is no less one for a pair that no row has.
fn find_explaining_violation<'o>(
    outcome: &'o CaseOutcome,
    violation: &RecordedViolation,
) -> Option<&'o RecordedViolation> {
    let answer = find_wrong_row_response(violation)?;
    if answer.kind == ResponseKind::NoError {
        return None;
    }
    let all = || outcome.violations.iter();
    let is_same_answer = |control: &ControlBreach| control.answer.has_same_row(answer);
    all()
        .find(|own| own.failed_control().is_some_and(is_same_answer))
        .or_else(|| all().find(|own| is_server_error(own)))
}

fn is_server_error(violation: &RecordedViolation) -> bool {
    matches!(
        &violation.breach,
        Breach::Row(RowBreach::ServerError { .. })
    )
}

/// Returns the response to the bad request, if the violation is that its row is wrong.
pub(super) fn find_wrong_row_response(violation: &RecordedViolation) -> Option<&ResponseSummary> {
    let Breach::Row(row) = &violation.breach else {
        return None;
    };
    match row {
        RowBreach::Undocumented { answer, .. }
        | RowBreach::OtherRow { answer, .. }
        | RowBreach::ServerError { answer, .. } => Some(answer),
        RowBreach::Replacement { .. }
        | RowBreach::NoResponse { .. }
        | RowBreach::NotTheModel { .. } => None,
    }
}
