//! Redundant cases: those that detect no fault that other cases miss.

use std::collections::{BTreeMap, BTreeSet};

use super::expectation_file::FaultExpectations;
use crate::outcome::{FaultOutcome, RedundantCase, StaleJustification, SuiteRedundancy};
use crate::suite::Case;

/// Finds the redundant cases (those that are the only witness of no fault) and their justifications.
///
/// The result is meaningful only if all faults were tested with all cases.
#[must_use]
pub fn find_redundancy(
    cases: &[&Case],
    faults: &[FaultOutcome],
    accusations: &FaultExpectations,
) -> SuiteRedundancy {
    let mut noticed: BTreeMap<&str, usize> = BTreeMap::new();
    for notice in faults.iter().flat_map(|fault| &fault.detections) {
        *noticed.entry(&notice.case).or_default() += 1;
    }
    let unique: BTreeSet<&str> = faults
        .iter()
        .filter_map(FaultOutcome::only_detecting_case)
        .collect();
    let is_redundant = |case: &Case| !unique.contains(case.name.to_string().as_str());
    let reason = |case: &Case| {
        let justified = accusations.justifications.iter().find(|justification| {
            let mut cases = justification.cases.iter();
            cases.any(|(pattern, _, _)| pattern.matches(case))
        });
        justified.map(|justification| justification.reason.clone())
    };
    let redundant: Vec<&Case> = cases
        .iter()
        .copied()
        .filter(|case| is_redundant(case))
        .collect();
    let stale = accusations
        .justifications
        .iter()
        .flat_map(|justification| &justification.cases)
        .filter(|(pattern, _, _)| !redundant.iter().any(|case| pattern.matches(case)))
        .map(|(_, text, line)| StaleJustification {
            pattern: text.clone(),
            file: accusations.file.clone(),
            line: *line,
        })
        .collect();
    SuiteRedundancy {
        redundant: redundant
            .iter()
            .map(|case| {
                let name = case.name.to_string();
                RedundantCase {
                    detections: noticed.get(name.as_str()).copied().unwrap_or_default(),
                    reason: reason(case),
                    case: name,
                }
            })
            .collect(),
        stale,
    }
}

#[cfg(test)]
#[path = "redundancy_tests.rs"]
mod tests;
