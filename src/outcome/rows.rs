//! Row outcomes: the results of a run for the rows of the error table.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{CaseOutcome, ExpectedErrorResponse, InconclusiveReason, LatencyStats, Verdict};
use crate::contract::{ErrorId, ErrorRow, Level, RowOrigin};

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
    /// Other rows came in its place, and the cases accept them.
    Replaced {
        /// The rows that came.
        by: Vec<ErrorId>,
    },
    /// Some case that expects the row fails, and only as the baseline says.
    KnownFailures {
        /// The reason in the baseline.
        reason: String,
    },
    /// No case of this run expects the row.
    NotRun,
    /// The row was not observed on this target.
    NotObserved {
        /// The kind of the reason.
        cause: NotObservedCause,
        /// The reason.
        reason: String,
    },
}

/// The kind of reason for which a row was not observed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NotObservedCause {
    /// A value or a trigger was not given, which only the target's operator can supply.
    MissingInput,
    /// A token, a fixture, a working control or a response is missing.
    MissingEvidence,
    /// The target responded in another way that the cases accept.
    OtherResponse,
}

impl RowVerdict {
    /// Reports whether the run settled the question of the row.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        match self {
            Self::Proven | Self::Broken | Self::Replaced { .. } | Self::KnownFailures { .. } => {
                true
            }
            Self::NotRun | Self::NotObserved { .. } => false,
        }
    }
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
    let is_broken = about
        .iter()
        .any(|outcome| outcome.verdict == Verdict::Fail && !outcome.fails_by_control_only());
    let proven = about
        .iter()
        .any(|outcome| outcome.verdict == Verdict::Pass && outcome.observed == Some(name));
    let state = if is_broken {
        RowVerdict::Broken
    } else if let Some(reason) = find_known_failure_reason(&about) {
        RowVerdict::KnownFailures { reason }
    } else if proven {
        RowVerdict::Proven
    } else if about.is_empty() {
        RowVerdict::NotRun
    } else {
        derive_unproven_row_verdict(&about)
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

/// Returns the reason in the baseline of the first known failure, also where a control leaves its case without a verdict about the row.
fn find_known_failure_reason(about: &[&CaseOutcome]) -> Option<String> {
    about.iter().find_map(|outcome| match &outcome.verdict {
        Verdict::KnownFailure { reason } => Some(reason.clone()),
        Verdict::Fail | Verdict::Inconclusive { .. } => {
            let mut known = outcome.known.iter();
            let must = known.find(|own| {
                own.violation.level == Level::Must && own.violation.failed_control().is_none()
            });
            must.map(|own| format!("line {} of the baseline", own.line))
        }
        Verdict::Pass | Verdict::Skipped { .. } | Verdict::HarnessError { .. } => None,
    })
}

/// Explains why a row did not come: another accepted row came, or else the gravest want of the cases.
fn derive_unproven_row_verdict(about: &[&CaseOutcome]) -> RowVerdict {
    let passed = || about.iter().filter(|own| own.verdict == Verdict::Pass);
    let alternatives = passed().filter(|own| own.passed_with_alternative());
    let by: BTreeSet<ErrorId> = alternatives.filter_map(|own| own.observed).collect();
    if !by.is_empty() {
        return RowVerdict::Replaced {
            by: by.into_iter().collect(),
        };
    }
    let mut wants: Vec<(NotObservedCause, String)> = about
        .iter()
        .filter_map(|outcome| match &outcome.verdict {
            Verdict::Inconclusive { because } => {
                Some((classify_inconclusive_reason(because), because.to_string()))
            }
            Verdict::HarnessError { reason } => Some((
                NotObservedCause::MissingEvidence,
                format!("harness error: {reason}"),
            )),
            Verdict::Fail => Some((
                NotObservedCause::MissingEvidence,
                "the controls of its cases fail".to_owned(),
            )),
            Verdict::Pass | Verdict::KnownFailure { .. } | Verdict::Skipped { .. } => None,
        })
        .collect();
    wants.sort_by_key(|(cause, _)| *cause != NotObservedCause::MissingEvidence);
    let (cause, reason) = wants.into_iter().next().unwrap_or_else(|| {
        let observed = passed().find_map(|own| own.observed);
        let is_served = passed().any(|own| own.passed_with_alternative());
        let reason = match observed {
            Some(observed) => format!("the target returns {observed}"),
            None if is_served => "the target serves the request, which is accepted, too".to_owned(),
            None => "the response is of no row".to_owned(),
        };
        (NotObservedCause::OtherResponse, reason)
    });
    RowVerdict::NotObserved { cause, reason }
}

fn classify_inconclusive_reason(because: &InconclusiveReason) -> NotObservedCause {
    match because {
        InconclusiveReason::Value(_) | InconclusiveReason::Trigger(_) => {
            NotObservedCause::MissingInput
        }
        InconclusiveReason::Credential(_)
        | InconclusiveReason::Fixture(_)
        | InconclusiveReason::Control(_)
        | InconclusiveReason::Condition(_)
        | InconclusiveReason::NoResponse(_) => NotObservedCause::MissingEvidence,
    }
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
