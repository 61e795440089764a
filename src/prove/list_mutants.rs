//! The list of all mutants: every cell of the contract with every mutation that fits it.

use super::constraint_mutation::ConstraintMutation;
use super::control_mutation::ControlMutation;
use super::error_details_mutation::ErrorDetailsMutation;
use super::mutant::{ContractMutation, Mutant};
use super::rate_limit_mutation::RateLimitMutation;
use super::refusal_mutation::RefusalMutation;
use super::response_mutation::ResponseMutation;
use super::retry_after_mutation::RetryAfterMutation;
use crate::check::JudgeContext;
use crate::contract::{ApiOperation, Contract, ErrorRow, RequestBodyModel};

/// The methods that change nothing (RFC 9110, 9.2.1).
const SAFE_METHODS: [&str; 4] = ["GET", "HEAD", "OPTIONS", "TRACE"];

/// Lists the mutants of a contract, whatever was recorded: for each operation and defect, each constraint on a body, each row and each scope of
/// the limits.
///
/// Leaves out what the contract excludes, and mutants that break only a requirement that the contract does not list.
#[must_use]
pub fn list_mutants(contract: &Contract, rules: &JudgeContext<'_>) -> Vec<Mutant> {
    let operations = contract.operations.operations().iter();
    let rows = contract.table.rows().iter();
    let limits = contract.limits.as_ref();
    let scopes = limits.into_iter().flat_map(|limits| &limits.scopes);
    let scopes = scopes.flat_map(|scope| {
        RateLimitMutation::ALL
            .iter()
            .map(|mutation| ContractMutation::Limit {
                scope: scope.name.clone(),
                mutation: *mutation,
            })
    });
    operations
        .flat_map(|operation| list_operation_mutants(contract, operation))
        .chain(rows.flat_map(|row| list_row_mutants(rules, row)))
        .chain(scopes)
        .map(Mutant)
        .filter(|mutant| {
            contract
                .requirements
                .get(mutant.usually_broken_requirement())
                .is_some()
        })
        .collect()
}

fn list_operation_mutants(contract: &Contract, operation: &ApiOperation) -> Vec<ContractMutation> {
    let id = &operation.id;
    let is_open = |defect: &&String| contract.operations.find_exclusion(id, defect).is_none();
    let changes_state = !SAFE_METHODS.contains(&operation.method.as_str());
    let refusals = operation.defects.iter().filter(is_open).flat_map(|defect| {
        let of_unsafe = changes_state.then_some(&RefusalMutation::StateChanged);
        let mutations = RefusalMutation::OF_ANY.iter().chain(of_unsafe);
        mutations.map(|mutation| ContractMutation::Refusal {
            operation: id.clone(),
            defect: defect.clone(),
            mutation: *mutation,
        })
    });
    let model = contract.find_body_model(id);
    let constraints = model.map_or(&[][..], RequestBodyModel::constraints).iter();
    let constraints = constraints.flat_map(|constraint| {
        let mutations = ConstraintMutation::list_for(&constraint.rule).iter();
        mutations.map(|mutation| ContractMutation::Constraint {
            operation: id.clone(),
            constraint: constraint.clone(),
            mutation: *mutation,
        })
    });
    let controls = ControlMutation::ALL.iter();
    let controls = controls.map(|mutation| ContractMutation::Control {
        operation: id.clone(),
        mutation: *mutation,
    });
    refusals.chain(constraints).chain(controls).collect()
}

fn list_row_mutants(rules: &JudgeContext<'_>, row: &ErrorRow) -> Vec<ContractMutation> {
    let id = row.id();
    let of_any = ResponseMutation::ALL.iter();
    let mut rows: Vec<ContractMutation> = of_any
        .filter(|mutation| mutation.applies_to_row(rules, row))
        .map(|mutation| ContractMutation::Response {
            row: id,
            mutation: *mutation,
        })
        .collect();
    if rules.model.rows_with_details().contains(&id) {
        let mutations = ErrorDetailsMutation::ALL.iter();
        rows.extend(mutations.map(|mutation| ContractMutation::ErrorDetails {
            row: id,
            mutation: *mutation,
        }));
    }
    if rules.model.wait.is_some() && rules.model.rate_limit_rows.contains(&id) {
        let mutations = RetryAfterMutation::ALL.iter();
        rows.extend(mutations.map(|mutation| ContractMutation::RetryAfter {
            row: id,
            mutation: *mutation,
        }));
    }
    rows
}
