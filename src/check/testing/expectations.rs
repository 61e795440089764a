//! Expectations of cases.

use std::collections::BTreeMap;

use super::super::{
    AcceptedAlternative, AlternativeFit, AlternativeOutcome, ExceededLengthLimit, ExpectedRefusal,
    FieldError, FieldErrors, ResponseExpectation,
};
use crate::contract::{ErrorId, Level};

/// Returns the expectation of this row and no other.
pub(in super::super) fn expect_row(code: i64) -> ResponseExpectation {
    expect_outcome(build_expected_row(&code.to_string(), &[]))
}

pub(in super::super) fn expect_any_row() -> ResponseExpectation {
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

pub(in super::super) fn build_expected_row(expected: &str, accepted: &[&str]) -> ExpectedRefusal {
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

pub(in super::super) fn with_placeholder_value(
    mut expectation: ResponseExpectation,
    name: &str,
    value: &str,
) -> ResponseExpectation {
    expectation
        .placeholders
        .insert(name.to_owned(), value.to_owned());
    expectation
}

pub(in super::super) fn with_field_errors(
    mut expectation: ResponseExpectation,
    field_errors: &[(&str, FieldErrors)],
) -> ResponseExpectation {
    let field_errors = field_errors
        .iter()
        .map(|(key, field_errors)| ((*key).to_owned(), field_errors.clone()));
    expectation.field_errors = Some(field_errors.collect());
    expectation
}

pub(in super::super) fn build_invalid_field_error(key: &str) -> FieldErrors {
    build_field_errors(format!("Field {key} is invalid."), None)
}

pub(in super::super) fn build_too_long_error(key: &str, max: u64, actual: u64) -> FieldErrors {
    let lengths = Some(ExceededLengthLimit { max, actual });
    build_field_errors(format!("Field {key} is too long."), lengths)
}

fn build_field_errors(message: String, lengths: Option<ExceededLengthLimit>) -> FieldErrors {
    FieldErrors {
        alias: None,
        errors: vec![FieldError {
            lengths,
            message: Some(message),
        }],
    }
}
