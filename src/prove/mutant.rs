//! Mutants: rules over a whole recording, each a cell of the contract and a mutation of what belongs to it.

use std::fmt;

use super::case_mutation::MutatedSteps;
use super::constraint_mutation::ConstraintMutation;
use super::control_mutation::ControlMutation;
use super::error_details_mutation::ErrorDetailsMutation;
use super::rate_limit_mutation::RateLimitMutation;
use super::recorded_case::RecordedCase;
use super::refusal_mutation::RefusalMutation;
use super::response_mutation::ResponseMutation;
use super::retry_after_mutation::RetryAfterMutation;
use crate::check::{AlternativeOutcome, ExpectedRefusal, JudgeContext};
use crate::contract::{Contract, ErrorId, RequestBodyConstraint, RequestValueRule, RequirementId};

/// A rule over a whole recording: a server that breaks the contract in one way, wherever that would show.
///
/// Its name has the mutation and the cell: `served/member-patch/too-long`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mutant(pub(super) ContractMutation);

/// A cell of the contract with a mutation that fits it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ContractMutation {
    /// An operation treats a defect wrongly.
    Refusal {
        operation: String,
        defect: String,
        mutation: RefusalMutation,
    },
    /// A constraint on the body of an operation is checked wrongly.
    Constraint {
        operation: String,
        constraint: RequestBodyConstraint,
        mutation: ConstraintMutation,
    },
    /// An operation treats valid requests wrongly.
    Control {
        operation: String,
        mutation: ControlMutation,
    },
    /// The responses of a row have a wrong form.
    Response {
        row: ErrorId,
        mutation: ResponseMutation,
    },
    /// The details of a model error have a wrong form.
    ErrorDetails {
        row: ErrorId,
        mutation: ErrorDetailsMutation,
    },
    /// The wait in a refusal for the rate is wrong.
    RetryAfter {
        row: ErrorId,
        mutation: RetryAfterMutation,
    },
    /// The limit of a scope is wrong.
    Limit {
        scope: String,
        mutation: RateLimitMutation,
    },
}

impl fmt::Display for Mutant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            ContractMutation::Refusal {
                operation,
                defect,
                mutation,
            } => write!(f, "{}/{operation}/{defect}", mutation.as_str()),
            ContractMutation::Constraint {
                operation,
                constraint,
                mutation,
            } => {
                let RequestBodyConstraint { place, rule } = constraint;
                let rule = rule.to_string().replace(' ', "-");
                write!(f, "{}/{operation}{place}:{rule}", mutation.as_str())
            }
            ContractMutation::Control {
                operation,
                mutation,
            } => write!(f, "{}/{operation}", mutation.as_str()),
            ContractMutation::Response { row, mutation } => {
                write!(f, "{}/{row}", mutation.as_str())
            }
            ContractMutation::ErrorDetails { row, mutation } => {
                write!(f, "{}/{row}", mutation.as_str())
            }
            ContractMutation::RetryAfter { row, mutation } => {
                write!(f, "{}/{row}", mutation.as_str())
            }
            ContractMutation::Limit { scope, mutation } => {
                write!(f, "{}/{scope}", mutation.as_str())
            }
        }
    }
}

impl Mutant {
    /// Returns the id of the operation that it belongs to, if it belongs to one.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        match &self.0 {
            ContractMutation::Refusal { operation, .. }
            | ContractMutation::Constraint { operation, .. }
            | ContractMutation::Control { operation, .. } => Some(operation),
            ContractMutation::Response { .. }
            | ContractMutation::ErrorDetails { .. }
            | ContractMutation::RetryAfter { .. }
            | ContractMutation::Limit { .. } => None,
        }
    }

    /// Returns the row whose responses it changes, if it changes those of one.
    #[must_use]
    pub fn row(&self) -> Option<ErrorId> {
        match &self.0 {
            ContractMutation::Response { row, .. }
            | ContractMutation::ErrorDetails { row, .. }
            | ContractMutation::RetryAfter { row, .. } => Some(*row),
            ContractMutation::Refusal { .. }
            | ContractMutation::Constraint { .. }
            | ContractMutation::Control { .. }
            | ContractMutation::Limit { .. } => None,
        }
    }

    /// Describes the server that it stands for, as a clause behind "a server that …".
    #[must_use]
    pub fn describe(&self, contract: &Contract) -> String {
        match &self.0 {
            ContractMutation::Refusal {
                operation,
                defect,
                mutation,
            } => {
                let request = describe_operation(contract, operation);
                let defect = contract.operations.find_defect(defect);
                let about = defect.map_or_else(String::new, |own| own.about.clone());
                format!("for {request} with {about}, {}", mutation.describe())
            }
            ContractMutation::Constraint {
                operation,
                constraint,
                mutation,
            } => {
                let request = describe_operation(contract, operation);
                let RequestBodyConstraint { place, rule } = constraint;
                let what = mutation.describe();
                format!("for {request} and `{place}` ({rule}), {what}")
            }
            ContractMutation::Control {
                operation,
                mutation,
            } => {
                let request = describe_operation(contract, operation);
                format!("for {request}, {}", mutation.describe())
            }
            ContractMutation::Response { row, mutation } => {
                describe_row_mutation(*row, mutation.describe())
            }
            ContractMutation::ErrorDetails { row, mutation } => {
                describe_row_mutation(*row, mutation.describe())
            }
            ContractMutation::RetryAfter { row, mutation } => {
                describe_row_mutation(*row, mutation.describe())
            }
            ContractMutation::Limit { scope, mutation } => {
                format!("for requests of scope `{scope}`, {}", mutation.describe())
            }
        }
    }

    /// Describes the case that would detect it, where no recorded case has an exchange that it changes.
    #[must_use]
    pub fn describe_missing_case(&self) -> String {
        match &self.0 {
            ContractMutation::Refusal {
                mutation: RefusalMutation::StateChanged,
                ..
            } => "a read in `unchanged` of a case with this operation and defect".to_owned(),
            ContractMutation::Refusal { .. } => "a case with this operation and defect".to_owned(),
            ContractMutation::Constraint {
                constraint,
                mutation,
                ..
            } => mutation.describe_missing_case(constraint),
            ContractMutation::Control { .. } => {
                "a case of this operation with a control".to_owned()
            }
            ContractMutation::Response {
                mutation: ResponseMutation::RepeatServed,
                ..
            } => "a case that gets this row and is repeated".to_owned(),
            ContractMutation::Response { .. }
            | ContractMutation::ErrorDetails { .. }
            | ContractMutation::RetryAfter { .. } => "a case that gets this row".to_owned(),
            ContractMutation::Limit {
                mutation: RateLimitMutation::WaitUntrue,
                ..
            } => {
                "a burst after which one more request is refused, as on a faster machine".to_owned()
            }
            ContractMutation::Limit { .. } => "a case with a burst in this scope".to_owned(),
        }
    }

    /// Returns the requirement that the server breaks in a case.
    pub(super) fn broken_requirement(&self, case: &RecordedCase<'_>) -> RequirementId {
        match &self.0 {
            ContractMutation::Refusal { mutation, .. } => mutation.broken_requirement(case),
            ContractMutation::Constraint { mutation, .. } => mutation.broken_requirement(case),
            ContractMutation::Control { mutation, .. } => mutation.broken_requirement(),
            // A burst knows its refusals by their status.
            ContractMutation::Response {
                mutation: ResponseMutation::OtherStatus,
                ..
            } if case.is_burst() => RequirementId::LimitEnforced,
            ContractMutation::Response { mutation, .. } => mutation.broken_requirement(),
            ContractMutation::ErrorDetails { mutation, .. } => mutation.broken_requirement(),
            ContractMutation::RetryAfter { mutation, .. } => mutation.broken_requirement(),
            ContractMutation::Limit { mutation, .. } => mutation.broken_requirement(),
        }
    }

    /// Returns the requirement that the server breaks where a row describes the defect.
    pub(super) fn usually_broken_requirement(&self) -> RequirementId {
        match &self.0 {
            ContractMutation::Refusal { mutation, .. } => mutation.usually_broken_requirement(),
            ContractMutation::Constraint { mutation, .. } => mutation.usually_broken_requirement(),
            ContractMutation::Control { mutation, .. } => mutation.broken_requirement(),
            ContractMutation::Response { mutation, .. } => mutation.broken_requirement(),
            ContractMutation::ErrorDetails { mutation, .. } => mutation.broken_requirement(),
            ContractMutation::RetryAfter { mutation, .. } => mutation.broken_requirement(),
            ContractMutation::Limit { mutation, .. } => mutation.broken_requirement(),
        }
    }

    /// Reports whether the case allows what the server does: the documentation decides nothing.
    pub(super) fn is_allowed_by(&self, case: &RecordedCase<'_>) -> bool {
        let outcome = &case.expectations.bad_request.outcome;
        let is_served_allowed = outcome
            .find_alternative(AlternativeOutcome::Served)
            .is_some();
        match &self.0 {
            ContractMutation::Refusal { mutation, .. } => match mutation {
                RefusalMutation::Served => is_served_allowed,
                RefusalMutation::OtherRow => match outcome {
                    ExpectedRefusal::Row { .. } => false,
                    ExpectedRefusal::AnyRefusal | ExpectedRefusal::AnyRow => true,
                },
                // A safe request changes nothing (RFC 9110, 9.2.1), and the served requests of a burst change the state themselves.
                RefusalMutation::StateChanged => {
                    case.is_burst() || case.case.bad_request.has_safe_method()
                }
                RefusalMutation::ServerError | RefusalMutation::HtmlPage => false,
            },
            ContractMutation::Constraint {
                mutation,
                constraint,
                ..
            } => match mutation {
                ConstraintMutation::Unchecked | ConstraintMutation::LimitRaised => {
                    // Some values of a wrong type can be converted, which never holds for all.
                    is_served_allowed
                        && constraint.rule != RequestValueRule::Type
                        && case.broken_constraints.contains(constraint)
                }
                ConstraintMutation::LimitLowered | ConstraintMutation::OtherLengths => false,
            },
            ContractMutation::Control { .. }
            | ContractMutation::Response { .. }
            | ContractMutation::ErrorDetails { .. }
            | ContractMutation::RetryAfter { .. }
            | ContractMutation::Limit { .. } => false,
        }
    }

    /// Applies the mutant to a case of its cell; `None` if it has nothing to change.
    pub(super) fn mutate_case_steps<'c>(
        &self,
        rules: &JudgeContext<'_>,
        case: &'c RecordedCase<'_>,
    ) -> Option<MutatedSteps<'c>> {
        match &self.0 {
            ContractMutation::Refusal { mutation, .. } => mutation.mutate_case_steps(rules, case),
            ContractMutation::Constraint {
                constraint,
                mutation,
                ..
            } => mutation.mutate_case_steps(rules, case, constraint),
            ContractMutation::Control { mutation, .. } => {
                mutation.mutate_case_steps(rules, case, |_| true)
            }
            ContractMutation::Response { row, mutation } => {
                mutation.mutate_case_steps(rules, case, *row)
            }
            ContractMutation::ErrorDetails { row, mutation } => {
                mutation.mutate_case_steps(rules, case, *row)
            }
            ContractMutation::RetryAfter { row, mutation } => {
                mutation.mutate_case_steps(rules, case, *row)
            }
            ContractMutation::Limit { scope, mutation } => {
                mutation.mutate_case_steps(rules, case, scope)
            }
        }
    }
}

fn describe_operation(contract: &Contract, id: &str) -> String {
    let operation = contract.operations.find_operation(id);
    operation.map_or_else(
        || id.to_owned(),
        |own| format!("{} {}", own.method, own.path),
    )
}

fn describe_row_mutation(row: ErrorId, what: &str) -> String {
    format!("for row {row}, {what}")
}
