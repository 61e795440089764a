//! The subjects that can be explained, and suggestions for mistyped names.

use super::terms::{TERMS, Term, find_term};
use crate::cli::exit::{Exit, Failure};
use crate::cli::inputs::Inputs;
use crate::contract::{Requirement, Row, RowName, suggest};
use crate::suite::Case;

/// A subject that can be explained.
#[derive(Clone, Debug)]
pub(super) enum Subject<'i> {
    /// A row of any edition.
    Row(&'i Row),
    /// A requirement.
    Requirement(&'i Requirement),
    /// A term of the suite.
    Term(&'static Term),
    /// A case.
    Case {
        /// The named case, or the first of those that differ only in their actor.
        case: &'i Case,
        /// The same case with other actors.
        others: Vec<&'i Case>,
    },
}

/// Finds the subject that a word names.
pub(super) fn find<'i>(word: &str, inputs: &'i Inputs) -> Result<Subject<'i>, Failure> {
    let contract = &inputs.contract;
    if let Ok(name) = word.parse::<RowName>() {
        return match contract.documented.row(name) {
            Some(row) => Ok(Subject::Row(row)),
            None => Err(refused(word, &hint_for_a_number(word, inputs))),
        };
    }
    if let Some(own) = contract.requirements.named(word) {
        return Ok(Subject::Requirement(own));
    }
    if let Some(term) = find_term(word) {
        return Ok(Subject::Term(term));
    }
    match case(word, inputs) {
        Some(subject) => Ok(subject),
        None => Err(refused(word, &hint(word, inputs))),
    }
}

fn case<'i>(word: &str, inputs: &'i Inputs) -> Option<Subject<'i>> {
    let is_sibling = |own: &Case, case: &Case| {
        own.name.suite == case.name.suite && own.name.id == case.name.id && own.name != case.name
    };
    let case = inputs.suites.cases().find(|case| {
        case.name.to_string() == word || format!("{}/{}", case.name.suite, case.name.id) == word
    })?;
    let others = inputs.suites.cases();
    Some(Subject::Case {
        case,
        others: others.filter(|own| is_sibling(own, case)).collect(),
    })
}

fn refused(word: &str, hint: &str) -> Failure {
    Failure::new(
        Exit::Usage,
        format!(
            "no row, requirement, case or term is called `{word}`: {hint}\n\
             `badreq list` lists the cases, `badreq list --coverage` the rows, `badreq explain` the terms"
        ),
    )
}

/// Returns a hint for an unknown number: a status code instead of an error code, or a mistyped error code.
fn hint_for_a_number(word: &str, inputs: &Inputs) -> String {
    let rows = inputs.contract.documented.rows();
    let of_the_status: Vec<String> = rows
        .iter()
        .filter(|row| row.status.to_string() == word)
        .map(|row| row.name().to_string())
        .collect();
    match of_the_status.as_slice() {
        [] => hint(word, inputs),
        [only] => format!("did you mean `{only}`?"),
        several => format!("the rows with this status are {}", several.join(", ")),
    }
}

fn hint(word: &str, inputs: &Inputs) -> String {
    let suites = &inputs.suites;
    if suites.suites.iter().any(|suite| suite.id == word) {
        return format!("it is a suite, and `badreq list {word}` lists its cases");
    }
    let contract = &inputs.contract;
    // The most common mistake is a case name without its suite.
    if let Some(case) = suites
        .cases()
        .find(|case| case.name.id == word || case.name.leaf() == word)
    {
        return format!("did you mean `{}`?", case.name);
    }
    let mut names: Vec<String> = Vec::new();
    names.extend(
        contract
            .documented
            .rows()
            .iter()
            .map(|row| row.name().to_string()),
    );
    names.extend(
        contract
            .requirements
            .all()
            .iter()
            .map(|own| own.id.to_string()),
    );
    names.extend(TERMS.iter().map(|term| term.name.to_owned()));
    for case in suites.cases() {
        names.push(format!("{}/{}", case.name.suite, case.name.id));
        names.push(case.name.to_string());
    }
    match suggest(word, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            "write a row (`0/400`), a requirement (`body-code-integer`), or a case with its suite (`SUITE/CASE`)"
                .to_owned()
        }
    }
}
