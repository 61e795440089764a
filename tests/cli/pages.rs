//! Contracts and suites of one's own.

use std::path::Path;

use super::command::{call, folder};

fn written(test: &str, name: &str, text: &str) -> String {
    let path = folder(test).join(name);
    std::fs::write(&path, text).expect("the file can be written");
    path.display().to_string()
}

fn table() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/errors.md");
    std::fs::read_to_string(path).expect("the table can be read")
}

const FIRST: &str = "|0|500|Internal server error, try again later|\n";

#[test]
fn a_page_with_two_rows_more_works_and_says_that_no_case_is_about_them() {
    let more = format!("{FIRST}|20011|404|Webhook not found.|\n|40007|400|Too many members.|\n");
    let page = written("two-rows-more", "errors.md", &table().replace(FIRST, &more));
    let ended = call(&[
        "list",
        "--coverage",
        "--edition",
        "document",
        "--table",
        &page,
    ]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    let last = ended.out.lines().last().expect("there is a summary");
    assert!(
        last.starts_with("29 rows, 2 without a case (20011, 40007)"),
        "{last}"
    );
    let ended = call(&["run", "20006", "--edition", "document", "--table", &page]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert!(ended.out.contains("1 of 29 rows proven"), "{}", ended.out);
}

#[test]
fn a_broken_row_is_reported_with_its_line_and_an_excerpt() {
    let broken = table().replace("|20003|404|", "|2000x|404|");
    let line = 1 + broken
        .lines()
        .position(|line| line.starts_with("|2000x|"))
        .expect("the page has the row");
    let page = written("broken-row", "errors.md", &broken);
    let ended = call(&["run", "--table", &page]);
    assert_eq!(ended.status, 3);
    assert_eq!(ended.out, "");
    assert!(
        ended.err.contains(&format!("{page}:{line}")),
        "{}",
        ended.err
    );
    assert!(
        ended
            .err
            .contains("|2000x|404|Member '{memberRef}' not found.|"),
        "{}",
        ended.err
    );
}

#[test]
fn a_page_without_a_table_is_told_how_to_head_one() {
    let page = written("no-table", "errors.md", "# Errors\n");
    let ended = call(&["list", "--table", &page]);
    assert_eq!(ended.status, 3);
    assert!(
        ended.err.contains("|code|HTTP response code|meaning|"),
        "{}",
        ended.err
    );
}

#[test]
fn a_page_or_a_folder_that_is_not_there_is_a_wrong_argument() {
    for flag in ["--table", "--suites"] {
        let ended = call(&["list", flag, "/nowhere/at-all"]);
        assert_eq!(ended.status, 2);
        assert!(ended.err.contains("`/nowhere/at-all`"), "{}", ended.err);
    }
}

#[test]
fn a_folder_without_suites_is_a_wrong_argument() {
    let folder = folder("no-suites");
    let ended = call(&["list", "--suites", &folder.display().to_string()]);
    assert_eq!(ended.status, 2);
    assert!(ended.err.contains("no suites"), "{}", ended.err);
}

const SUITE: &str = r#"
[suite]
title = "Mine"
about = "Cases of a test"

[[case]]
id = "unknown-member"
about = "A member that is not there"
as = "anonymous"
request = "GET /members/zzzzzz"
expect = "20002"
no_control = "nothing is made"
"#;

#[test]
fn a_suite_of_ones_own_takes_the_place_of_the_built_in_ones() {
    let path = written("own-suite", "mine.toml", SUITE);
    let folder = Path::new(&path).parent().expect("a folder").display();
    let ended = call(&["run", "--suites", &folder.to_string()]);
    assert_eq!(ended.status, 0, "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("1 passed, 0 failed"), "{}", ended.out);
}

#[test]
fn all_mistakes_of_all_suites_are_reported_at_once() {
    let folder = folder("broken-suites");
    let wrong_key = SUITE.replace("expect =", "expct =");
    let wrong_row = SUITE.replace("20002", "20999");
    let no_toml = format!("{SUITE}\n[[case\n");
    for (name, text) in [("key", wrong_key), ("row", wrong_row), ("toml", no_toml)] {
        std::fs::write(folder.join(format!("{name}.toml")), text).expect("it can be written");
    }
    let ended = call(&["run", "--suites", &folder.display().to_string()]);
    assert_eq!(ended.status, 3);
    assert_eq!(ended.out, "");
    for sign in [
        "did you mean `expect`?",
        "key.toml:11",
        "`expect` is missing",
        "20999",
        "row.toml:",
        "toml.toml:14",
        "4 mistakes",
        "nothing was run",
    ] {
        assert!(ended.err.contains(sign), "no {sign} in {}", ended.err);
    }
}
