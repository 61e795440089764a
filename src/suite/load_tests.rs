use rstest::rstest;

use crate::suite::testing::{
    FIXTURES, HEAD, case_text_with_lines, collect_load_diagnostics, format_diagnostics,
    load_single_case, load_suite_files,
};

#[rstest]
#[case::name(
    "json = { a = 1, b = [\"{owner_book.idd}\"] }",
    "8: case `a`: `{owner_book.idd}` is not among the fixtures (did you mean `owner_book.id`?)"
)]
#[case::name_far_from_all(
    "\n\nfill.title = \"{nothing.at_all}\"",
    "10: case `a`: `{nothing.at_all}` is not among the fixtures"
)]
#[case::name_in_a_key(
    "json = { \"{value.crad}\" = 1 }",
    "8: case `a`: `{value.crad}` is not among the fixtures (did you mean `value.card`?)"
)]
#[case::name_in_a_header(
    "headers.X-A = \"{value.crad}\"",
    "8: case `a`: `{value.crad}` is not among the fixtures (did you mean `value.card`?)"
)]
#[case::name_in_a_control(
    "\ncontrol = { json = \"{value.crad}\" }",
    "9: case `a`: `{value.crad}` is not among the fixtures (did you mean `value.card`?)"
)]
#[case::fixture_without_a_capture(
    "json = \"{shelf}\"",
    "8: case `a`: `{shelf}` is not among the fixtures (name what it captured: `{shelf.id}`)"
)]
#[case::condition(
    "while.shelv = { open = true }",
    "8: case `a`: `while.shelv` names no restored object (did you mean `shelf`?)"
)]
#[case::condition_of_something_made(
    "while.owner_book = { title = 1 }",
    "8: case `a`: `while.owner_book` names no restored object"
)]
#[case::condition_that_nobody_undoes(
    "while.shelf = { open = true, labl = 1 }",
    "8: case `a`: `while.shelf` sets `labl`, which is not among the `keys` that are restored (did you mean `label`?)"
)]
#[case::way(
    "defect = \"unknown-bok\"",
    "8: case `a`: there is no defect `unknown-bok` (did you mean `unknown-book`?)"
)]
#[case::operation(
    "operation = \"book-gte\"",
    "8: case `a`: there is no operation `book-gte` (did you mean `book-get`?)"
)]
#[case::scope(
    "burst = \"read\"",
    "8: case `a`: there is no scope `read` (did you mean `reads`?)"
)]
#[case::scope_far_from_all(
    "burst = \"everything\"",
    "8: case `a`: there is no scope `everything` (write one of `reads`, `writes`)"
)]
#[case::accepted_row(
    "accept = [\"12\", \"0/403\"]",
    "8: case `a`: no edition of the table has a row `0/403` (did you mean `0/401`?)"
)]
fn what_a_case_names_and_does_not_exist_is_told_where_it_stands(
    #[case] lines: &str,
    #[case] flaw: &str,
) {
    assert_eq!(
        collect_load_diagnostics(&case_text_with_lines(lines)),
        [flaw]
    );
}

#[test]
fn a_row_that_no_edition_has_cannot_be_expected() {
    assert_eq!(
        collect_load_diagnostics(&case_text_with_lines("").replace("\"13\"", "\"99999\"")),
        ["7: case `a`: no edition of the table has a row `99999`"]
    );
}

#[test]
fn what_is_wrong_for_every_actor_and_value_is_told_once() {
    let text = case_text_with_lines(
        "as = [\"owner\", \"stranger\"]\neach.x = [\"b\", \"c\"]\ndefect = \"wrong-way\"",
    )
    .replace("id = \"a\"", "id = \"{x}\"");
    assert_eq!(
        collect_load_diagnostics(&text),
        ["10: case `b@owner`: there is no defect `wrong-way`"]
    );
}

#[test]
fn what_is_wrong_for_one_value_is_told_for_that_one() {
    let text =
        case_text_with_lines("each.x = { a = \"no-card\", b = \"no-crad\" }\ndefect = \"{x}\"")
            .replace("id = \"a\"", "id = \"{x}\"");
    assert_eq!(
        collect_load_diagnostics(&text),
        ["9: case `b`: there is no defect `no-crad` (did you mean `no-card`?)"]
    );
}

#[rstest]
#[case::read("GET /books/{owner_book.id}", Some("book-get"))]
#[case::query("GET /books/1?full=yes", Some("book-get"))]
#[case::create("POST /books", Some("book-post"))]
#[case::other_method("PUT /books", None)]
#[case::other_path("GET /books", None)]
fn the_operation_of_a_case_is_found_by_method_and_path(
    #[case] request: &str,
    #[case] operation: Option<&str>,
) {
    let case = load_single_case(&case_text_with_lines("").replace("POST /books", request));
    assert_eq!(case.operation.as_deref(), operation);
}

#[test]
fn two_cases_of_one_name_are_told_at_the_second() {
    let text = format!("{}\n{}", case_text_with_lines(""), case_text_with_lines(""));
    assert_eq!(
        collect_load_diagnostics(&text),
        ["11: there are two cases of the name `books/a` (give one of them another `id`)"]
    );
}

#[test]
fn one_name_may_stand_in_two_suites() {
    let suite = format!("{HEAD}{}", case_text_with_lines(""));
    let suites =
        load_suite_files(&[("a.toml", &suite), ("b.toml", &suite)]).expect("both are sound");
    let names: Vec<_> = suites.cases().map(|case| case.name.to_string()).collect();
    assert_eq!(names, ["a/a", "b/a"]);
    assert_eq!(suites.suites[0].title, "Books");
    assert_eq!(suites.suites[0].about, "Lending books");
}

#[test]
fn the_mistakes_of_all_files_are_told_at_once() {
    let wrong = format!("{HEAD}{}", case_text_with_lines("colour = 1"));
    let flaws = load_suite_files(&[
        ("suites/fixtures.toml", "colour = 1"),
        ("suites/a.toml", &wrong),
        ("suites/b.toml", "[suite]\nx ="),
        ("suites/c.toml", &wrong),
    ])
    .expect_err("everything is wrong");
    let files: Vec<_> = flaws
        .iter()
        .map(|flaw| (flaw.file.as_str(), flaw.line()))
        .collect();
    assert_eq!(
        files,
        [
            ("suites/fixtures.toml", Some(1)),
            ("suites/a.toml", Some(8)),
            ("suites/b.toml", Some(2)),
            ("suites/c.toml", Some(8)),
        ]
    );
}

#[test]
fn the_cases_of_a_suite_without_a_head_are_read_all_the_same() {
    let flaws = load_suite_files(&[("a.toml", &case_text_with_lines("colour = 1"))])
        .expect_err("there is no head");
    assert_eq!(
        format_diagnostics(&flaws)[..1],
        ["1: suite `a`: there is no `[suite]` with a `title` and an `about`"]
    );
    assert_eq!(flaws.len(), 2);
}

#[rstest]
#[case::no_title("[suite]\nabout = \"b\"\n", "1: suite `a`: `title` is missing")]
#[case::empty_title(
    "[suite]\nabout = \"b\"\ntitle = \"\"\n",
    "3: suite `a`: `title` is empty"
)]
#[case::unknown_key(
    "[suite]\nabout = \"b\"\ntitle = \"c\"\ntitel = 1\n",
    "4: suite `a`: unknown key `titel` (did you mean `title`?)"
)]
#[case::unknown_table(
    "[suite]\nabout = \"b\"\ntitle = \"c\"\n[cases]\n",
    "4: suite `a`: unknown key `cases` (did you mean `case`?)"
)]
#[case::no_head(
    "suite = 3\n",
    "1: suite `a`: `suite` is a number, and has to be a table"
)]
fn a_mistake_in_the_head_is_told(#[case] head: &str, #[case] flaw: &str) {
    let text = format!("{head}{}", case_text_with_lines(""));
    let flaws = load_suite_files(&[("a.toml", &text)]).expect_err("the head is wrong");
    assert!(
        format_diagnostics(&flaws).contains(&flaw.to_owned()),
        "{:?}",
        format_diagnostics(&flaws)
    );
}

#[rstest]
#[case::none("", "1: suite `books`: there is no `[[case]]`")]
#[case::table(
    "[case]\nid = 1",
    "3: suite `books`: `case` has to be written `[[case]]`"
)]
#[case::number(
    "case = [\n 1]",
    "4: suite `books`: `case` has to be written `[[case]]`"
)]
fn a_suite_holds_cases(#[case] text: &str, #[case] flaw: &str) {
    let told = collect_load_diagnostics(text);
    assert!(told.contains(&flaw.to_owned()), "{told:?}");
}

#[rstest]
#[case::date("2020-01-01", "JSON has no dates: write a text, in quotes")]
#[case::infinite("[1, inf]", "JSON has no such number: write the body as `text`")]
#[case::not_a_number("nan", "JSON has no such number: write the body as `text`")]
#[case::too_large(
    "9223372036854775808",
    "a number of more than 64 bits: write the body as `text`"
)]
fn a_value_that_json_does_not_have_is_a_flaw(#[case] value: &str, #[case] flaw: &str) {
    assert_eq!(
        collect_load_diagnostics(&case_text_with_lines(&format!("json = {{ a = {value} }}"))),
        [format!("8: {flaw}")]
    );
}

#[rstest]
#[case::largest("9_223_372_036_854_775_807", i64::MAX)]
#[case::hexadecimal("0xff", 255)]
#[case::negative("-17", -17)]
fn a_number_is_read_as_it_is_written(#[case] value: &str, #[case] expected: i64) {
    let case = load_single_case(&case_text_with_lines(&format!("json = {value}")));
    let number = serde_json::Value::from(expected);
    assert_eq!(
        case.bad_request.body,
        crate::suite::BodyTemplate::Json(crate::suite::JsonTemplate::Scalar(number))
    );
}

#[test]
fn names_are_not_held_to_fixtures_that_could_not_be_read() {
    let suite = format!(
        "{HEAD}{}",
        case_text_with_lines("json = \"{owner_book.id}\"")
    );
    let broken = FIXTURES.replace("about = \"a book of the owner\"\n", "");
    let flaws = load_suite_files(&[("fixtures.toml", &broken), ("books.toml", &suite)])
        .expect_err("the fixtures are wrong");
    assert_eq!(
        format_diagnostics(&flaws),
        ["13: fixture `owner_book`: `about` is missing"]
    );
}

#[test]
fn a_suite_needs_no_fixtures() {
    let suite = format!("{HEAD}{}", case_text_with_lines("json = \"{run}\""));
    let suites = load_suite_files(&[("books.toml", &suite)]).expect("it is sound");
    assert_eq!(suites.cases().count(), 1);
    assert_eq!(suites.fixtures, crate::suite::FixtureSpecs::default());
}
