use rstest::rstest;

use super::super::testing::{code_violation, failed_case, harmful_case, toml_entry_for_text_code};
use super::super::{
    AcceptedHarm, BaselineUpdate, BaselineUpdateError, CalendarDay, HarmAcceptanceError,
    NewFailureHandling, update_baseline,
};
use crate::contract::SourceFile;
use crate::outcome::testing::{
    case_outcome, harness_panic_verdict, leaked_token_violation, run_outcome, wrong_row_violation,
};
use crate::outcome::{CaseOutcome, Verdict};

const NAMES: [&str; 3] = ["things/a", "things/b", "things/c"];

fn try_update(
    text: &str,
    outcomes: Vec<CaseOutcome>,
    new: NewFailureHandling<'_>,
) -> Result<BaselineUpdate, BaselineUpdateError> {
    let page = SourceFile::new("x.toml", text);
    let today = CalendarDay::new(2026, 11, 27).expect("it is a day");
    update_baseline(
        &page,
        &NAMES.map(str::to_owned),
        today,
        &run_outcome(outcomes),
        new,
    )
}

/// Updates a page, and checks that the same update of the new page changes nothing.
fn update_twice(text: &str, outcomes: Vec<CaseOutcome>) -> BaselineUpdate {
    let update =
        try_update(text, outcomes.clone(), NewFailureHandling::Ignore).expect("the page is sound");
    let again = try_update(&update.text, outcomes, NewFailureHandling::Ignore)
        .expect("the new page is sound");
    assert_eq!(again.text, update.text);
    assert_eq!((again.dropped.len(), again.moved.len()), (0, 0));
    update
}

fn failed_case_with_code(name: &str, code: &str) -> CaseOutcome {
    failed_case(name, vec![code_violation(code)])
}

fn passed_case(name: &str) -> CaseOutcome {
    case_outcome(name, Verdict::Pass, None)
}

/// A page as an author keeps it: comments at its head, above an entry and behind values.
const REVIEWED: &str = "\
# Known failures of staging
# Ask Ann about them.

# the old encoder
# F-000000: an old title
[[known]]
requirement = \"body-code-integer\"
at = 'body at `/code`' # where
expected = 'an integer'
got = '\"7\"'
reason = \"old encoder\" # since May
link = \"https://issues.example/41\"
expires = 2026-12-31
cases = [
    'things/a', # the first
    'things/b',
    'things/c',
]

# the router
[[known]]
requirement = \"row-expected\"
at = \"status and code\"
expected = \"status 404, code 7\"
got = \"status 404, code 9\"
reason = \"the router\"
cases = ['things/b', 'things/c']

# the end
";

#[test]
fn what_still_shows_stays_as_it_is_written() {
    let second = vec![code_violation("7"), wrong_row_violation()];
    let kept = update_twice(
        REVIEWED,
        vec![
            failed_case_with_code("a", "7"),
            failed_case("b", second.clone()),
            failed_case("c", second),
        ],
    );
    assert_eq!(kept.text, REVIEWED);
    assert_eq!((kept.kept, kept.left_out), (2, Vec::new()));
}

#[test]
fn a_mended_case_is_dropped_and_all_else_stays() {
    let update = update_twice(
        REVIEWED,
        vec![
            failed_case_with_code("a", "7"),
            failed_case("b", vec![wrong_row_violation()]),
            failed_case("c", vec![code_violation("7")]),
        ],
    );
    let expected = REVIEWED
        .replace("    'things/b',\n", "")
        .replace("['things/b', 'things/c']", "['things/b']");
    assert_eq!(update.text, expected);
    let dropped: Vec<(usize, &[String])> = update
        .dropped
        .iter()
        .map(|own| (own.line, own.cases.as_slice()))
        .collect();
    assert_eq!(
        dropped,
        [
            (6, ["things/b".to_owned()].as_slice()),
            (21, ["things/c".to_owned()].as_slice())
        ]
    );
}

#[test]
fn an_entry_that_is_mended_in_every_case_goes_with_its_comment() {
    let update = update_twice(
        REVIEWED,
        vec![
            passed_case("a"),
            failed_case("b", vec![wrong_row_violation()]),
            failed_case("c", vec![wrong_row_violation()]),
        ],
    );
    let (head, rest) = REVIEWED
        .split_once("\n# the old encoder")
        .expect("it is there");
    let (_, rest) = rest.split_once("\n\n").expect("another entry comes");
    assert_eq!(update.text, format!("{head}\n{rest}"));
    assert_eq!((update.dropped.len(), update.kept), (1, 1));
}

#[rstest]
#[case::it_was_not_tried(vec![failed_case_with_code("a", "7")])]
#[case::it_could_not_be_judged(vec![failed_case_with_code("a", "7"), case_outcome("b", harness_panic_verdict(), None)])]
fn what_the_result_did_not_judge_stays(#[case] outcomes: Vec<CaseOutcome>) {
    let page = toml_entry_for_text_code("['things/a', 'things/b']");
    let update = update_twice(&page, outcomes);
    assert_eq!(update.text, page);
    assert_eq!((update.dropped, update.kept), (Vec::new(), 1));
}

#[test]
fn an_entry_past_its_day_keeps_its_day() {
    let page = format!(
        "{}expires = 2020-01-01\n",
        toml_entry_for_text_code("['things/a']")
    );
    assert_eq!(
        update_twice(&page, vec![failed_case_with_code("a", "7")]).text,
        page
    );
}

#[test]
fn a_name_that_no_case_has_stays_for_its_author() {
    let page = toml_entry_for_text_code("['things/a', 'thing/b']");
    assert_eq!(
        update_twice(&page, vec![failed_case_with_code("a", "7")]).text,
        page
    );
    let alone = toml_entry_for_text_code("['thing/b']");
    assert_eq!(update_twice(&alone, vec![passed_case("a")]).text, alone);
}

#[test]
fn what_moved_in_every_case_gets_its_new_form_and_keeps_its_reason() {
    let page = toml_entry_for_text_code("['things/a', 'things/b']");
    let update = update_twice(
        &page,
        vec![
            failed_case_with_code("a", "8"),
            failed_case_with_code("b", "8"),
        ],
    );
    assert_eq!(update.text, page.replace("'\"7\"'", "'\"8\"'"));
    assert_eq!((update.moved.len(), update.dropped.len()), (1, 0));
    assert_eq!(update.left_out, []);
}

#[test]
fn what_moved_in_some_cases_is_a_further_form_until_the_first_is_gone() {
    let page = toml_entry_for_text_code("['things/a', 'things/b']");
    let moved = update_twice(
        &page,
        vec![
            failed_case_with_code("a", "7"),
            failed_case_with_code("b", "8"),
        ],
    );
    let both = page.replace("'\"7\"'\n", "'\"7\"'\nalso = [{ got = '\"8\"' }]\n");
    assert_eq!(moved.text, both);
    let later = update_twice(
        &both,
        vec![passed_case("a"), failed_case_with_code("b", "8")],
    );
    let second = toml_entry_for_text_code("['things/b']").replace("'\"7\"'", "'\"8\"'");
    assert_eq!(later.text, second);
}

#[test]
fn a_form_moves_into_one_entry_only() {
    let first = toml_entry_for_text_code("['things/a']");
    let second = first.replace("'\"7\"'", "'\"8\"'");
    let update = update_twice(
        &format!("{first}\n{second}"),
        vec![failed_case_with_code("a", "9")],
    );
    assert_eq!(update.text, first.replace("'\"7\"'", "'\"9\"'"));
    assert_eq!((update.moved.len(), update.dropped.len()), (1, 1));
}

#[test]
fn the_heading_of_what_moved_names_its_new_finding() {
    let page = format!(
        "\n# F-000000: an old title\n{}",
        toml_entry_for_text_code("['things/a']")
    );
    let update = update_twice(&page, vec![failed_case_with_code("a", "8")]);
    assert!(update.text.starts_with("\n# F-"), "{}", update.text);
    assert!(!update.text.contains("F-000000"), "{}", update.text);
}

#[test]
fn harm_does_not_move_into_an_entry_that_accepts_none() {
    let shown = leaked_token_violation();
    let page = toml_entry_for_text_code("['things/a']")
        .replace("body-code-integer", &shown.requirement.to_string());
    let update = update_twice(&page, vec![harmful_case("a")]);
    assert_eq!(update.text, "");
    assert_eq!(update.left_out.len(), 1);
}

#[test]
fn new_failures_are_added_only_where_that_is_asked_for() {
    let page = toml_entry_for_text_code("['things/a']");
    let outcomes = vec![
        failed_case_with_code("a", "7"),
        failed_case("b", vec![wrong_row_violation()]),
    ];
    let without = update_twice(&page, outcomes.clone());
    assert_eq!(without.text, page);
    assert_eq!((without.left_out.len(), without.added.len()), (1, 0));
    let with =
        try_update(&page, outcomes, NewFailureHandling::Add(&[])).expect("nothing does harm");
    assert_eq!((with.left_out.len(), with.added.len()), (0, 1));
    assert!(with.text.starts_with(&page), "{}", with.text);
    assert!(
        with.text.contains("requirement = \"row-expected\""),
        "{}",
        with.text
    );
    assert!(
        with.text.ends_with("cases = [\"things/b\"]\n"),
        "{}",
        with.text
    );
}

#[test]
fn new_harm_is_added_only_by_its_id() {
    let outcomes = || vec![harmful_case("a")];
    let refused = try_update("", outcomes(), NewFailureHandling::Add(&[])).expect_err("it is harm");
    let BaselineUpdateError::Harm(HarmAcceptanceError::NotAccepted(findings)) = refused else {
        panic!("{refused:?}");
    };
    let accepted = AcceptedHarm {
        id: findings[0].id.expect("it is a finding of the run"),
        reason: "a test token".to_owned(),
    };
    let added =
        try_update("", outcomes(), NewFailureHandling::Add(&[accepted])).expect("it is named");
    assert!(added.text.contains("\nharm = \"F-"), "{}", added.text);
    assert!(
        added.text.contains("reason = \"a test token\""),
        "{}",
        added.text
    );
}

#[test]
fn an_entry_that_is_no_table_of_its_own_is_told_with_its_line() {
    let page = "known = [\n  { requirement = 'body-code-integer', at = 'body at `/code`', expected = 'an integer', got = '\"7\"', reason = 'x', cases = ['things/a'] },\n]\n";
    let error = try_update(page, vec![passed_case("a")], NewFailureHandling::Ignore);
    assert_eq!(error, Err(BaselineUpdateError::NoHead { line: 2 }));
}
