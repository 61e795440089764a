//! Row outcomes: the results of a run for the rows of the error table.

use serde::{Deserialize, Serialize};

use super::{CaseOutcome, ExpectedAnswer, Latency, Unproven, Verdict};
use crate::contract::{Origin, Row, RowName};

/// A row of the error table and its result in a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RowOutcome {
    /// The row as documented.
    pub row: Row,
    /// The number of tried cases that expect the row.
    pub cases: usize,
    /// The number of these cases that failed.
    pub failed: usize,
    /// The result of the run for the row.
    pub state: RowState,
    /// The latency of the responses to the bad requests of these cases; absent where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency: Option<Latency>,
}

/// The result of a run for a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum RowState {
    /// The row was provoked, and every response keeps the contract.
    Proven,
    /// Some case that expects the row failed.
    Broken,
    /// No case of this run expects the row.
    NotTried,
    /// The row was not observed on this target.
    NotObserved {
        /// The reason.
        reason: String,
    },
}

/// Derives the outcome of every row of the table from the cases, in the order of the table.
#[must_use]
pub fn row_outcomes(table: &[Row], cases: &[CaseOutcome]) -> Vec<RowOutcome> {
    table.iter().map(|row| row_outcome(row, cases)).collect()
}

fn row_outcome(row: &Row, cases: &[CaseOutcome]) -> RowOutcome {
    let name = row.name();
    let about: Vec<&CaseOutcome> = cases
        .iter()
        .filter(|outcome| expects(outcome, name) && !outcome.verdict.is_skipped())
        .collect();
    let failed = about
        .iter()
        .filter(|outcome| outcome.verdict == Verdict::Fail)
        .count();
    let proven = about
        .iter()
        .any(|outcome| outcome.verdict == Verdict::Pass && outcome.observed == Some(name));
    let state = match (failed, proven) {
        (0, true) => RowState::Proven,
        (0, false) if about.is_empty() => RowState::NotTried,
        (0, false) => RowState::NotObserved {
            reason: why_not(&about),
        },
        (_, _) => RowState::Broken,
    };
    RowOutcome {
        row: row.clone(),
        cases: about.len(),
        failed,
        state,
        latency: Latency::of(
            about
                .iter()
                .filter_map(|outcome| outcome.judged())
                .map(|exchange| exchange.timing.elapsed_us)
                .collect(),
        ),
    }
}

fn expects(outcome: &CaseOutcome, name: RowName) -> bool {
    match &outcome.case.expected {
        ExpectedAnswer::Row { row, .. } => *row == name,
        ExpectedAnswer::Refusal | ExpectedAnswer::AnyRow => false,
    }
}

fn why_not(about: &[&CaseOutcome]) -> String {
    // A known failure is the reason why the row is not proven, whatever other cases received.
    let known = about.iter().find_map(|outcome| match &outcome.verdict {
        Verdict::KnownFailure { reason } => Some(reason),
        Verdict::Pass
        | Verdict::Fail
        | Verdict::Unproven { .. }
        | Verdict::Skipped { .. }
        | Verdict::HarnessError { .. } => None,
    });
    if let Some(reason) = known {
        return format!("known failure: {reason}");
    }
    if let Some(outcome) = about.iter().find(|outcome| outcome.is_alternative()) {
        let observed = outcome
            .observed
            .map(|row| row.to_string())
            .unwrap_or_default();
        return format!("the target answers {observed}, which is accepted as well");
    }
    about
        .iter()
        .find_map(|outcome| match &outcome.verdict {
            Verdict::Unproven { because } => Some(unproven(because)),
            Verdict::HarnessError { reason } => Some(format!("harness error: {reason}")),
            Verdict::Pass => outcome
                .observed
                .map(|observed| format!("the target answers {observed}")),
            Verdict::KnownFailure { .. } | Verdict::Fail | Verdict::Skipped { .. } => None,
        })
        .unwrap_or_else(|| "no case came to a verdict".to_owned())
}

fn unproven(because: &Unproven) -> String {
    because.to_string()
}

/// Counts the proven rows of this origin, and all rows of this origin.
#[must_use]
pub fn proven(rows: &[RowOutcome], origin: Origin) -> (usize, usize) {
    let of_origin = || rows.iter().filter(|outcome| outcome.row.origin == origin);
    let proven = of_origin()
        .filter(|outcome| outcome.state == RowState::Proven)
        .count();
    (proven, of_origin().count())
}
