//! Mutants: rules over a whole recording, each a cell of the contract and a mutation of what belongs to it.

use std::fmt;

use super::case_mutation::MutatedSteps;
use super::constraint_mutation::ConstraintMutation;
use super::control_mutation::ControlMutation;
use super::error_details_mutation::ErrorDetailsMutation;
use super::limit_mutation::LimitMutation;
use super::recorded_case::RecordedCase;
use super::refusal_mutation::RefusalMutation;
use super::response_mutation::ResponseMutation;
use super::retry_after_mutation::RetryAfterMutation;
use crate::check::{AlternativeOutcome, ExpectedRefusal, JudgeContext};
use crate::contract::{BodyConstraint, BodyRule, Contract, ErrorId, RequirementId};

/// A rule over a whole recording: a server that breaks the contract in one way, wherever that would show.
///
/// Its name has the mutation and the cell: `served/member-patch/too-long`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mutant(pub(super) MutantRule);

/// A cell of the contract with a mutation that fits it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MutantRule {
    /// An operation treats a defect wrongly.
    Refusal {
        operation: String,
        defect: String,
        mutation: RefusalMutation,
    },
    /// A constraint on the body of an operation is checked wrongly.
    Constraint {
        operation: String,
        constraint: BodyConstraint,
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
        mutation: LimitMutation,
    },
}

impl fmt::Display for Mutant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            MutantRule::Refusal {
                operation,
                defect,
                mutation,
            } => write!(f, "{}/{operation}/{defect}", mutation.as_str()),
            MutantRule::Constraint {
                operation,
                constraint,
                mutation,
            } => {
                let BodyConstraint { place, rule } = constraint;
                let rule = rule.to_string().replace(' ', "-");
                write!(f, "{}/{operation}{place}:{rule}", mutation.as_str())
            }
            MutantRule::Control {
                operation,
                mutation,
            } => write!(f, "{}/{operation}", mutation.as_str()),
            MutantRule::Response { row, mutation } => write!(f, "{}/{row}", mutation.as_str()),
            MutantRule::ErrorDetails { row, mutation } => write!(f, "{}/{row}", mutation.as_str()),
            MutantRule::RetryAfter { row, mutation } => write!(f, "{}/{row}", mutation.as_str()),
            MutantRule::Limit { scope, mutation } => write!(f, "{}/{scope}", mutation.as_str()),
        }
    }
}

impl Mutant {
    /// Returns the id of the operation that it belongs to, if it belongs to one.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        match &self.0 {
            MutantRule::Refusal { operation, .. }
            | MutantRule::Constraint { operation, .. }
            | MutantRule::Control { operation, .. } => Some(operation),
            MutantRule::Response { .. }
            | MutantRule::ErrorDetails { .. }
            | MutantRule::RetryAfter { .. }
            | MutantRule::Limit { .. } => None,
        }
    }

    /// Returns the row whose responses it changes, if it changes those of one.
    #[must_use]
    pub fn row(&self) -> Option<ErrorId> {
        match &self.0 {
            MutantRule::Response { row, .. }
            | MutantRule::ErrorDetails { row, .. }
            | MutantRule::RetryAfter { row, .. } => Some(*row),
            MutantRule::Refusal { .. }
            | MutantRule::Constraint { .. }
            | MutantRule::Control { .. }
            | MutantRule::Limit { .. } => None,
        }
    }

    /// Describes the server that it stands for, as a clause behind "a server that …".
    #[must_use]
    pub fn describe(&self, contract: &Contract) -> String {
        match &self.0 {
            MutantRule::Refusal {
                operation,
                defect,
                mutation,
            } => {
                let request = describe_operation(contract, operation);
                let defect = contract.operations.find_defect(defect);
                let about = defect.map_or_else(String::new, |own| own.about.clone());
                format!("for {request} with {about}, {}", mutation.describe())
            }
            MutantRule::Constraint {
                operation,
                constraint,
                mutation,
            } => {
                let request = describe_operation(contract, operation);
                let BodyConstraint { place, rule } = constraint;
                let what = mutation.describe();
                format!("for {request} and `{place}` ({rule}), {what}")
            }
            MutantRule::Control {
                operation,
                mutation,
            } => {
                let request = describe_operation(contract, operation);
                format!("for {request}, {}", mutation.describe())
            }
            MutantRule::Response { row, mutation } => describe_row(*row, mutation.describe()),
            MutantRule::ErrorDetails { row, mutation } => describe_row(*row, mutation.describe()),
            MutantRule::RetryAfter { row, mutation } => describe_row(*row, mutation.describe()),
            MutantRule::Limit { scope, mutation } => {
                format!("for requests of scope `{scope}`, {}", mutation.describe())
            }
        }
    }

    /// Describes the case that would detect it, where no recorded case has an exchange that it changes.
    #[must_use]
    pub fn describe_missing_case(&self) -> String {
        match &self.0 {
            MutantRule::Refusal {
                mutation: RefusalMutation::StateChanged,
                ..
            } => "a read in `unchanged` of a case with this operation and defect".to_owned(),
            MutantRule::Refusal { .. } => "a case with this operation and defect".to_owned(),
            MutantRule::Constraint {
                constraint,
                mutation,
                ..
            } => mutation.describe_missing_case(constraint),
            MutantRule::Control { .. } => "a case of this operation with a control".to_owned(),
            MutantRule::Response {
                mutation: ResponseMutation::RepeatServed,
                ..
            } => "a case that gets this row and is repeated".to_owned(),
            MutantRule::Response { .. }
            | MutantRule::ErrorDetails { .. }
            | MutantRule::RetryAfter { .. } => "a case that gets this row".to_owned(),
            MutantRule::Limit {
                mutation: LimitMutation::WaitUntrue,
                ..
            } => {
                "a burst after which one more request is refused, as on a faster machine".to_owned()
            }
            MutantRule::Limit { .. } => "a case with a burst in this scope".to_owned(),
        }
    }

    /// Returns the requirement that the server breaks in a case.
    pub(super) fn broken_requirement(&self, case: &RecordedCase<'_>) -> RequirementId {
        match &self.0 {
            MutantRule::Refusal { mutation, .. } => mutation.broken_requirement(case),
            MutantRule::Constraint { mutation, .. } => mutation.broken_requirement(case),
            MutantRule::Control { mutation, .. } => mutation.broken_requirement(),
            // A burst knows its refusals by their status.
            MutantRule::Response {
                mutation: ResponseMutation::OtherStatus,
                ..
            } if case.is_burst() => RequirementId::LimitEnforced,
            MutantRule::Response { mutation, .. } => mutation.broken_requirement(),
            MutantRule::ErrorDetails { mutation, .. } => mutation.broken_requirement(),
            MutantRule::RetryAfter { mutation, .. } => mutation.broken_requirement(),
            MutantRule::Limit { mutation, .. } => mutation.broken_requirement(),
        }
    }

    /// Returns the requirement that the server breaks where a row describes the defect.
    pub(super) fn usual_requirement(&self) -> RequirementId {
        match &self.0 {
            MutantRule::Refusal { mutation, .. } => mutation.usual_requirement(),
            MutantRule::Constraint { mutation, .. } => mutation.usual_requirement(),
            MutantRule::Control { mutation, .. } => mutation.broken_requirement(),
            MutantRule::Response { mutation, .. } => mutation.broken_requirement(),
            MutantRule::ErrorDetails { mutation, .. } => mutation.broken_requirement(),
            MutantRule::RetryAfter { mutation, .. } => mutation.broken_requirement(),
            MutantRule::Limit { mutation, .. } => mutation.broken_requirement(),
        }
    }

    /// Reports whether the case allows what the server does: the documentation decides nothing.
    pub(super) fn is_allowed_by(&self, case: &RecordedCase<'_>) -> bool {
        let outcome = &case.expectations.bad_request.outcome;
        let is_served_allowed = outcome
            .find_alternative(AlternativeOutcome::Served)
            .is_some();
        match &self.0 {
            MutantRule::Refusal { mutation, .. } => match mutation {
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
            MutantRule::Constraint {
                mutation,
                constraint,
                ..
            } => match mutation {
                ConstraintMutation::Unchecked | ConstraintMutation::LimitRaised => {
                    // Some values of a wrong type can be converted, which never holds for all.
                    is_served_allowed
                        && constraint.rule != BodyRule::Type
                        && case.broken_constraints.contains(constraint)
                }
                ConstraintMutation::LimitLowered | ConstraintMutation::OtherLengths => false,
            },
            MutantRule::Control { .. }
            | MutantRule::Response { .. }
            | MutantRule::ErrorDetails { .. }
            | MutantRule::RetryAfter { .. }
            | MutantRule::Limit { .. } => false,
        }
    }

    /// Applies the mutant to a case of its cell; `None` if it has nothing to change.
    pub(super) fn apply<'c>(
        &self,
        rules: &JudgeContext<'_>,
        case: &'c RecordedCase<'_>,
    ) -> Option<MutatedSteps<'c>> {
        match &self.0 {
            MutantRule::Refusal { mutation, .. } => mutation.apply(rules, case),
            MutantRule::Constraint {
                constraint,
                mutation,
                ..
            } => mutation.apply(rules, case, constraint),
            MutantRule::Control { mutation, .. } => mutation.apply(rules, case, |_| true),
            MutantRule::Response { row, mutation } => mutation.apply(rules, case, *row),
            MutantRule::ErrorDetails { row, mutation } => mutation.apply(rules, case, *row),
            MutantRule::RetryAfter { row, mutation } => mutation.apply(rules, case, *row),
            MutantRule::Limit { scope, mutation } => mutation.apply(rules, case, scope),
        }
    }
}

fn describe_operation(contract: &Contract, id: &str) -> String {
    let operation = contract.operations.get(id);
    operation.map_or_else(
        || id.to_owned(),
        |own| format!("{} {}", own.method, own.path),
    )
}

fn describe_row(row: ErrorId, what: &str) -> String {
    format!("for row {row}, {what}")
}
