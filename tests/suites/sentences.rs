//! The sentences of the documentation on which the musts rest.

use badreq::check::ExpectedRefusal;
use badreq::contract::{CaseTraits, DocumentedSentence, Level};
use badreq::suite::Case;

use crate::suites::shipped::{CONTRACT, SUITES, every_case};

/// Reports whether a case rests on a sentence.
fn rests_on(case: &Case, sentence: &DocumentedSentence) -> bool {
    let name = case.name.to_string();
    case.expected_row().is_some_and(|row| {
        sentence.is_basis_of_case(&CaseTraits {
            name: &name,
            row,
            defect: case.defect.as_deref(),
            operation: case.operation.as_deref(),
        })
    })
}

#[test]
fn every_must_rests_on_a_sentence_of_the_documentation() {
    every_case(|case| {
        let is_must_of_row = match (&case.expectation.outcome, case.expectation.level) {
            (ExpectedRefusal::Row { .. }, Level::Must) => true,
            (ExpectedRefusal::Row { .. }, Level::Should | Level::May)
            | (ExpectedRefusal::AnyRefusal | ExpectedRefusal::AnyRow, _) => false,
        };
        let sentences = CONTRACT.sentences.as_slice();
        let is_carried = sentences.iter().any(|sentence| rests_on(case, sentence));
        if is_must_of_row && !is_carried {
            vec!["no sentence of schemas/sentences.toml carries this must".to_owned()]
        } else {
            Vec::new()
        }
    });
}

#[test]
fn every_sentence_carries_a_case() {
    let idle: Vec<&str> = CONTRACT
        .sentences
        .as_slice()
        .iter()
        .filter(|sentence| !SUITES.cases().any(|case| rests_on(case, sentence)))
        .map(|sentence| sentence.words.as_str())
        .collect();
    assert_eq!(idle, Vec::<&str>::new());
}
