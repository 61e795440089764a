use super::{Cell, Filled, cells, rows};
use crate::suite::Case;
use crate::suite::testing::{cases, library, with};

fn names(cases: &[crate::suite::CaseName]) -> Vec<String> {
    cases.iter().map(ToString::to_string).collect()
}

#[test]
fn a_row_is_covered_by_the_cases_that_expect_it_and_not_by_those_that_accept_it() {
    let all = cases(&format!(
        "{}\n{}",
        with("accept = \"12\""),
        with("")
            .replace("id = \"a\"", "id = \"b\"")
            .replace("\"13\"", "\"0/401\"")
    ));
    let all: Vec<&Case> = all.iter().collect();
    let covered: Vec<_> = rows(&library(), &all)
        .into_iter()
        .map(|row| (row.row.to_string(), row.meaning, names(&row.cases)))
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
    let all = cases(&format!(
        "{}\n{}",
        with("defect = \"bad-body\""),
        // The contract does not list this cell; the case adds it.
        with("defect = \"unknown-book\"").replace("id = \"a\"", "id = \"b\"")
    ));
    let all: Vec<&Case> = all.iter().collect();
    let cell = |operation: &str, way: &str, filled: Filled| Cell {
        operation: operation.to_owned(),
        way: way.to_owned(),
        filled,
    };
    let reason = "everybody may give a book".to_owned();
    assert_eq!(
        cells(&library(), &all),
        [
            cell("book-get", "unknown-book", Filled::Empty),
            cell("book-get", "no-card", Filled::Empty),
            cell(
                "book-post",
                "unknown-book",
                Filled::Cases(vec![all[1].name.clone()])
            ),
            cell("book-post", "no-card", Filled::Gap { reason }),
            cell(
                "book-post",
                "bad-body",
                Filled::Cases(vec![all[0].name.clone()])
            ),
        ]
    );
}
