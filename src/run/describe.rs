//! Descriptions of cases for reports.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::check::Answer;
use crate::contract::Contract;
use crate::fixture::{Bound, root};
use crate::outcome::{
    Binding, CaseInfo, CaseOutcome, ExpectedAnswer, LeftOut, RecordedViolation, Verdict,
};
use crate::suite::{Ask, Bindings, Case};

/// Collects the bindings of the run and of the fixtures that a case names.
///
/// Bindings of other fixtures are left out, because they depend on the order of the cases.
pub(super) fn bindings(case: &Case, bound: &Bound) -> Vec<Binding> {
    let names = case.names();
    let roots: BTreeSet<&str> = names.iter().map(|name| root(name)).collect();
    let is_of_case = |name: &str| name == "run" || roots.contains(root(name));
    bound
        .iter()
        .filter(|(name, _)| is_of_case(name))
        .map(|(name, value)| Binding {
            name: name.clone(),
            value: crate::suite::as_text(value),
        })
        .collect()
}

/// Lists the preconditions of the bad request: the fixtures that the run creates, and the states that its conditions require.
///
/// A condition is left out if one of its values is unbound, because the case was aborted before it was bound.
pub(super) fn beforehand(
    bad: &Ask,
    is_made: impl Fn(&str) -> bool,
    bindings: &dyn Bindings,
) -> Vec<String> {
    let names = bad.names();
    let roots: BTreeSet<&str> = names.iter().map(|name| root(name)).collect();
    let made = roots.into_iter().filter(|name| is_made(name));
    let held = bad.conditions.iter().filter_map(|condition| {
        let holds = condition.holds.fill(bindings).ok()?;
        Some(format!("{} holding {holds}", condition.kept))
    });
    made.map(|name| format!("{name} made"))
        .chain(held)
        .collect()
}

/// Returns the table line that would document the first undocumented response among these violations.
pub(super) fn undocumented(
    contract: &Contract,
    violations: &[RecordedViolation],
) -> Option<String> {
    let answer = violations
        .iter()
        .find_map(RecordedViolation::undocumented)?;
    let message = answer.message_text().unwrap_or_default();
    let code = answer.integer_code()?;
    Some(contract.table.line_for(code, answer.status, message))
}

/// Summarizes the cases that a budget left out, and what the tried cases leave untested because of that.
pub(super) fn told_left_out(budget: Duration, left: &[&Case], tried: &[&Case]) -> LeftOut {
    let infos = |cases: &[&Case]| cases.iter().map(|case| info(case)).collect::<Vec<_>>();
    let (left, tried) = (infos(left), infos(tried));
    LeftOut::of(
        u64::try_from(budget.as_millis()).unwrap_or(u64::MAX),
        &left.iter().collect::<Vec<_>>(),
        &tried.iter().collect::<Vec<_>>(),
    )
}

/// Returns the description of a case for reports.
pub(super) fn info(case: &Case) -> CaseInfo {
    CaseInfo {
        name: case.name.to_string(),
        suite: case.name.suite.clone(),
        leaf: case.name.leaf(),
        about: case.about.clone(),
        file: case.file.clone(),
        line: case.line,
        actor: case.bad.actor,
        expected: match &case.expected.answer {
            Answer::Row { expected, accepted } => ExpectedAnswer::Row {
                row: *expected,
                accepted: accepted.clone(),
            },
            Answer::Refusal => ExpectedAnswer::Refusal,
            Answer::AnyRow => ExpectedAnswer::AnyRow,
        },
        operation: case.operation.clone(),
        way: case.way.clone(),
    }
}

/// Returns the outcome of a case that sent nothing.
pub(super) fn untried(case: &Case, verdict: Verdict) -> CaseOutcome {
    CaseOutcome {
        case: info(case),
        verdict,
        observed: None,
        violations: Vec::new(),
        known: Vec::new(),
        repeats: None,
        beforehand: Vec::new(),
        undocumented: None,
        steps: Vec::new(),
        bindings: Vec::new(),
    }
}
