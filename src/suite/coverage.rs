//! Coverage: the rows and defects that have cases, and the reasons why the others have none.

use std::collections::BTreeMap;

use super::case::{Case, CaseName};
use crate::check::ExpectedRefusal;
use crate::contract::{Contract, ErrorId};

/// A row, and the cases that expect it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowCoverage {
    /// The row.
    pub row: ErrorId,
    /// The meaning of the row.
    pub meaning: String,
    /// The cases that expect the row.
    pub cases: Vec<CaseName>,
}

/// A cell of the coverage matrix: an operation, a defect, and the cases for both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationDefectCoverage {
    /// The id of the operation.
    pub operation: String,
    /// The id of the defect.
    pub defect: String,
    /// The cases of the cell, or the lack of them.
    pub coverage: DefectCoverageStatus,
}

/// The cases of a cell, or the lack of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DefectCoverageStatus {
    /// Cases for the cell.
    Cases(Vec<CaseName>),
    /// No cases, for a reason that the contract gives.
    Excluded {
        /// The reason.
        reason: String,
    },
    /// No cases, and no reason.
    Missing,
}

/// Lists every row of the edition with the cases that expect it, in the order of the table.
#[must_use]
pub fn compute_row_coverage(contract: &Contract, cases: &[&Case]) -> Vec<RowCoverage> {
    let mut by_row: BTreeMap<ErrorId, Vec<CaseName>> = BTreeMap::new();
    for case in cases {
        if let ExpectedRefusal::Row { expected, .. } = &case.expectation.outcome {
            by_row.entry(*expected).or_default().push(case.name.clone());
        }
    }
    contract
        .table
        .rows()
        .iter()
        .map(|row| RowCoverage {
            row: row.id(),
            meaning: row.meaning.clone(),
            cases: by_row.remove(&row.id()).unwrap_or_default(),
        })
        .collect()
}

/// Lists the cells of the coverage matrix, in the order of the operations.
///
/// These are the cells that the contract lists, and the cells that it does not list but that have cases.
#[must_use]
pub fn compute_operation_defect_coverage(
    contract: &Contract,
    cases: &[&Case],
) -> Vec<OperationDefectCoverage> {
    let mut filled: BTreeMap<(String, String), Vec<CaseName>> = BTreeMap::new();
    for case in cases {
        if let (Some(operation), Some(way)) = (&case.operation, &case.defect) {
            filled
                .entry((operation.clone(), way.clone()))
                .or_default()
                .push(case.name.clone());
        }
    }
    let mut cells = Vec::new();
    for operation in contract.operations.operations() {
        let ways = contract.operations.defects().iter().map(|way| &way.id);
        for way in ways {
            let cases = filled.remove(&(operation.id.clone(), way.clone()));
            let is_open = operation.defects.contains(way);
            let filled = match (cases, is_open) {
                (Some(cases), _) => DefectCoverageStatus::Cases(cases),
                (None, false) => continue,
                (None, true) => contract
                    .operations
                    .find_exclusion(&operation.id, way)
                    .map_or(DefectCoverageStatus::Missing, |gap| {
                        DefectCoverageStatus::Excluded {
                            reason: gap.reason.clone(),
                        }
                    }),
            };
            cells.push(OperationDefectCoverage {
                operation: operation.id.clone(),
                defect: way.clone(),
                coverage: filled,
            });
        }
    }
    cells
}

#[cfg(test)]
#[path = "coverage_tests.rs"]
mod tests;
