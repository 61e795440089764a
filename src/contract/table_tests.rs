use rstest::rstest;

use super::super::table_settings::{TableHeadings, TableLayout};

use super::{ErrorId, ErrorTable, RowOrigin, SourceFile};

const HEAD: &str = "|code|HTTP response code|meaning|\n|---|---|---|\n";

fn build_page(text: impl Into<String>) -> SourceFile {
    SourceFile::new("errors.md", text.into())
}

fn parse_table(text: impl Into<String>) -> ErrorTable {
    ErrorTable::parse(&build_page(text), RowOrigin::Document).expect("the table is sound")
}

/// Returns the line and message of every mistake.
fn parse_table_diagnostics(text: impl Into<String>) -> Vec<(Option<usize>, String)> {
    let flaws =
        ErrorTable::parse(&build_page(text), RowOrigin::Document).expect_err("the table has flaws");
    assert!(flaws.as_slice().iter().all(|flaw| flaw.hint.is_some()));
    let flaws = flaws.into_iter();
    flaws.map(|flaw| (flaw.line(), flaw.message)).collect()
}

#[test]
fn a_row_knows_where_it_stands() {
    let table = parse_table(format!(
        "---\ntitle: x\n---\n\n{HEAD}|1|404|No such thing.|\n"
    ));
    let row = &table.rows()[0];
    assert_eq!((row.code, row.status, row.line), (1.into(), 404.into(), 7));
    assert_eq!(row.meaning, "No such thing.");
    assert_eq!(row.page, "errors.md");
    assert_eq!(row.origin, RowOrigin::Document);
    assert_eq!(row.source, None);
}

#[rstest]
#[case::plain("|code|HTTP response code|meaning|", "|1|404|x|")]
#[case::capitals_and_blanks("| CODE | Http  Response Code | Meaning |", "| 1 | 404 | x |")]
#[case::other_order("|meaning|code|HTTP response code|", "|x|1|404|")]
#[case::further_columns("|since|code|HTTP response code|meaning|", "|2021|1|404|x|")]
fn the_table_is_known_by_its_headings(#[case] head: &str, #[case] row: &str) {
    let rule = "|---".repeat(head.matches('|').count() - 1);
    let table = parse_table(format!("{head}\n{rule}|\n{row}\n"));
    assert_eq!(table.rows().len(), 1);
    assert_eq!(
        table
            .find_row_by_code_and_status(1, 404)
            .expect("the pair is there")
            .meaning,
        "x"
    );
}

#[test]
fn the_source_of_a_row_is_read_where_the_table_has_one() {
    let table = parse_table(
        "|code|HTTP response code|meaning|source|\n|---|---|---|---|\n|1|404|a|later page|\n|2|404|b||\n",
    );
    assert_eq!(table.rows()[0].source.as_deref(), Some("later page"));
    assert_eq!(table.rows()[1].source, None);
}

#[test]
fn a_line_break_in_a_meaning_is_a_space() {
    let table = parse_table(format!("{HEAD}|1|404|not found,<br>or private|\n"));
    assert_eq!(table.rows()[0].meaning, "not found, or private");
}

#[test]
fn a_line_without_its_closing_pipe_is_still_a_row() {
    let table = parse_table(format!(
        "{HEAD}|1|404|a|\n|2|400|b [`c` d](#e)\n|3|404|f|\n"
    ));
    assert_eq!(table.rows().len(), 3);
    assert_eq!(table.rows()[1].meaning, "b c d");
    assert_eq!(table.rows()[2].line, 5);
}

#[rstest]
#[case::newline("|1|404|a|\n")]
#[case::no_newline("|1|404|a|")]
#[case::empty_lines("|1|404|a|\n\n\n")]
#[case::prose_after("|1|404|a|\n\nMore on this later.\n")]
#[case::other_table_after("|1|404|a|\n\n|key|type|\n|---|---|\n|code|int|\n")]
fn the_end_of_the_table_may_look_like_this(#[case] rest: &str) {
    assert_eq!(parse_table(format!("{HEAD}{rest}")).rows().len(), 1);
    let windows = format!("{HEAD}{rest}").replace('\n', "\r\n");
    assert_eq!(
        parse_table(windows)
            .find_row_by_code_and_status(1, 404)
            .map(|row| row.line),
        Some(3)
    );
}

#[test]
fn other_tables_before_it_are_passed_over() {
    let table = parse_table(format!(
        "|key|type|description|\n|---|---|---|\n|code|int|number|\n\n{HEAD}|1|404|a|\n"
    ));
    assert_eq!(table.rows().len(), 1);
}

#[rstest]
#[case::code_in_words("|one|404|a|", "the code `one` is not an integer")]
#[case::code_empty("| |404|a|", "the code is empty")]
#[case::code_with_fraction("|1.0|404|a|", "the code `1.0` is not an integer")]
#[case::status_in_words(
    "|1|gone|a|",
    "the HTTP response code `gone` is not an HTTP status code"
)]
#[case::status_too_low("|1|99|a|", "the HTTP response code `99` is not an HTTP status code")]
#[case::status_too_high("|1|600|a|", "the HTTP response code `600` is not an HTTP status code")]
#[case::status_negative(
    "|1|-404|a|",
    "the HTTP response code `-404` is not an HTTP status code"
)]
#[case::meaning_blank("|1|404| |", "the meaning is empty")]
#[case::too_few("|1|404|", "this row has 2 of 3 cells")]
#[case::too_many("|1|404|a|b|", "this row has more than 3 cells")]
#[case::prose_below_the_table("Note that more may come.", "this row has 1 of 3 cells")]
fn a_row_that_cannot_be_read_is_a_flaw_of_its_line(#[case] row: &str, #[case] what: &str) {
    let text = format!("{HEAD}|9|400|sound|\n{row}\n");
    assert_eq!(parse_table_diagnostics(text), [(Some(4), what.to_owned())]);
}

#[test]
fn statuses_at_both_ends_are_read() {
    assert_eq!(
        parse_table(format!("{HEAD}|1|100|a|\n|2|599|b|\n"))
            .rows()
            .len(),
        2
    );
}

#[test]
fn a_row_with_several_faults_has_several_flaws() {
    let found = parse_table_diagnostics(format!("{HEAD}| |y|z|\n"));
    assert_eq!(found.len(), 2);
}

#[test]
fn all_flaws_are_reported_at_once_in_the_order_of_the_page() {
    let found = parse_table_diagnostics(format!(
        "{HEAD}|1|404|a|\n|x|404|b|\n|1|404|c|\n|2|700|d|\n"
    ));
    let lines: Vec<_> = found.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [Some(4), Some(5), Some(6)]);
    assert_eq!(found[1].1, "code 1 with status 404 is listed twice");
}

#[test]
fn a_code_with_two_statuses_has_a_row_for_each() {
    let table = parse_table(format!("{HEAD}|1|404|a|\n|1|403|b|\n|2|403|c|\n"));
    let names: Vec<String> = table
        .rows()
        .iter()
        .map(|row| row.id().to_string())
        .collect();
    assert_eq!(names, ["1/404", "1/403", "2"]);
    assert_eq!(table.find_row_by_id(ErrorId::new(1, 404)), None);
}

#[test]
fn a_table_may_have_no_statuses_other_headings_and_a_section() {
    let layout = TableLayout {
        heading: Some("JSON Error Codes".to_owned()),
        columns: TableHeadings {
            code: "Code".to_owned(),
            status: None,
            meaning: "Meaning".to_owned(),
            source: "source".to_owned(),
        },
    };
    let text = "# Codes\n\n## HTTP\n\n|Code|Meaning|\n|---|---|\n|200|Fine|\n\n## JSON error codes\n\n|Code|Meaning|\n|---|---|\n|10003|Unknown channel|\n";
    let table = ErrorTable::parse_with_layout(&build_page(text), RowOrigin::Document, &layout);
    let table = table.expect("the page is sound");
    assert_eq!(table.rows().len(), 1);
    let row = table
        .find_row_by_code_and_status(10_003, 404)
        .expect("any error may have it");
    assert_eq!(row.id().to_string(), "10003");
    assert!(table.find_row_by_code_and_status(10_003, 200).is_none());
}

#[test]
fn codes_may_be_words() {
    let table = parse_table(format!("{HEAD}|M_GONE|404|a|\n|M_BAD|400|b|\n"));
    assert_eq!(table.rows()[0].id(), ErrorId::new("M_GONE", 404));
    let found =
        parse_table_diagnostics(format!("{HEAD}|M_GONE|404|a|\n|M_BAD|400|b|\n|7|400|c|\n"));
    assert_eq!(found, [(Some(5), "the code `7` is an integer".to_owned())]);
}

#[test]
fn code_0_may_have_many_statuses_but_each_once() {
    assert_eq!(
        parse_table(format!("{HEAD}|0|400|a|\n|0|401|b|\n"))
            .rows()
            .len(),
        2
    );
    let found = parse_table_diagnostics(format!("{HEAD}|0|400|a|\n|0|400|b|\n"));
    let what = "code 0 with status 400 is listed twice".to_owned();
    assert_eq!(found, [(Some(4), what)]);
}

#[test]
fn a_page_without_the_table_says_how_to_write_it() {
    let what = "no table has the columns of an error table".to_owned();
    assert_eq!(
        parse_table_diagnostics("# Errors\n\nNone so far.\n"),
        [(None, what.clone())]
    );
    assert_eq!(
        parse_table_diagnostics("|code|meaning|\n|---|---|\n|1|a|\n"),
        [(None, what)]
    );
}

#[test]
fn a_table_without_rows_is_a_flaw() {
    let what = "the error table has no rows".to_owned();
    assert_eq!(parse_table_diagnostics(HEAD), [(Some(1), what)]);
}

#[test]
fn tables_with_the_same_heading_row_are_one_error_table() {
    let text = format!(
        "## Gone\n\n{HEAD}|1|404|a|\n|2|404|b|\n\n## None yet\n\n{HEAD}\n## Bad\n\nSee above.\n\n{HEAD}|3|400|c|\n"
    );
    let table = parse_table(text.replacen("|code|", "| Code |", 1));
    let rows: Vec<_> = table
        .rows()
        .iter()
        .map(|row| (row.code, row.line))
        .collect();
    assert_eq!(rows, [(1.into(), 5), (2.into(), 6), (3.into(), 19)]);
    assert_eq!(table.format_new_row(4, 404, "d"), "|4|404|d|");
}

#[test]
fn rows_of_several_tables_contradict_each_other_like_those_of_one() {
    let found =
        parse_table_diagnostics(format!("{HEAD}|1|404|a|\n\n{HEAD}|1|404|b|\n|one|404|c|\n"));
    let twice = "code 1 with status 404 is listed twice".to_owned();
    let word = "the code `one` is not an integer".to_owned();
    assert_eq!(found, [(Some(7), twice), (Some(8), word)]);
}

#[test]
fn an_error_table_with_another_heading_row_is_a_flaw() {
    let what = "this error table has another heading row than the one on line 1".to_owned();
    let other = "|HTTP response code|code|meaning|\n|---|---|---|\n|404|2|b|\n";
    assert_eq!(
        parse_table_diagnostics(format!("{HEAD}|1|404|a|\n\n{other}")),
        [(Some(5), what)]
    );
}

#[test]
fn tables_without_any_row_are_one_flaw() {
    let what = "the error table has no rows".to_owned();
    assert_eq!(
        parse_table_diagnostics(format!("{HEAD}\n{HEAD}")),
        [(Some(1), what)]
    );
}

#[test]
fn rows_cut_off_by_an_empty_line_are_not_lost_in_silence() {
    let what = "this line looks like a row but belongs to no table".to_owned();
    let text = format!("{HEAD}|1|404|a|\n\n|2|404|b|\n|3|404|c|\n");
    assert_eq!(
        parse_table_diagnostics(text),
        [(Some(5), what.clone()), (Some(6), what)]
    );
}

#[test]
fn errata_stand_behind_the_rows_of_the_document() {
    let errata = ErrorTable::parse(
        &build_page(format!("{HEAD}|0|429|slow|\n")),
        RowOrigin::Errata,
    );
    let both = parse_table(format!("{HEAD}|5|404|a|\n")).with_errata(&errata.expect("sound"));
    let names: Vec<_> = both.rows().iter().map(super::ErrorRow::id).collect();
    assert_eq!(names, [ErrorId::new(5, 404), ErrorId::new(0, 429)]);
    assert_eq!(both.rows()[1].origin, RowOrigin::Errata);
}

#[test]
fn where_document_and_errata_name_the_same_row_the_document_wins() {
    let errata = format!("{HEAD}|0|403|other|\n|7|400|other|\n");
    let errata = ErrorTable::parse(&build_page(errata), RowOrigin::Errata).expect("sound");
    let both = parse_table(format!("{HEAD}|0|403|own|\n|7|422|own|\n")).with_errata(&errata);
    assert_eq!(both.rows().len(), 2);
    assert!(both.rows().iter().all(|row| row.meaning == "own"));
    assert_eq!(both.find_row_by_code_and_status(7, 400), None);
}

#[test]
fn a_pair_is_found_by_code_and_status_together() {
    let table = parse_table(format!("{HEAD}|0|400|a|\n|7|404|b|\n"));
    assert!(table.find_row_by_code_and_status(7, 404).is_some());
    assert!(table.find_row_by_code_and_status(7, 400).is_none());
    assert!(table.find_row_by_code_and_status(0, 404).is_none());
    assert_eq!(
        table.find_row_by_id(ErrorId::with_status(7, 404)),
        table.find_row_by_code_and_status(7, 404)
    );
    assert_eq!(table.find_row_by_id(ErrorId::with_status(7, 400)), None);
}

#[test]
fn the_line_for_an_undocumented_pair_is_a_line_of_the_table() {
    let table = parse_table(format!("{HEAD}|1|404|a|\n"));
    let line = table.format_new_row(4711, 409, "Member already exists.");
    assert_eq!(line, "|4711|409|Member already exists.|");
}

#[test]
fn the_line_fits_the_columns_that_the_table_has() {
    let table =
        parse_table("|meaning|source|code|HTTP response code|\n|---|---|---|---|\n|a|b|1|404|\n");
    assert_eq!(table.format_new_row(2, 400, "c"), "|c||2|400|");
}

#[rstest]
#[case::pipe("a|b", "a|b")]
#[case::backslash_and_pipe("a\\|b \\\\ c\\", "a\\|b \\\\ c\\")]
#[case::markup(
    "*a* `b` [c](d) __e__ <f> &amp; f_g_h",
    "*a* `b` [c](d) __e__ <f> &amp; f_g_h"
)]
#[case::placeholder("Member '{memberRef}' not found.", "Member '{memberRef}' not found.")]
#[case::line_ends("a\r\n b", "a b")]
#[case::nothing("", "(no message)")]
fn the_line_reads_back_as_the_message(#[case] message: &str, #[case] meaning: &str) {
    let line = parse_table(format!("{HEAD}|1|404|a|\n")).format_new_row(2, 400, message);
    let again = parse_table(format!("{HEAD}{line}\n"));
    assert_eq!(
        again
            .find_row_by_code_and_status(2, 400)
            .expect("the line is a row")
            .meaning,
        meaning
    );
}
