use rstest::rstest;

use super::CaseSelection;
use crate::suite::Case;
use crate::suite::testing::{case_text_with_lines, load_cases};

/// Returns `books/one` of row 13, `books/two` of row 12 as two actors, and `books/any` of no row.
fn create_example_cases() -> Vec<Case> {
    let one = case_text_with_lines("").replace("id = \"a\"", "id = \"one\"");
    let two = case_text_with_lines("as = [\"owner\", \"stranger\"]")
        .replace("id = \"a\"", "id = \"two\"")
        .replace("\"13\"", "\"12\"");
    let any = case_text_with_lines("")
        .replace("id = \"a\"", "id = \"any\"")
        .replace("\"13\"", "\"any-row\"");
    load_cases(&format!("{one}\n{two}\n{any}"))
}

fn to_owned_strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn select_case_names(only: &[&str], skip: &[&str]) -> Result<Vec<String>, Vec<String>> {
    let shelf = create_example_cases();
    let cases: Vec<&Case> = shelf.iter().collect();
    let selection = CaseSelection {
        only: to_owned_strings(only),
        skip: to_owned_strings(skip),
    };
    match selection.select_cases(&cases) {
        Ok(cases) => Ok(cases.iter().map(|case| case.name.name_in_suite()).collect()),
        Err(unmatched) => Err(unmatched.iter().map(ToString::to_string).collect()),
    }
}

#[rstest]
#[case::nothing_said(&[], &[], &["one", "two@owner", "two@stranger", "any"])]
#[case::suite(&["books"], &[], &["one", "two@owner", "two@stranger", "any"])]
#[case::case(&["books/one"], &[], &["one"])]
#[case::case_of_every_actor(&["books/two"], &[], &["two@owner", "two@stranger"])]
#[case::case_of_one_actor(&["books/two@stranger"], &[], &["two@stranger"])]
#[case::star(&["*/*n*"], &[], &["one", "two@owner", "two@stranger", "any"])]
#[case::row(&["12"], &[], &["two@owner", "two@stranger"])]
#[case::several_in_the_order_of_the_cases(&["12", "books/one"], &[], &["one", "two@owner", "two@stranger"])]
#[case::all_but(&[], &["13", "*@owner"], &["two@stranger", "any"])]
#[case::left_out_goes_before_wanted(&["books"], &["books/*"], &[])]
fn cases_are_selected_by_row_suite_and_name(
    #[case] only: &[&str],
    #[case] skip: &[&str],
    #[case] expected: &[&str],
) {
    assert_eq!(
        select_case_names(only, skip),
        Ok(to_owned_strings(expected))
    );
}

#[test]
fn every_pattern_that_means_nothing_is_told_with_what_was_probably_meant() {
    assert_eq!(
        select_case_names(
            &["boks", "books/one", "0/401"],
            &["books/tow@owner", "nothing*"]
        ),
        Err(to_owned_strings(&[
            "no case, suite or row matches `boks`: did you mean `books`?",
            "no case, suite or row matches `0/401`",
            "no case, suite or row matches `books/tow@owner`: did you mean `books/two@owner`?",
            "no case, suite or row matches `nothing*`",
        ]))
    );
}
