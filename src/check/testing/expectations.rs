//! Expectations of cases.

use std::collections::BTreeMap;

use super::super::{Answer, Expectation, Fault, KeyFaults, Lengths};
use crate::contract::{Level, RowName};

/// Returns the expectation of this row and no other.
pub(in super::super) fn right(code: i64) -> Expectation {
    expect(one_of(&code.to_string(), &[]))
}

pub(in super::super) fn any_row() -> Expectation {
    expect(Answer::AnyRow)
}

pub(in super::super) fn expect(answer: Answer) -> Expectation {
    Expectation {
        answer,
        level: Level::Must,
        fill: BTreeMap::new(),
        errors: None,
    }
}

pub(in super::super) fn one_of(expected: &str, accepted: &[&str]) -> Answer {
    let name = |text: &str| text.parse::<RowName>().unwrap();
    Answer::Row {
        expected: name(expected),
        accepted: accepted.iter().map(|text| name(text)).collect(),
    }
}

pub(in super::super) fn with_fill(
    mut expectation: Expectation,
    name: &str,
    value: &str,
) -> Expectation {
    expectation.fill.insert(name.to_owned(), value.to_owned());
    expectation
}

pub(in super::super) fn with_errors(
    mut expectation: Expectation,
    faults: &[(&str, KeyFaults)],
) -> Expectation {
    let faults = faults
        .iter()
        .map(|(key, faults)| ((*key).to_owned(), faults.clone()));
    expectation.errors = Some(faults.collect());
    expectation
}

pub(in super::super) fn invalid(key: &str) -> KeyFaults {
    fault(format!("Field {key} is invalid."), None)
}

pub(in super::super) fn too_long(key: &str, max: u64, actual: u64) -> KeyFaults {
    let lengths = Some(Lengths { max, actual });
    fault(format!("Field {key} is too long."), lengths)
}

fn fault(message: String, lengths: Option<Lengths>) -> KeyFaults {
    KeyFaults {
        alias: None,
        faults: vec![Fault {
            lengths,
            message: Some(message),
        }],
    }
}
