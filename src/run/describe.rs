//! What a report says of a case.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::check::Answer;
use crate::contract::Contract;
use crate::fixture::{Bound, root};
use crate::outcome::{
    Binding, CaseInfo, CaseOutcome, ExpectedAnswer, LeftOut, RecordedViolation, Verdict,
};
use crate::suite::{Ask, Bindings, Case};

/// The values of the fixtures that a case names: what others left behind would differ with the order of the cases.
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

/// What the bad request needs besides itself: things that the run makes, and kept objects in the state that its conditions ask for.
///
/// Where a value is not bound, because the case was cut before it was, what would hold it is left out.
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

/// The line of the table that would document a response that no line does.
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

/// What is not tried because a budget leaves no time for these cases, and others do not try either.
pub(super) fn told_left_out(budget: Duration, left: &[&Case], tried: &[&Case]) -> LeftOut {
    let infos = |cases: &[&Case]| cases.iter().map(|case| info(case)).collect::<Vec<_>>();
    let (left, tried) = (infos(left), infos(tried));
    LeftOut::of(
        u64::try_from(budget.as_millis()).unwrap_or(u64::MAX),
        &left.iter().collect::<Vec<_>>(),
        &tried.iter().collect::<Vec<_>>(),
    )
}

/// What a report says of a case.
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

/// A case of which nothing was sent.
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
