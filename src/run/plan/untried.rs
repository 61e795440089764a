//! The prerequisites of a case: a case that lacks one sends nothing.

use super::context::Means;
use super::steps::{CaseStep, ControlSending, list_steps};
use crate::contract::RowName;
use crate::outcome::{ConditionFailure, SkipReason, Unproven, Verdict};
use crate::suite::Case;

/// A reason, known before the run, for which a case sends nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::run) enum Untried {
    /// The edition does not have the case's row.
    NotInEdition(RowName),
    /// A token, value or trigger is missing that only the operator can supply, or the contract lacks a rate limit scope.
    Lacking(Unproven),
}

impl From<Unproven> for Untried {
    fn from(lacking: Unproven) -> Self {
        Self::Lacking(lacking)
    }
}

impl Untried {
    /// Checks that the edition has the case's row, and that every token and trigger of the case is available.
    pub(in crate::run) fn check(case: &Case, means: &Means<'_>) -> Result<(), Self> {
        if let Some(row) = case.row()
            && means.contract.table.row(row).is_none()
        {
            return Err(Self::NotInEdition(row));
        }
        if let Some(lacking) = case.asks().find_map(|ask| means.lack_of_token(ask.actor)) {
            return Err(lacking.into());
        }
        let steps = list_steps(case).into_iter();
        match steps
            .map(|planned| planned.step)
            .find_map(|step| lack_of(step, means))
        {
            Some(lacking) => Err(lacking.into()),
            None => Ok(()),
        }
    }

    /// Returns the verdict of a case that is not tried for this reason.
    pub(in crate::run) fn verdict(self) -> Verdict {
        match self {
            Self::NotInEdition(row) => Verdict::Skipped {
                reason: SkipReason::NotInEdition { row },
            },
            Self::Lacking(because) => Verdict::Unproven { because },
        }
    }
}

/// Returns the trigger or rate limit scope that a step needs and that is missing. Tokens and fixtures are checked elsewhere.
fn lack_of(step: CaseStep<'_>, means: &Means<'_>) -> Option<Unproven> {
    match step {
        CaseStep::Provide | CaseStep::Hold(_) => None,
        CaseStep::Read { request, .. }
        | CaseStep::BadRequest(request)
        | CaseStep::Repeat(request) => means.lack_of_hook(request),
        CaseStep::Control {
            control, sending, ..
        } => match sending {
            ControlSending::Shared => means.lack_of_hook(&control.ask),
            ControlSending::AfterBurst => means.lack_of_hook(&means.in_burst(&control.ask)),
        },
        CaseStep::Burst { scope, request, .. } => {
            let limits = means.contract.limits.as_ref();
            match limits.and_then(|limits| limits.scope(scope)) {
                Some(_) => means.lack_of_hook(&means.in_burst(request)),
                None => Some(Unproven::Condition(ConditionFailure::NoSuchScope {
                    scope: scope.to_owned(),
                })),
            }
        }
    }
}
