//! Hollow runs: those from which little can be concluded.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CaseOutcome, Role, Unproven, Verdict};

/// A sign that a run proves less than its numbers say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Hollow {
    /// Nearly every bad request got the same status.
    OneStatus {
        /// The status.
        status: u16,
        /// How many answers had it.
        answers: usize,
        /// Out of how many.
        of: usize,
    },
    /// Nearly every control failed with the same status.
    ControlsFail {
        /// The status.
        status: u16,
        /// How many cases are unproven for it.
        cases: usize,
    },
    /// Most of the cases could not be tried.
    MostlyUnproven {
        /// How many could not.
        cases: usize,
        /// Out of how many.
        of: usize,
    },
}

/// From how many answers on a pattern means something.
const ENOUGH: usize = 10;

/// The signs that a run is hollow.
#[must_use]
pub fn hollow(cases: &[CaseOutcome]) -> Vec<Hollow> {
    let mut signs = Vec::new();
    // Answers that are as they should be are no sign of anything, however alike they are; nor are those with the right row and
    // another breach, of which a selection or a replay may well consist.
    let judged: Vec<u16> = cases
        .iter()
        .filter(|outcome| outcome.verdict != Verdict::Pass && !outcome.met_its_row())
        .filter_map(CaseOutcome::judged)
        .map(|exchange| exchange.response.status)
        .collect();
    if let Some((status, answers)) = most_frequent(&judged)
        && judged.len() >= ENOUGH
        && judged.len() * 2 > cases.len()
        && answers * 10 >= judged.len() * 9
    {
        signs.push(Hollow::OneStatus {
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
                Verdict::Unproven {
                    because: Unproven::Control(_)
                }
            )
        })
        .filter_map(|outcome| {
            let last = outcome
                .steps
                .iter()
                .rev()
                .find(|step| matches!(step.role, Role::Control(_)));
            last.map(|step| step.exchange.response.status)
        })
        .collect();
    if let Some((status, cases)) = most_frequent(&controls)
        && cases >= ENOUGH
    {
        signs.push(Hollow::ControlsFail { status, cases });
    }
    let unproven = cases
        .iter()
        .filter(|outcome| matches!(outcome.verdict, Verdict::Unproven { .. }))
        .count();
    if cases.len() >= ENOUGH && unproven * 2 > cases.len() {
        signs.push(Hollow::MostlyUnproven {
            cases: unproven,
            of: cases.len(),
        });
    }
    signs
}

fn most_frequent(statuses: &[u16]) -> Option<(u16, usize)> {
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for status in statuses {
        *counts.entry(*status).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count)
}
