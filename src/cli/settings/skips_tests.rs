use rstest::rstest;

use super::{SkipRule, TargetSkips, read_skip_rules};
use crate::baseline::CalendarDay;
use crate::contract::SourceFile;
use crate::contract::authored::TomlFileReader;
use crate::suite::Case;
use crate::suite::testing::{case_text_with_lines, load_cases};

fn new_skip_rule(pattern: &str, reason: &str, until: Option<&str>) -> SkipRule {
    SkipRule {
        pattern: pattern.to_owned(),
        reason: reason.to_owned(),
        until: until.map(|day| day.parse().expect("it is a day")),
    }
}

/// Returns the rules of a file, or its mistakes as `line: what`.
fn parse_skip_rules(text: &str) -> Result<Vec<SkipRule>, Vec<String>> {
    let mut file = TomlFileReader::new(SourceFile::new("badreq.toml", text));
    let mut reader = file.parse("").expect("it is TOML");
    let rules = read_skip_rules(&mut reader, "target `a`");
    reader.diagnose_unread_keys();
    let mistakes: Vec<String> = file
        .into_diagnostics()
        .iter()
        .map(|own| format!("{}: {}", own.line().unwrap_or_default(), own.message))
        .collect();
    if mistakes.is_empty() {
        Ok(rules.into_iter().map(|rule| rule.value).collect())
    } else {
        Err(mistakes)
    }
}

#[test]
fn an_entry_has_a_pattern_a_reason_and_perhaps_a_last_day() {
    let text = "skip = [\n  { pattern = 'books/*', reason = 'none yet' },\n  \
                { pattern = '13', reason = 'later', until = '2027-03-01' },\n  \
                { pattern = 'books', reason = 'closed', until = 2027-03-01 },\n]\n";
    assert_eq!(
        parse_skip_rules(text),
        Ok(vec![
            new_skip_rule("books/*", "none yet", None),
            new_skip_rule("13", "later", Some("2027-03-01")),
            new_skip_rule("books", "closed", Some("2027-03-01")),
        ])
    );
    assert_eq!(parse_skip_rules(""), Ok(vec![]));
}

#[rstest]
#[case::no_list("skip = 'a'", "1: `skip` is not a list")]
#[case::no_table("skip = ['a']", "1: an entry of `skip` is not a table")]
#[case::no_pattern(
    "skip = [{ reason = 'a' }]",
    "1: target `a`: skip: `pattern` is missing"
)]
#[case::an_empty_pattern(
    "skip = [{ pattern = '', reason = 'a' }]",
    "1: target `a`: skip: `pattern` is empty"
)]
#[case::a_number_as_a_pattern(
    "skip = [{ pattern = 13, reason = 'a' }]",
    "1: target `a`: skip: `pattern` is a number, and has to be a text"
)]
#[case::no_reason(
    "skip = [\n{ pattern = 'a', reason = 'b' },\n{ pattern = 'c' },\n]",
    "3: target `a`: skip: `reason` is missing"
)]
#[case::a_blank_reason(
    "skip = [{ pattern = 'a', reason = ' ' }]",
    "1: target `a`: skip: `reason` is empty"
)]
#[case::a_day_that_is_not_in_the_calendar(
    "skip = [{ pattern = 'a', reason = 'b', until = '2027-02-29' }]",
    "1: target `a`: skip: `until` is not a day of the calendar"
)]
#[case::a_time(
    "skip = [{ pattern = 'a', reason = 'b', until = 2027-03-01T00:00:00Z }]",
    "1: target `a`: skip: `until` is not a day of the calendar"
)]
#[case::a_year(
    "skip = [{ pattern = 'a', reason = 'b', until = 2027 }]",
    "1: target `a`: skip: `until` is not a day of the calendar"
)]
#[case::an_unknown_key(
    "skip = [{ pattern = 'a', reason = 'b', untl = '2027-03-01' }]",
    "1: target `a`: skip: unknown key `untl`"
)]
fn a_wrong_entry_is_a_mistake_at_its_line(#[case] text: &str, #[case] what: &str) {
    assert_eq!(parse_skip_rules(text), Err(vec![what.to_owned()]));
}

#[rstest]
#[case::the_day_before("2027-02-28", None)]
#[case::the_last_day("2027-03-01", None)]
#[case::the_day_after("2027-03-02", Some("2027-03-01"))]
fn an_entry_holds_up_to_and_with_its_last_day(#[case] today: &str, #[case] expired: Option<&str>) {
    let today: CalendarDay = today.parse().expect("it is a day");
    let own = new_skip_rule("books", "closed", Some("2027-03-01"));
    let expired: Option<CalendarDay> = expired.map(|day| day.parse().expect("it is a day"));
    assert_eq!(own.last_day_if_expired(today), expired);
    assert_eq!(
        new_skip_rule("books", "closed", None).last_day_if_expired(today),
        None
    );
}

/// Returns `books/one` of row 13, and `books/two` of row 12 as two actors.
fn build_book_cases() -> Vec<Case> {
    let one = case_text_with_lines("").replace("id = \"a\"", "id = \"one\"");
    let two = case_text_with_lines("as = [\"owner\", \"stranger\"]")
        .replace("id = \"a\"", "id = \"two\"")
        .replace("\"13\"", "\"12\"");
    load_cases(&format!("{one}\n{two}"))
}

/// Returns the notes about these rules, and the names of the cases that are left.
fn remove_skipped_book_cases(rules: Vec<SkipRule>) -> (Vec<String>, Vec<String>) {
    let shelf = build_book_cases();
    let mut cases: Vec<&Case> = shelf.iter().collect();
    let notes = TargetSkips { rules }.remove_skipped_cases(&mut cases);
    let names = cases.iter().map(|case| case.name.name_in_suite()).collect();
    (notes, names)
}

#[rstest]
#[case::none(vec![], &[], &["one", "two@owner", "two@stranger"])]
#[case::a_row(
    vec![new_skip_rule("12", "no loans yet", Some("2027-03-01"))],
    &["skipping 2 cases of `12`: no loans yet (until 2027-03-01)"],
    &["one"]
)]
#[case::a_case_and_then_its_suite(
    vec![new_skip_rule("books/two@owner", "no loans yet", None), new_skip_rule("books", "closed", None)],
    &["skipping 1 case of `books/two@owner`: no loans yet", "skipping 2 cases of `books`: closed"],
    &[]
)]
#[case::what_is_skipped_already(
    vec![new_skip_rule("books", "closed", None), new_skip_rule("13", "no books", None)],
    &["skipping 3 cases of `books`: closed"],
    &[]
)]
fn each_rule_that_skips_something_says_how_much_and_why(
    #[case] rules: Vec<SkipRule>,
    #[case] notes: &[&str],
    #[case] left: &[&str],
) {
    let (own_notes, own_left) = remove_skipped_book_cases(rules);
    assert_eq!(own_notes, notes);
    assert_eq!(own_left, left);
}

#[test]
fn the_reason_of_a_case_is_that_of_its_first_rule() {
    let skips = TargetSkips {
        rules: vec![
            new_skip_rule("12", "no loans yet", Some("2027-03-01")),
            new_skip_rule("books/two", "closed", None),
        ],
    };
    let reasons: Vec<Option<String>> = build_book_cases()
        .iter()
        .map(|case| skips.find_reason(case))
        .collect();
    let loans = Some("no loans yet (until 2027-03-01)".to_owned());
    assert_eq!(reasons, [None, loans.clone(), loans]);
}
