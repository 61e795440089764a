//! Descriptions of cases for reports.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::check::ExpectedRefusal;
use crate::contract::Contract;
use crate::fixture::{NameBindings, fixture_of_dotted_name};
use crate::outcome::{
    BudgetOmissions, CaseInfo, CaseOutcome, ExpectedErrorResponse, NameBinding, RecordedViolation,
    Verdict,
};
use crate::suite::{Case, RequestTemplate, TemplateBindings};

/// Collects the bindings of the run and of the fixtures that a case names.
///
/// Bindings of other fixtures are left out, because they depend on the order of the cases.
pub(super) fn collect_case_bindings(case: &Case, bound: &NameBindings) -> Vec<NameBinding> {
    let names = case.referenced_names();
    let roots: BTreeSet<&str> = names
        .iter()
        .map(|name| fixture_of_dotted_name(name))
        .collect();
    let is_of_case = |name: &str| name == "run" || roots.contains(fixture_of_dotted_name(name));
    bound
        .iter()
        .filter(|(name, _)| is_of_case(name))
        .map(|(name, value)| NameBinding {
            name: name.clone(),
            value: crate::suite::json_to_text(value),
        })
        .collect()
}

/// Lists what has to be done before the bad request: the fixtures to create, and the states to set that its conditions require.
///
/// A condition is left out if one of its values is unbound, because the case was aborted before it was bound.
pub(super) fn list_preconditions(
    bad: &RequestTemplate,
    is_made: impl Fn(&str) -> bool,
    bindings: &dyn TemplateBindings,
) -> Vec<String> {
    let names = bad.referenced_names();
    let roots: BTreeSet<&str> = names
        .iter()
        .map(|name| fixture_of_dotted_name(name))
        .collect();
    let made = roots.into_iter().filter(|name| is_made(name));
    let held = bad.conditions.iter().filter_map(|condition| {
        let holds = condition.state.render_value(bindings).ok()?;
        Some(format!("set {} to {holds}", condition.object))
    });
    made.map(|name| format!("create {name}"))
        .chain(held)
        .collect()
}

/// Returns the table line that would document the first undocumented response among these violations.
pub(super) fn suggest_table_line(
    contract: &Contract,
    violations: &[RecordedViolation],
) -> Option<String> {
    let answer = violations
        .iter()
        .find_map(RecordedViolation::undocumented_response)?;
    let message = answer.message_text().unwrap_or_default();
    let code = answer.error_code()?;
    Some(contract.table.format_new_row(code, answer.status, message))
}

/// Summarizes the cases that a budget left out, and what the tried cases leave untested because of that.
pub(super) fn build_budget_omissions(
    budget: Duration,
    left: &[&Case],
    tried: &[&Case],
) -> BudgetOmissions {
    let infos = |cases: &[&Case]| {
        cases
            .iter()
            .map(|case| build_case_info(case))
            .collect::<Vec<_>>()
    };
    let (left, tried) = (infos(left), infos(tried));
    BudgetOmissions::new(
        u64::try_from(budget.as_millis()).unwrap_or(u64::MAX),
        &left.iter().collect::<Vec<_>>(),
        &tried.iter().collect::<Vec<_>>(),
    )
}

/// Returns the description of a case for reports.
pub(super) fn build_case_info(case: &Case) -> CaseInfo {
    CaseInfo {
        name: case.name.to_string(),
        suite: case.name.suite.clone(),
        leaf: case.name.name_in_suite(),
        about: case.about.clone(),
        file: case.file.clone(),
        line: case.line,
        actor: case.bad_request.actor,
        expected: match &case.expectation.outcome {
            ExpectedRefusal::Row { expected, accepted } => ExpectedErrorResponse::Row {
                row: *expected,
                accepted: accepted.clone(),
            },
            ExpectedRefusal::AnyRefusal => ExpectedErrorResponse::Refusal,
            ExpectedRefusal::AnyRow => ExpectedErrorResponse::AnyRow,
        },
        operation: case.operation.clone(),
        defect: case.defect.clone(),
    }
}

/// Returns the outcome of a case that sent nothing.
pub(super) fn untried_outcome(case: &Case, verdict: Verdict) -> CaseOutcome {
    CaseOutcome {
        case: build_case_info(case),
        verdict,
        observed: None,
        violations: Vec::new(),
        defect_form: None,
        known: Vec::new(),
        served_changes: Vec::new(),
        repeats: None,
        preconditions: Vec::new(),
        undocumented: None,
        steps: Vec::new(),
        bindings: Vec::new(),
    }
}
