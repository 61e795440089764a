//! The judgement of mutants: which cases would notice each of them.

use std::collections::{BTreeMap, BTreeSet};

use super::green_recording::GreenRecording;
use super::mutant::{ContractMutation, Mutant};
use super::recorded_case::RecordedCase;
use crate::check::JudgeContext;
use crate::contract::{Contract, ErrorId, RequirementId};
use crate::outcome::{MutantOutcome, MutantState};

/// Applies each mutant to the recording, and judges the cases that it changes. Calls `observe` after each mutant.
#[must_use]
pub fn judge_mutants(
    contract: &Contract,
    rules: &JudgeContext<'_>,
    recording: &GreenRecording<'_>,
    mutants: &[Mutant],
    mut observe: impl FnMut(),
) -> Vec<MutantOutcome> {
    let index = CaseIndex::from_cases(&recording.cases);
    mutants
        .iter()
        .map(|mutant| {
            let outcome = judge_mutant(contract, rules, mutant, &index.find_cases(mutant));
            observe();
            outcome
        })
        .collect()
}

fn judge_mutant(
    contract: &Contract,
    rules: &JudgeContext<'_>,
    mutant: &Mutant,
    cases: &[&RecordedCase<'_>],
) -> MutantOutcome {
    let mut detected_by = Vec::new();
    let mut undetected_by = Vec::new();
    let mut allowed_by = Vec::new();
    let mut requirements: BTreeMap<RequirementId, usize> = BTreeMap::new();
    for case in cases {
        let name = || case.case.name.to_string();
        if mutant.is_allowed_by(case) {
            allowed_by.push(name());
            continue;
        }
        let Some(steps) = mutant.mutate_case_steps(rules, case) else {
            continue;
        };
        let requirement = mutant.broken_requirement(case);
        *requirements.entry(requirement).or_default() += 1;
        let broken = case.find_newly_broken_requirements(rules, &steps);
        if broken.contains(&requirement) {
            detected_by.push(name());
        } else {
            undetected_by.push(name());
        }
    }
    let usual = mutant.usually_broken_requirement();
    let commonest = requirements.into_iter().max_by_key(|(_, count)| *count);
    MutantOutcome {
        mutant: mutant.to_string(),
        about: mutant.describe(contract),
        operation: mutant.operation().map(str::to_owned),
        row: mutant.row(),
        requirement: commonest.map_or(usual, |(requirement, _)| requirement),
        state: if !detected_by.is_empty() {
            MutantState::Detected { by: detected_by }
        } else if !undetected_by.is_empty() {
            MutantState::Undetected {
                cases: undetected_by,
            }
        } else if !allowed_by.is_empty() {
            MutantState::Allowed { by: allowed_by }
        } else {
            MutantState::Unreached {
                missing: mutant.describe_missing_case(),
            }
        },
    }
}

/// The recorded cases, by what the cells of mutants name.
#[derive(Debug, Default)]
struct CaseIndex<'r> {
    by_operation: BTreeMap<&'r str, Vec<&'r RecordedCase<'r>>>,
    by_defect: BTreeMap<(&'r str, &'r str), Vec<&'r RecordedCase<'r>>>,
    by_row: BTreeMap<ErrorId, Vec<&'r RecordedCase<'r>>>,
    with_burst: Vec<&'r RecordedCase<'r>>,
}

impl<'r> CaseIndex<'r> {
    fn from_cases(cases: &'r [RecordedCase<'r>]) -> Self {
        let mut index = Self::default();
        for case in cases {
            if let Some(operation) = case.operation() {
                index.by_operation.entry(operation).or_default().push(case);
                if let Some(defect) = case.case.defect.as_deref() {
                    let cell = index.by_defect.entry((operation, defect));
                    cell.or_default().push(case);
                }
            }
            let rows: BTreeSet<ErrorId> = case.rows.iter().copied().flatten().collect();
            for row in rows {
                index.by_row.entry(row).or_default().push(case);
            }
            if case.expectations.burst_scope.is_some() {
                index.with_burst.push(case);
            }
        }
        index
    }

    /// Finds the cases of the cell of a mutant.
    fn find_cases(&self, mutant: &Mutant) -> Vec<&'r RecordedCase<'r>> {
        let found = match &mutant.0 {
            ContractMutation::Refusal {
                operation, defect, ..
            } => self.by_defect.get(&(operation.as_str(), defect.as_str())),
            ContractMutation::Constraint { operation, .. }
            | ContractMutation::Control { operation, .. } => {
                self.by_operation.get(operation.as_str())
            }
            ContractMutation::Response { row, .. }
            | ContractMutation::ErrorDetails { row, .. }
            | ContractMutation::RetryAfter { row, .. } => self.by_row.get(row),
            ContractMutation::Limit { .. } => Some(&self.with_burst),
        };
        found.cloned().unwrap_or_default()
    }
}
