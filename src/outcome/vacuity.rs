//! Vacuous runs: runs from which little can be concluded, and targets that are set up wrongly.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::clock_warning::find_clock_warning;
use super::{CaseOutcome, ExchangeRole, InconclusiveReason, Verdict};

/// A sign that a run proves less than its numbers suggest, or that its target is set up wrongly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum VacuityWarning {
    /// Nearly every bad request got the same status code.
    OneStatus {
        /// The status code.
        status: u16,
        /// The number of responses with it.
        answers: usize,
        /// The number of all these responses.
        of: usize,
    },
    /// Nearly every control failed with the same status code.
    ControlsFail {
        /// The status code.
        status: u16,
        /// The number of cases that are inconclusive because of it.
        cases: usize,
    },
    /// Most of the cases could not be tried.
    MostlyInconclusive {
        /// The number of these cases.
        cases: usize,
        /// The number of all cases.
        of: usize,
    },
    /// The clock of the target is wrong by more than two seconds, if that of the harness is right.
    ClockSkewed {
        /// The time in milliseconds by which it is ahead; negative if it is behind.
        ahead_ms: i64,
    },
    /// The responses were dated by different clocks.
    SeveralClocks {
        /// The least time in milliseconds by which these clocks differ.
        apart_ms: i64,
    },
}

/// The number of responses from which on a pattern means something.
const MIN_SAMPLE: usize = 10;

/// Lists the signs that a run proves little or that its target is set up wrongly.
#[must_use]
pub fn find_doubtful_run_signs(cases: &[CaseOutcome]) -> Vec<VacuityWarning> {
    let mut signs = Vec::new();
    // Right responses are no sign of anything, however similar they are. Neither are responses with the right row and another breach, of which a
    // selection or a rerun of failed cases may well consist.
    let judged: Vec<u16> = cases
        .iter()
        .filter(|outcome| {
            outcome.verdict != Verdict::Pass && !outcome.has_accepted_row_or_success()
        })
        .filter_map(CaseOutcome::judged_exchange)
        .map(|exchange| exchange.response.status)
        .collect();
    if let Some((status, answers)) = most_frequent_status(&judged)
        && judged.len() >= MIN_SAMPLE
        && judged.len() * 2 > cases.len()
        && answers * 10 >= judged.len() * 9
    {
        signs.push(VacuityWarning::OneStatus {
            status,
            answers,
            of: judged.len(),
        });
    }
    let controls: Vec<u16> = cases
        .iter()
        .filter(|outcome| {
            matches!(
                &outcome.verdict,
                Verdict::Inconclusive {
                    because: InconclusiveReason::Control(_)
                }
            )
        })
        .filter_map(|outcome| {
            let last = outcome
                .steps
                .iter()
                .rev()
                .find(|step| matches!(step.role, ExchangeRole::Control(_)));
            last.map(|step| step.exchange.response.status)
        })
        .collect();
    if let Some((status, cases)) = most_frequent_status(&controls)
        && cases >= MIN_SAMPLE
    {
        signs.push(VacuityWarning::ControlsFail { status, cases });
    }
    let unproven = cases
        .iter()
        .filter(|outcome| matches!(outcome.verdict, Verdict::Inconclusive { .. }))
        .count();
    if cases.len() >= MIN_SAMPLE && unproven * 2 > cases.len() {
        signs.push(VacuityWarning::MostlyInconclusive {
            cases: unproven,
            of: cases.len(),
        });
    }
    signs.extend(find_clock_warning(cases));
    signs
}

fn most_frequent_status(statuses: &[u16]) -> Option<(u16, usize)> {
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for status in statuses {
        *counts.entry(*status).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count)
}
