//! A small contract about a library, its fixtures, and functions that load suites for it: shared by the tests of this module.

use super::{Case, SuiteSet, SuiteSources};
use crate::contract::{self, Contract, Diagnostic, Edition, SourceFile};

/// The head of every suite in the tests. It has two lines, so that the text after it begins in line 3.
pub(super) const HEAD: &str = "suite = { title = \"Books\", about = \"Lending books\" }\n\n";

/// The fixtures of the tests.
pub(super) const FIXTURES: &str = r#"
[[value]]
name = "card"
about = "the number of a card"

[[unknown]]
name = "book"
kind = "letters"
letters = "xyz"
length = 4
prove = ["GET /books/{value}"]

[[fixture]]
name = "owner_book"
about = "a book of the owner"
as = "owner"
request = "POST /books"
json = { title = "Emma" }
capture = { id = "/id", pages = "/pages" }

[[restored]]
name = "shelf"
about = "the shelf of the owner"
as = "owner"
read = "GET /shelf"
write = "PATCH /shelf"
keys = ["open", "label"]
capture = { id = "/id" }
"#;

/// Returns a contract with four rows, two scopes, two operations and three defects.
pub(super) fn lending_library_contract() -> Contract {
    let sources = contract::ContractFiles {
        document: Some(SourceFile::new(
            "library.md",
            "|code|HTTP response code|meaning|\n|---|---|---|\n|0|401|No card.|\n|0|429|Too fast.|\n|12|404|Book '{title}' is lent out.|\n|13|400|Bad book.|\n",
        )),
        errata: None,
        requirements: Some(SourceFile::new("requirements.toml", "generic = false\n")),
        settings: SourceFile::new(
            "contract.toml",
            r#"
[auth]
send = "X-Card: {token}"
[error]
code = "/number"
message = "/text"
details = { at = "/mistakes", message = "text", max_length = "most", actual_length = "sent", rows = ["13"] }
wait = { at = "/wait", unit = "ms" }
rate_limit_rows = ["0/429"]
described_rows = []
[rate_limits]
window_ms = 1000
headers = { limit = "x-limit", remaining = "x-remaining", reset = "x-reset", scope = "x-scope" }
[[rate_limits.scopes]]
name = "reads"
methods = ["GET"]
limit = 10
[[rate_limits.scopes]]
name = "writes"
methods = ["POST", "PATCH", "DELETE"]
limit = 3
"#,
        ),
        operations: SourceFile::new(
            "operations.toml",
            r#"
[[defect]]
id = "unknown-book"
about = "a book that is not there"
[[defect]]
id = "no-card"
about = "no card"
[[defect]]
id = "bad-body"
about = "a body that is no book"
[[operation]]
id = "book-get"
method = "GET"
path = "/books/{bookRef}"
defects = ["unknown-book", "no-card"]
[[operation]]
id = "book-post"
method = "POST"
path = "/books"
defects = ["no-card", "bad-body"]
[[exclusion]]
operation = "book-post"
defect = "no-card"
reason = "everybody may give a book"
"#,
        ),
        body_models: Vec::new(),
        body_schema: Some(SourceFile::new("body.json", "{}")),
        sentences: None,
        quoted_pages: Vec::new(),
        replaced_document: None,
    };
    Contract::parse(&sources, Edition::Document).expect("the contract is sound")
}

/// Loads the suite `books` with the cases in `text`, which follow [`HEAD`].
pub(super) fn load_book_suite(text: &str) -> Result<SuiteSet, Vec<Diagnostic>> {
    load_suite_files(&[
        ("suites/fixtures.toml", FIXTURES),
        ("suites/books.toml", &format!("{HEAD}{text}")),
    ])
}

/// Loads a suite from files.
pub(super) fn load_suite_files(files: &[(&str, &str)]) -> Result<SuiteSet, Vec<Diagnostic>> {
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    SuiteSet::parse(
        &SuiteSources::from_texts(files),
        &lending_library_contract(),
    )
    .map_err(|flaws| flaws.into_iter().collect())
}

/// Returns the cases of a suite without mistakes.
#[track_caller]
pub(crate) fn load_cases(text: &str) -> Vec<Case> {
    match load_book_suite(text) {
        Ok(suites) => suites.cases().cloned().collect(),
        Err(flaws) => panic!("{}", format_diagnostics(&flaws).join("\n")),
    }
}

/// Returns the one case of a suite without mistakes.
#[track_caller]
pub(super) fn load_single_case(text: &str) -> Case {
    let mut cases = load_cases(text);
    assert_eq!(cases.len(), 1, "one case was expected");
    cases.remove(0)
}

/// Returns a valid case to which `lines` are added, in line 8 and below.
pub(crate) fn case_text_with_lines(lines: &str) -> String {
    format!(
        "[[case]]\nid = \"a\"\nabout = \"Wrong.\"\nrequest = \"POST /books\"\nexpect = \"13\"\n{lines}\n{}",
        if lines.contains("control") {
            ""
        } else {
            "control = {}"
        }
    )
}

/// Returns the diagnostics of a suite with these cases, as `line: what (hint)`.
#[track_caller]
pub(super) fn collect_load_diagnostics(text: &str) -> Vec<String> {
    format_diagnostics(&load_book_suite(text).expect_err("something is wrong"))
}

/// Formats diagnostics as `line: what (hint)`.
pub(super) fn format_diagnostics(flaws: &[Diagnostic]) -> Vec<String> {
    flaws
        .iter()
        .map(|flaw| {
            let line = flaw.line().unwrap_or_default();
            match &flaw.hint {
                Some(hint) => format!("{line}: {} ({hint})", flaw.message),
                None => format!("{line}: {}", flaw.message),
            }
        })
        .collect()
}
