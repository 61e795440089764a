//! The relation between cases and requirements: which cases can show a violation of which requirement.

use crate::check::ExpectedRefusal;
use crate::contract::{Contract, ErrorId, RequirementId};
use crate::suite::{Case, CaseSendMode};

/// Reports whether a case can show a violation of a requirement. Requirements for every error response are judged in every case.
pub(super) fn can_show_violation(
    case: &Case,
    requirement: RequirementId,
    contract: &Contract,
) -> bool {
    use RequirementId as Id;
    let model = &contract.model;
    match requirement {
        Id::RowExpected => case.expected_row().is_some(),
        Id::RefusalUsesErrorModel => {
            matches!(case.expectation.outcome, ExpectedRefusal::AnyRefusal)
        }
        Id::ErrorsMapOfLists
        | Id::ErrorObjectMessage
        | Id::ErrorObjectLengths
        | Id::ErrorsPresent
        | Id::ErrorsLengthsOnlyWhenTooLong => expects_any_of_rows(case, model.rows_with_details()),
        Id::ErrorsKeys => case.expectation.errors.is_some(),
        Id::ErrorsLengthsTrue => {
            expected_field_errors(case).any(|field_error| field_error.lengths.is_some())
        }
        Id::ErrorsMessageText => {
            expected_field_errors(case).any(|field_error| field_error.message.is_some())
        }
        Id::RetryAfterPresent | Id::RetryAfterInteger | Id::RetryAfterWithinWindow => {
            expects_any_of_rows(case, &model.rate_limit_rows)
        }
        Id::RetryAfterTrue | Id::LimitEnforced | Id::LimitGranted => match &case.send_mode {
            CaseSendMode::Single => false,
            CaseSendMode::Burst { .. } => true,
        },
        Id::LimitScopesSeparate => match &case.send_mode {
            CaseSendMode::Single => false,
            CaseSendMode::Burst {
                other_scope_requests: others,
                ..
            } => !others.is_empty(),
        },
        Id::RefusalChangesNothing => !case.unchanged_reads.is_empty(),
        Id::ControlSucceeds => !case.controls.is_empty(),
        // All other requirements are judged in every case.
        _ => true,
    }
}

fn expected_field_errors(case: &Case) -> impl Iterator<Item = &crate::check::FieldError> {
    let keys = case.expectation.errors.iter().flatten();
    keys.flat_map(|(_, key)| &key.errors)
}

fn expects_any_of_rows(case: &Case, rows: &[ErrorId]) -> bool {
    let mut named = case.expectation.outcome.named_rows();
    named.any(|row| rows.contains(&row))
}
