//! Coverage: which rows and which ways to be wrong have cases, and why the others have none.

use std::collections::BTreeMap;

use super::case::{Case, CaseName};
use crate::check::Answer;
use crate::contract::{Contract, RowName};

/// A row and the cases about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowCoverage {
    /// The row.
    pub row: RowName,
    /// What it means.
    pub meaning: String,
    /// Cases that expect it.
    pub cases: Vec<CaseName>,
}

/// A cell of the matrix (operation x way).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The operation's id.
    pub operation: String,
    /// The way's id.
    pub way: String,
    /// What fills it.
    pub filled: Filled,
}

/// What fills a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled {
    /// Cases.
    Cases(Vec<CaseName>),
    /// Nothing, on purpose.
    Gap {
        /// Why.
        reason: String,
    },
    /// Nothing, and nobody said why.
    Empty,
}

/// Every row of the edition and the cases about it, in the order of the table.
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

/// Every cell that the contract leaves open, in the order of the operations.
///
/// A case that fills a cell which the contract does not list adds it.
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
