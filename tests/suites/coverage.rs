//! Rows and cells: what the contract has, some case is about.

use badreq::suite::Case;
use badreq::suite::coverage::{
    DefectCoverageStatus, compute_operation_defect_coverage, compute_row_coverage,
};

use crate::suites::shipped::{CONTRACT, SUITES};

/// Rows without a case, and why.
const WITHOUT: &[(&str, &str)] = &[];

#[test]
fn every_row_has_cases() {
    let cases: Vec<&Case> = SUITES.cases().collect();
    let bare: Vec<String> = compute_row_coverage(&CONTRACT, &cases)
        .into_iter()
        .filter(|coverage| coverage.cases.is_empty())
        .map(|coverage| coverage.row.to_string())
        .filter(|row| !WITHOUT.iter().any(|(without, _)| row == without))
        .collect();
    assert_eq!(bare, Vec::<String>::new());
}

#[test]
fn every_way_to_be_wrong_has_cases_or_a_reason() {
    let cases: Vec<&Case> = SUITES.cases().collect();
    let empty: Vec<String> = compute_operation_defect_coverage(&CONTRACT, &cases)
        .into_iter()
        .filter(|cell| cell.coverage == DefectCoverageStatus::Missing)
        .map(|cell| format!("{} x {}", cell.operation, cell.defect))
        .collect();
    assert_eq!(empty, Vec::<String>::new());
}

#[test]
fn no_case_fills_a_cell_that_the_operation_does_not_have() {
    let stray: Vec<String> = SUITES
        .cases()
        .filter_map(|case| {
            let (operation, way) = (case.operation.as_ref()?, case.defect.as_ref()?);
            let ways = &CONTRACT.operations.find_operation(operation)?.defects;
            (!ways.contains(way)).then(|| format!("{}: {operation} x {way}", case.name))
        })
        .collect();
    assert_eq!(stray, Vec::<String>::new());
}
