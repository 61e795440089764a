use super::{
    DefectCoverageStatus, OperationDefectCoverage, compute_operation_defect_coverage,
    compute_row_coverage,
};
use crate::suite::Case;
use crate::suite::testing::{case_text_with_lines, lending_library_contract, load_cases};

fn format_case_names(cases: &[crate::suite::CaseName]) -> Vec<String> {
    cases.iter().map(ToString::to_string).collect()
}

#[test]
fn a_row_is_covered_by_the_cases_that_expect_it_and_not_by_those_that_accept_it() {
    let all = load_cases(&format!(
        "{}\n{}",
        case_text_with_lines("accept = \"12\""),
        case_text_with_lines("")
            .replace("id = \"a\"", "id = \"b\"")
            .replace("\"13\"", "\"0/401\"")
    ));
    let all: Vec<&Case> = all.iter().collect();
    let covered: Vec<_> = compute_row_coverage(&lending_library_contract(), &all)
        .into_iter()
        .map(|row| {
            (
                row.row.to_string(),
                row.meaning,
                format_case_names(&row.cases),
            )
        })
        .collect();
    let row = |name: &str, meaning: &str, cases: &[&str]| {
        let cases = cases.iter().map(|case| (*case).to_owned()).collect();
        (name.to_owned(), meaning.to_owned(), cases)
    };
    assert_eq!(
        covered,
        [
            row("0/401", "No card.", &["books/b"]),
            row("0/429", "Too fast.", &[]),
            row("12", "Book '{title}' is lent out.", &[]),
            row("13", "Bad book.", &["books/a"]),
        ]
    );
}

#[test]
fn a_cell_holds_cases_or_the_reason_for_a_gap_or_nothing() {
    let all = load_cases(&format!(
        "{}\n{}",
        case_text_with_lines("defect = \"bad-body\""),
        // The contract does not list this cell; the case adds it.
        case_text_with_lines("defect = \"unknown-book\"").replace("id = \"a\"", "id = \"b\"")
    ));
    let all: Vec<&Case> = all.iter().collect();
    let cell = |operation: &str, way: &str, filled: DefectCoverageStatus| OperationDefectCoverage {
        operation: operation.to_owned(),
        defect: way.to_owned(),
        coverage: filled,
    };
    let reason = "everybody may give a book".to_owned();
    assert_eq!(
        compute_operation_defect_coverage(&lending_library_contract(), &all),
        [
            cell("book-get", "unknown-book", DefectCoverageStatus::Missing),
            cell("book-get", "no-card", DefectCoverageStatus::Missing),
            cell(
                "book-post",
                "unknown-book",
                DefectCoverageStatus::Cases(vec![all[1].name.clone()])
            ),
            cell(
                "book-post",
                "no-card",
                DefectCoverageStatus::Excluded { reason }
            ),
            cell(
                "book-post",
                "bad-body",
                DefectCoverageStatus::Cases(vec![all[0].name.clone()])
            ),
        ]
    );
}
