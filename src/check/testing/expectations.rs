//! Expectations of cases.

use std::collections::BTreeMap;

use super::super::{
    AcceptedAlternative, AlternativeFit, AlternativeOutcome, ExceededLengthLimit, ExpectedRefusal,
    FieldError, FieldErrors, ResponseExpectation,
};
use crate::contract::{ErrorId, Level};

/// Returns the expectation of this row and no other.
pub(in super::super) fn expect_row(code: i64) -> ResponseExpectation {
    expect_outcome(one_of(&code.to_string(), &[]))
}

pub(in super::super) fn any_row() -> ResponseExpectation {
    expect_outcome(ExpectedRefusal::AnyRow)
}

pub(in super::super) fn expect_outcome(answer: ExpectedRefusal) -> ResponseExpectation {
    ResponseExpectation {
        outcome: answer,
        level: Level::Must,
        placeholders: BTreeMap::new(),
        field_errors: None,
    }
}

pub(in super::super) fn one_of(expected: &str, accepted: &[&str]) -> ExpectedRefusal {
    let name = |text: &str| text.parse::<ErrorId>().unwrap();
    let accepted = accepted.iter().map(|text| AcceptedAlternative {
        outcome: AlternativeOutcome::Row(name(text)),
        fit: AlternativeFit::Equal,
        reason: None,
    });
    ExpectedRefusal::Row {
        expected: name(expected),
        accepted: accepted.collect(),
    }
}

pub(in super::super) fn with_fill(
    mut expectation: ResponseExpectation,
    name: &str,
    value: &str,
) -> ResponseExpectation {
    expectation
        .placeholders
        .insert(name.to_owned(), value.to_owned());
    expectation
}

pub(in super::super) fn with_errors(
    mut expectation: ResponseExpectation,
    faults: &[(&str, FieldErrors)],
) -> ResponseExpectation {
    let faults = faults
        .iter()
        .map(|(key, faults)| ((*key).to_owned(), faults.clone()));
    expectation.field_errors = Some(faults.collect());
    expectation
}

pub(in super::super) fn invalid(key: &str) -> FieldErrors {
    fault(format!("Field {key} is invalid."), None)
}

pub(in super::super) fn too_long(key: &str, max: u64, actual: u64) -> FieldErrors {
    let lengths = Some(ExceededLengthLimit { max, actual });
    fault(format!("Field {key} is too long."), lengths)
}

fn fault(message: String, lengths: Option<ExceededLengthLimit>) -> FieldErrors {
    FieldErrors {
        alias: None,
        errors: vec![FieldError {
            lengths,
            message: Some(message),
        }],
    }
}
