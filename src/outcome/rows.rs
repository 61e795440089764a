//! Row outcomes: the results of a run for the rows of the error table.

use serde::{Deserialize, Serialize};

use super::{CaseOutcome, ExpectedErrorResponse, InconclusiveReason, LatencyStats, Verdict};
use crate::contract::{ErrorId, ErrorRow, RowOrigin};

/// A row of the error table and its result in a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RowOutcome {
    /// The row as documented.
    pub row: ErrorRow,
    /// The number of tried cases that expect the row.
    pub cases: usize,
    /// The number of these cases that failed.
    pub failed: usize,
    /// The result of the run for the row.
    pub state: RowVerdict,
    /// The latency of the responses to the bad requests of these cases; absent where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency: Option<LatencyStats>,
}

/// The result of a run for a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum RowVerdict {
    /// The row was provoked, and every response keeps the contract.
    Proven,
    /// Some case that expects the row failed.
    Broken,
    /// No case of this run expects the row.
    NotRun,
    /// The row was not observed on this target.
    NotObserved {
        /// The reason.
        reason: String,
    },
}

/// Derives the outcome of every row of the table from the cases, in the order of the table.
#[must_use]
pub fn derive_row_outcomes(table: &[ErrorRow], cases: &[CaseOutcome]) -> Vec<RowOutcome> {
    table
        .iter()
        .map(|row| derive_row_outcome(row, cases))
        .collect()
}

fn derive_row_outcome(row: &ErrorRow, cases: &[CaseOutcome]) -> RowOutcome {
    let name = row.id();
    let about: Vec<&CaseOutcome> = cases
        .iter()
        .filter(|outcome| expects_row(outcome, name) && !outcome.verdict.is_skipped())
        .collect();
    let failed = about
        .iter()
        .filter(|outcome| outcome.verdict == Verdict::Fail)
        .count();
    let proven = about
        .iter()
        .any(|outcome| outcome.verdict == Verdict::Pass && outcome.observed == Some(name));
    let state = match (failed, proven) {
        (0, true) => RowVerdict::Proven,
        (0, false) if about.is_empty() => RowVerdict::NotRun,
        (0, false) => RowVerdict::NotObserved {
            reason: explain_not_observed(&about),
        },
        (_, _) => RowVerdict::Broken,
    };
    RowOutcome {
        row: row.clone(),
        cases: about.len(),
        failed,
        state,
        latency: LatencyStats::from_samples(
            about
                .iter()
                .filter_map(|outcome| outcome.judged_exchange())
                .map(|exchange| exchange.timing.elapsed_us)
                .collect(),
        ),
    }
}

fn expects_row(outcome: &CaseOutcome, name: ErrorId) -> bool {
    match &outcome.case.expected {
        ExpectedErrorResponse::Row { row, .. } => *row == name,
        ExpectedErrorResponse::Refusal | ExpectedErrorResponse::AnyRow => false,
    }
}

fn explain_not_observed(about: &[&CaseOutcome]) -> String {
    // A known failure is the reason why the row is not proven, whatever other cases received.
    let known = about.iter().find_map(|outcome| match &outcome.verdict {
        Verdict::KnownFailure { reason } => Some(reason),
        Verdict::Pass
        | Verdict::Fail
        | Verdict::Inconclusive { .. }
        | Verdict::Skipped { .. }
        | Verdict::HarnessError { .. } => None,
    });
    if let Some(reason) = known {
        return format!("known failure: {reason}");
    }
    if let Some(outcome) = about
        .iter()
        .find(|outcome| outcome.passed_with_alternative())
    {
        let observed = outcome
            .observed
            .map(|row| row.to_string())
            .unwrap_or_default();
        return format!("the target returns {observed}, which is accepted, too");
    }
    about
        .iter()
        .find_map(|outcome| match &outcome.verdict {
            Verdict::Inconclusive { because } => Some(describe_inconclusive(because)),
            Verdict::HarnessError { reason } => Some(format!("harness error: {reason}")),
            Verdict::Pass => outcome
                .observed
                .map(|observed| format!("the target returns {observed}")),
            Verdict::KnownFailure { .. } | Verdict::Fail | Verdict::Skipped { .. } => None,
        })
        .unwrap_or_else(|| "no case came to a verdict".to_owned())
}

fn describe_inconclusive(because: &InconclusiveReason) -> String {
    because.to_string()
}

/// Counts the proven rows of this origin, and all rows of this origin.
#[must_use]
pub fn count_proven_and_all_rows(rows: &[RowOutcome], origin: RowOrigin) -> (usize, usize) {
    let of_origin = || rows.iter().filter(|outcome| outcome.row.origin == origin);
    let proven = of_origin()
        .filter(|outcome| outcome.state == RowVerdict::Proven)
        .count();
    (proven, of_origin().count())
}
