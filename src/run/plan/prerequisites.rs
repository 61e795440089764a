//! The prerequisites of a case: a case that lacks one sends nothing.

use super::context::PlanContext;
use super::steps::{CaseStep, ControlSending, list_steps};
use crate::contract::ErrorId;
use crate::outcome::{ConditionFailure, InconclusiveReason, NotRunReason, Verdict};
use crate::suite::Case;

/// The reason, known before the run, why a case is not tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::run) enum UntriedReason {
    /// The edition does not have the case's row.
    NotInEdition(ErrorId),
    /// A token, value or trigger is missing that only the operator can supply, or the contract lacks a rate limit scope.
    MissingInput(InconclusiveReason),
}

impl From<InconclusiveReason> for UntriedReason {
    fn from(lacking: InconclusiveReason) -> Self {
        Self::MissingInput(lacking)
    }
}

impl UntriedReason {
    /// Checks that the edition has the case's row, and that every token and trigger of the case is available.
    pub(in crate::run) fn check_prerequisites(
        case: &Case,
        means: &PlanContext<'_>,
    ) -> Result<(), Self> {
        if let Some(row) = case.expected_row()
            && means.contract.table.find_row_by_id(row).is_none()
        {
            return Err(Self::NotInEdition(row));
        }
        if let Some(lacking) = case
            .all_requests()
            .find_map(|ask| means.missing_token(ask.actor))
        {
            return Err(lacking.into());
        }
        let steps = list_steps(case).into_iter();
        match steps
            .map(|planned| planned.step)
            .find_map(|step| missing_step_input(step, means))
        {
            Some(lacking) => Err(lacking.into()),
            None => Ok(()),
        }
    }

    /// Returns the verdict of a case that is not tried for this reason.
    pub(in crate::run) fn into_verdict(self) -> Verdict {
        match self {
            Self::NotInEdition(row) => Verdict::Skipped {
                reason: NotRunReason::NotInEdition { row },
            },
            Self::MissingInput(because) => Verdict::Inconclusive { because },
        }
    }
}

/// Returns the trigger or rate limit scope that a step needs and that is missing. Tokens and fixtures are checked elsewhere.
fn missing_step_input(step: CaseStep<'_>, means: &PlanContext<'_>) -> Option<InconclusiveReason> {
    match step {
        CaseStep::PrepareFixtures | CaseStep::EstablishCondition(_) => None,
        CaseStep::Read { request, .. }
        | CaseStep::BadRequest(request)
        | CaseStep::Repeat(request) => means.missing_trigger(request),
        CaseStep::Control {
            control, sending, ..
        } => match sending {
            ControlSending::Shared => means.missing_trigger(&control.request),
            ControlSending::AfterBurst => {
                means.missing_trigger(&means.strip_unavailable_trigger(&control.request))
            }
        },
        CaseStep::Burst { scope, request, .. } => {
            let limits = means.contract.limits.as_ref();
            match limits.and_then(|limits| limits.find_scope(scope)) {
                Some(_) => means.missing_trigger(&means.strip_unavailable_trigger(request)),
                None => Some(InconclusiveReason::Condition(
                    ConditionFailure::NoSuchScope {
                        scope: scope.to_owned(),
                    },
                )),
            }
        }
    }
}
