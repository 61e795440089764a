//! Ids and sentences.

use std::collections::{BTreeMap, BTreeSet};

use badreq::suite::FIXTURES_FILE_NAME;

use crate::suites::shipped::{SUITES, every_case, folder};

const LONGEST: usize = 100;
/// What a suite is about stands above its cases, where there is room.
const LONGEST_OF_A_SUITE: usize = 160;
const MODAL: &[&str] = &["must", "should", "may", "shall", "ought"];

#[test]
fn every_file_of_the_folder_is_a_suite_with_cases() {
    let files: BTreeSet<String> = std::fs::read_dir(folder())
        .expect("the folder can be read")
        .map(|entry| entry.expect("its entries can be read").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| {
            ![FIXTURES_FILE_NAME, "conformance.rs", "conformance"].contains(&name.as_str())
        })
        .collect();
    let suites: BTreeSet<String> = SUITES
        .suites
        .iter()
        .filter(|suite| !suite.cases.is_empty())
        .map(|suite| format!("{}.toml", suite.id))
        .collect();
    assert_eq!(files, suites);
}

#[test]
fn suites_have_titles_and_sentences_of_their_own() {
    let mut titles = BTreeSet::new();
    for suite in &SUITES.suites {
        assert!(
            titles.insert(&suite.title),
            "two suites are called `{}`",
            suite.title
        );
        assert_eq!(
            flaws_of_a_sentence(&suite.about, LONGEST_OF_A_SUITE),
            Vec::<String>::new(),
            "{}",
            suite.id
        );
    }
}

#[test]
fn ids_are_unique() {
    let mut seen = BTreeSet::new();
    every_case(|_| Vec::new());
    for case in SUITES.cases() {
        assert!(
            seen.insert(case.name.to_string()),
            "two cases are called `{}`",
            case.name
        );
    }
}

#[test]
fn what_is_wrong_is_said_in_one_plain_sentence() {
    every_case(|case| flaws_of_a_sentence(&case.about, LONGEST));
}

#[test]
fn no_two_cases_of_a_suite_say_the_same() {
    let mut said: BTreeMap<(String, String, Option<String>), BTreeSet<String>> = BTreeMap::new();
    for case in SUITES.cases() {
        // Reports name the operation beside the sentence.
        let operation = case.operation.clone();
        said.entry((case.name.suite.clone(), case.about.clone(), operation))
            .or_default()
            .insert(case.name.id.clone());
    }
    let twice: Vec<_> = said.iter().filter(|(_, ids)| ids.len() > 1).collect();
    assert!(twice.is_empty(), "{twice:#?}");
}

fn flaws_of_a_sentence(text: &str, longest: usize) -> Vec<String> {
    let mut flaws = Vec::new();
    let mut flaw = |what: &str| flaws.push(format!("`{text}` {what}"));
    for word in text.split(|letter: char| !letter.is_alphanumeric()) {
        if MODAL.contains(&word.to_lowercase().as_str()) {
            flaw(&format!(
                "says `{word}`: a case says what is wrong, the expectation what must come back"
            ));
        }
    }
    if text.chars().count() > longest {
        flaw(&format!("is longer than {longest} characters"));
    }
    if text.ends_with('.') {
        flaw("ends with a full stop, and the others do not");
    }
    if text.contains(". ") || text.contains('\n') {
        flaw("is more than one sentence");
    }
    if text.trim() != text || text.contains("  ") {
        flaw("has blanks too many");
    }
    if text.contains(['{', '}']) {
        flaw("has a place that nothing was put into");
    }
    if text.starts_with(|letter: char| letter.is_ascii_lowercase()) {
        flaw("begins in lower case");
    }
    flaws
}

#[test]
fn a_sentence_that_is_not_plain_is_found() {
    for text in [
        "The server must refuse",
        "Ends.",
        "One. Two",
        "with a small letter",
        "Has  blanks",
        "Has a {place}",
        &"A".repeat(101),
    ] {
        assert_eq!(flaws_of_a_sentence(text, LONGEST).len(), 1, "{text}");
    }
    assert_eq!(
        flaws_of_a_sentence("`{` would be a brace", LONGEST).len(),
        1
    );
    assert!(flaws_of_a_sentence("A member that does not exist: a-uuid", LONGEST).is_empty());
}
