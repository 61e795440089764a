//! The subjects that can be explained, and suggestions for mistyped names.

use super::glossary::{GlossaryTerm, TERMS, find_term};
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::ContractAndSuites;
use crate::contract::{ErrorId, ErrorRow, Requirement, suggest_similar_word};
use crate::suite::Case;

/// A subject that can be explained.
#[derive(Clone, Debug)]
pub(super) enum ExplainSubject<'i> {
    /// A row of any edition.
    Row(&'i ErrorRow),
    /// A requirement.
    Requirement(&'i Requirement),
    /// A term of the suite.
    Term(&'static GlossaryTerm),
    /// A case.
    Case {
        /// The named case, or the first of those that differ only in their actor.
        case: &'i Case,
        /// The same case with other actors.
        others: Vec<&'i Case>,
    },
}

/// Finds the subject that a word names.
pub(super) fn find_subject<'i>(
    word: &str,
    inputs: &'i ContractAndSuites,
) -> Result<ExplainSubject<'i>, CommandFailure> {
    let contract = &inputs.contract;
    let row = word.parse::<ErrorId>().ok();
    if let Some(row) = row.and_then(|row| contract.full_table.find_row_by_id(row)) {
        return Ok(ExplainSubject::Row(row));
    }
    if let Some(own) = contract.requirements.find_by_name(word) {
        return Ok(ExplainSubject::Requirement(own));
    }
    if let Some(term) = find_term(word) {
        return Ok(ExplainSubject::Term(term));
    }
    match find_case_subject(word, inputs) {
        Some(subject) => Ok(subject),
        None => Err(unknown_subject_failure(
            word,
            &suggest_subject(word, inputs),
        )),
    }
}

fn find_case_subject<'i>(word: &str, inputs: &'i ContractAndSuites) -> Option<ExplainSubject<'i>> {
    let is_sibling = |own: &Case, case: &Case| {
        own.name.suite == case.name.suite && own.name.id == case.name.id && own.name != case.name
    };
    let case = inputs.suites.cases().find(|case| {
        case.name.to_string() == word || format!("{}/{}", case.name.suite, case.name.id) == word
    })?;
    let others = inputs.suites.cases();
    Some(ExplainSubject::Case {
        case,
        others: others.filter(|own| is_sibling(own, case)).collect(),
    })
}

fn unknown_subject_failure(word: &str, hint: &str) -> CommandFailure {
    CommandFailure::new(
        ExitStatus::Usage,
        format!(
            "no row, requirement, case or term is called `{word}`: {hint}\n\
             `badreq list` lists the cases, `badreq list --coverage` the rows, `badreq explain` the terms"
        ),
    )
}

/// Returns a hint for an unknown word: a status code instead of an error code, or a mistyped name.
fn suggest_subject(word: &str, inputs: &ContractAndSuites) -> String {
    let rows = inputs.contract.full_table.rows();
    let of_the_status: Vec<String> = rows
        .iter()
        .filter(|row| row.status.to_string() == word)
        .map(|row| row.id().to_string())
        .collect();
    match of_the_status.as_slice() {
        [] => suggest_name(word, inputs),
        [only] => format!("did you mean `{only}`?"),
        several => format!("the rows with this status are {}", several.join(", ")),
    }
}

fn suggest_name(word: &str, inputs: &ContractAndSuites) -> String {
    let suites = &inputs.suites;
    if suites.suites.iter().any(|suite| suite.id == word) {
        return format!("it is a suite, and `badreq list {word}` lists its cases");
    }
    let contract = &inputs.contract;
    // The most common mistake is a case name without its suite.
    if let Some(case) = suites
        .cases()
        .find(|case| case.name.id == word || case.name.name_in_suite() == word)
    {
        return format!("did you mean `{}`?", case.name);
    }
    let mut names: Vec<String> = Vec::new();
    names.extend(
        contract
            .full_table
            .rows()
            .iter()
            .map(|row| row.id().to_string()),
    );
    names.extend(
        contract
            .requirements
            .as_slice()
            .iter()
            .map(|own| own.id.to_string()),
    );
    names.extend(TERMS.iter().map(|term| term.name.to_owned()));
    for case in suites.cases() {
        names.push(format!("{}/{}", case.name.suite, case.name.id));
        names.push(case.name.to_string());
    }
    match suggest_similar_word(word, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            "write a row (`0/400`), a requirement (`body-code-integer`), or a case with its suite (`SUITE/CASE`)"
                .to_owned()
        }
    }
}
