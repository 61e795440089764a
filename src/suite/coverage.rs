//! Coverage: the rows and defects that have cases, and the reasons why the others have none.

use std::collections::BTreeMap;

use super::case::{Case, CaseName};
use crate::check::Answer;
use crate::contract::{Contract, RowName};

/// A row, and the cases that expect it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowCoverage {
    /// The row.
    pub row: RowName,
    /// The meaning of the row.
    pub meaning: String,
    /// The cases that expect the row.
    pub cases: Vec<CaseName>,
}

/// A cell of the coverage matrix: an operation and a defect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The id of the operation.
    pub operation: String,
    /// The id of the defect.
    pub way: String,
    /// The cases of the cell, or the lack of them.
    pub filled: Filled,
}

/// The cases of a cell, or the lack of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled {
    /// Cases for the cell.
    Cases(Vec<CaseName>),
    /// No cases, for a reason that the contract gives.
    Gap {
        /// The reason.
        reason: String,
    },
    /// No cases, and no reason.
    Empty,
}

/// Lists every row of the edition with the cases that expect it, in the order of the table.
#[must_use]
pub fn rows(contract: &Contract, cases: &[&Case]) -> Vec<RowCoverage> {
    let mut by_row: BTreeMap<RowName, Vec<CaseName>> = BTreeMap::new();
    for case in cases {
        if let Answer::Row { expected, .. } = &case.expected.answer {
            by_row.entry(*expected).or_default().push(case.name.clone());
        }
    }
    contract
        .table
        .rows()
        .iter()
        .map(|row| RowCoverage {
            row: row.name(),
            meaning: row.meaning.clone(),
            cases: by_row.remove(&row.name()).unwrap_or_default(),
        })
        .collect()
}

/// Lists the cells of the coverage matrix, in the order of the operations.
///
/// These are the cells that the contract lists, and the cells that it does not list but that have cases.
#[must_use]
pub fn cells(contract: &Contract, cases: &[&Case]) -> Vec<Cell> {
    let mut filled: BTreeMap<(String, String), Vec<CaseName>> = BTreeMap::new();
    for case in cases {
        if let (Some(operation), Some(way)) = (&case.operation, &case.way) {
            filled
                .entry((operation.clone(), way.clone()))
                .or_default()
                .push(case.name.clone());
        }
    }
    let mut cells = Vec::new();
    for operation in contract.operations.operations() {
        let ways = contract.operations.ways().iter().map(|way| &way.id);
        for way in ways {
            let cases = filled.remove(&(operation.id.clone(), way.clone()));
            let is_open = operation.ways.contains(way);
            let filled = match (cases, is_open) {
                (Some(cases), _) => Filled::Cases(cases),
                (None, false) => continue,
                (None, true) => {
                    contract
                        .operations
                        .gap(&operation.id, way)
                        .map_or(Filled::Empty, |gap| Filled::Gap {
                            reason: gap.reason.clone(),
                        })
                }
            };
            cells.push(Cell {
                operation: operation.id.clone(),
                way: way.clone(),
                filled,
            });
        }
    }
    cells
}

#[cfg(test)]
#[path = "coverage_tests.rs"]
mod tests;
