//! The relation between cases and requirements: which cases can show a violation of which requirement.

use crate::check::Answer;
use crate::contract::{Contract, RequirementId, RowName};
use crate::suite::{Case, Shape};

/// Reports whether a case can show a violation of a requirement. Requirements for every error response are judged in every case.
pub(super) fn shows(case: &Case, requirement: RequirementId, contract: &Contract) -> bool {
    use RequirementId as Id;
    let model = &contract.model;
    match requirement {
        Id::RowExpected => case.row().is_some(),
        Id::RefusalUsesErrorModel => matches!(case.expected.answer, Answer::Refusal),
        Id::ErrorsMapOfLists
        | Id::ErrorObjectMessage
        | Id::ErrorObjectLengths
        | Id::ErrorsPresent
        | Id::ErrorsLengthsOnlyWhenTooLong => may_answer(case, &model.model_error_rows),
        Id::ErrorsKeys => case.expected.errors.is_some(),
        Id::ErrorsLengthsTrue => faults(case).any(|fault| fault.lengths.is_some()),
        Id::ErrorsMessageText => faults(case).any(|fault| fault.message.is_some()),
        Id::RetryAfterPresent | Id::RetryAfterInteger | Id::RetryAfterWithinWindow => {
            may_answer(case, &model.rate_limit_rows)
        }
        Id::RetryAfterTrue | Id::LimitEnforced | Id::LimitGranted => match &case.shape {
            Shape::Single => false,
            Shape::Burst { .. } => true,
        },
        Id::LimitScopesSeparate => match &case.shape {
            Shape::Single => false,
            Shape::Burst { others, .. } => !others.is_empty(),
        },
        Id::RefusalChangesNothing => !case.unchanged.is_empty(),
        Id::ControlSucceeds => !case.controls.is_empty(),
        // All other requirements are judged in every case.
        _ => true,
    }
}

fn faults(case: &Case) -> impl Iterator<Item = &crate::check::Fault> {
    let keys = case.expected.errors.iter().flatten();
    keys.flat_map(|(_, key)| &key.faults)
}

fn may_answer(case: &Case, rows: &[RowName]) -> bool {
    match &case.expected.answer {
        Answer::Row { expected, accepted } => {
            rows.contains(expected) || accepted.iter().any(|row| rows.contains(row))
        }
        Answer::Refusal | Answer::AnyRow => false,
    }
}
