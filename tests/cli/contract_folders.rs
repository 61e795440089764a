//! Contracts of other APIs, as folders.

use std::fs;
use std::path::{Path, PathBuf};

use rstest::rstest;

use super::command::{Ended, badreq, call, folder};

const SETTINGS: &str = r#"[table]
heading = "Problem types"
columns = { code = "Type", status = "Status", meaning = "Title" }

[auth]
send = "Authorization: Bearer {token}"

[error]
code = "/type"
message = "/title"
"#;

const PAGE: &str = "\
# Errors

## Fields

|Type|Note|
|---|---|
|string|a field|

## Problem types

|Type|Title|Status|
|---|---|---|
|no-such-note|There is no such note.|404|
|invalid|The note is not valid.|422|
";

const OPERATIONS: &str = r#"[[operation]]
id = "note-get"
method = "GET"
path = "/notes/{note}"
defects = ["unknown-reference", "missing-token"]
"#;

const CASES: &str = r#"[suite]
title = "Notes"
about = "Reading notes"

[[case]]
id = "unknown"
about = "The path names a note that does not exist"
as = "owner"
request = "GET /notes/nothing"
defect = "unknown-reference"
expect = "no-such-note"
control = { request = "GET /notes/first" }
"#;

/// Writes a contract folder, with these files in place of its own.
fn contract(test: &str, others: &[(&str, &[u8])]) -> PathBuf {
    let own = folder(&format!("contract-{test}"));
    fs::create_dir_all(own.join("suites")).expect("the folder can be made");
    let files = [
        ("contract.toml", SETTINGS),
        ("errors.md", PAGE),
        ("operations.toml", OPERATIONS),
        ("suites/fixtures.toml", ""),
        ("suites/notes.toml", CASES),
    ];
    for (name, text) in files {
        fs::write(own.join(name), text).expect("the file can be written");
    }
    for (name, text) in others {
        fs::write(own.join(name), text).expect("the file can be written");
    }
    own
}

fn check(folder: &Path, more: &[&str]) -> Ended {
    let folder = folder.display().to_string();
    let words = ["contract", "check", folder.as_str()];
    call(&[&words, more].concat())
}

#[test]
fn a_folder_takes_the_place_of_the_built_in_contract() {
    let own = contract("list", &[]).display().to_string();
    let ended = call(&["list", "--contract", &own]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert_eq!(
        ended.out,
        "notes/unknown  no-such-note  The path names a note that does not exist\n1 case\n"
    );
    let ended = call(&["explain", "notes/unknown", "--contract", &own]);
    assert!(
        ended
            .out
            .contains("-H \"Authorization: Bearer $BADREQ_TOKEN\""),
        "{}",
        ended.out
    );
}

#[test]
fn the_configuration_may_name_the_folder() {
    let own = contract("configured", &[]);
    let parent = own.parent().expect("it has one").to_owned();
    let name = own.file_name().expect("it has one").to_string_lossy();
    let config = folder("contract-configuration").join("badreq.toml");
    let path = parent.join(name.as_ref());
    fs::write(&config, format!("contract = '{}'\n", path.display())).expect("it can be written");
    let output = badreq(&["list"])
        .current_dir(config.parent().expect("it has one"))
        .output()
        .expect("the command starts");
    let ended = Ended::of(output);
    assert!(ended.out.starts_with("notes/unknown"), "{}", ended.out);
}

#[test]
fn the_embedded_server_does_not_keep_the_contract_of_a_folder() {
    let own = contract("reference", &[]).display().to_string();
    let ended = call(&["run", "--contract", &own]);
    assert_eq!(ended.status, 2, "{}", ended.err);
    assert!(
        ended.err.contains("name a server with `--target URL`"),
        "{}",
        ended.err
    );
}

#[test]
fn a_check_lists_what_no_case_covers() {
    let ended = check(&contract("gaps", &[]), &[]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert_eq!(
        ended.out,
        "no mistakes: 2 rows, 1 operation, 1 case\n\n\
         rows that no case expects\n  invalid: The note is not valid.\n\n\
         defects that no case sends, and no exclusion explains\n  note-get with missing-token\n"
    );
}

#[test]
fn a_check_compares_the_table_with_that_of_a_page() {
    let newer = PAGE
        .replace("not valid.|422", "wrong.|422")
        .replace("|no-such-note|", "|not-found|");
    let own = contract("page", &[("newer.md", newer.as_bytes())]);
    let page = own.join("newer.md").display().to_string();
    let ended = check(&own, &[&page]);
    assert_eq!(ended.status, 1, "{}", ended.err);
    let changes = "\
from the contract to the page
  breaking    row-renumbered     no-such-note becomes not-found
  compatible  meaning-reworded   invalid: “The note is not valid.” becomes “The note is wrong.”
";
    assert!(ended.out.ends_with(changes), "{}", ended.out);
}

#[rstest]
#[case::two_rows_alike("errors.md", PAGE.replace("|invalid|The note is not valid.|422|", "|no-such-note|x|404|").into_bytes(), "is listed twice")]
#[case::unknown_column("contract.toml", SETTINGS.replace("\"Title\"", "\"Titel\"").into_bytes(), "no table has the columns of an error table")]
#[case::another_heading("contract.toml", SETTINGS.replace("Problem types", "Problem type").into_bytes(), "did you mean `Problem types`?")]
#[case::pointer_that_is_none("contract.toml", SETTINGS.replace("\"/type\"", "\"type\"").into_bytes(), "`type` is not a JSON pointer")]
#[case::not_utf8("errors.md", b"# Errors\n\xff\n".to_vec(), "the file is not UTF-8 on line 2")]
#[case::too_large("errors.md", vec![b'a'; 10 << 20], "the file has 10485760 bytes, and may have 4194304")]
#[case::header_without_token("contract.toml", SETTINGS.replace("Bearer {token}", "Bearer").into_bytes(), "is not a header with a token")]
#[case::unknown_defect("operations.toml", OPERATIONS.replace("missing-token", "missing-tokens").into_bytes(), "did you mean `missing-token`?")]
#[case::unknown_row("suites/notes.toml", CASES.replace("\"no-such-note\"", "\"no-such-nota\"").into_bytes(), "did you mean `no-such-note`?")]
#[case::request_of_no_operation("suites/notes.toml", CASES.replace("GET /notes/nothing", "GET /note/nothing").into_bytes(), "no operation has `GET /note/nothing`")]
fn a_mistake_in_a_folder_ends_with_3_and_says_where(
    #[case] file: &str,
    #[case] text: Vec<u8>,
    #[case] message: &str,
) {
    let test = format!("mistake-{}-{}", text.len(), message.len());
    let ended = check(&contract(&test, &[(file, &text)]), &[]);
    assert_eq!(ended.status, 3, "{}", ended.err);
    assert!(ended.err.contains(message), "{}", ended.err);
    // Where the settings name what the page does not have, the page is shown.
    let names = [file, "errors.md"];
    let is_named = names.iter().any(|name| ended.err.contains(name));
    assert!(is_named, "{}", ended.err);
}

#[test]
fn missing_files_are_listed_all_at_once() {
    let own = contract("missing", &[]);
    for name in ["errors.md", "operations.toml"] {
        fs::remove_file(own.join(name)).expect("it is there");
    }
    let ended = check(&own, &[]);
    assert_eq!(ended.status, 3, "{}", ended.err);
    for name in ["errors.md", "operations.toml"] {
        assert!(ended.err.contains(name), "{}", ended.err);
    }
    let empty = folder("contract-empty").display().to_string();
    let ended = call(&["list", "--contract", &empty]);
    assert_eq!(ended.status, 2, "{}", ended.err);
    assert!(
        ended.err.contains("there is no contract in"),
        "{}",
        ended.err
    );
}

#[test]
fn a_new_folder_has_no_mistake_and_overwrites_nothing() {
    let own = folder("contract-new");
    let name = own.display().to_string();
    let ended = call(&["contract", "new", &name]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    let ended = check(&own, &[]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert!(ended.out.starts_with("no mistakes: "), "{}", ended.out);
    let ended = call(&["contract", "new", &name]);
    assert_eq!(ended.status, 2, "{}", ended.err);
    assert!(ended.err.contains("already exists"), "{}", ended.err);
}

#[test]
fn the_changes_of_an_edition_are_listed_with_their_effects() {
    let older = contract("older", &[]);
    let newer = PAGE.replace("not valid.|422", "not valid.|400");
    let newer = contract("newer", &[("errors.md", newer.as_bytes())]);
    let names = [older, newer].map(|own| own.display().to_string());
    let words = ["contract", "diff", names[0].as_str(), names[1].as_str()];
    let ended = call(&words);
    assert_eq!(ended.status, 1, "{}", ended.err);
    assert_eq!(
        ended.out,
        "  breaking    status-changed     invalid: status 422 becomes 400\n1 change, breaking\n"
    );
    let ended = call(&[&words[..], &["--format", "markdown", "--fail-on", "never"]].concat());
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert_eq!(
        ended.out,
        "**1 change, breaking**\n\n|Effect|Kind|Change|\n|---|---|---|\n|breaking|`status-changed`|invalid: status 422 becomes 400|\n"
    );
    let same = call(&["contract", "diff", &names[0], &names[0]]);
    assert_eq!((same.status, same.out.as_str()), (0, "no change\n"));
}
