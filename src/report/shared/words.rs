//! Words for violations, exchanges and times.

use std::time::Duration;

pub(in crate::report) use crate::outcome::wording::counted;
use crate::outcome::{CaseOutcome, RecordedViolation, Role, Step, Words};

/// Describes the role of an exchange in a case, with its attempt if there are several.
pub(in crate::report) fn step(outcome: &CaseOutcome, step: &Step) -> String {
    let role = role(step.role);
    match &outcome.repeats {
        Some(_) => format!("attempt {}: {role}", step.attempt),
        None => role,
    }
}

fn role(role: Role) -> String {
    match role {
        Role::Bad => "the bad request".to_owned(),
        Role::Again => "the bad request again".to_owned(),
        Role::Control(number) => format!("control {number}"),
        Role::Before(number) => format!("read {number} before"),
        Role::After(number) => format!("read {number} after"),
        Role::Burst => "one of the burst".to_owned(),
        Role::Other => "another scope".to_owned(),
        Role::AfterWait => "after the promised wait".to_owned(),
    }
}

/// Formats a time in milliseconds: `0.3 ms`.
pub(in crate::report) fn milliseconds(microseconds: u64) -> String {
    format!(
        "{:.1} ms",
        Duration::from_micros(microseconds).as_secs_f64() * 1000.0
    )
}

/// Describes a violation in one line: `status and code: expected status 404, code 30006, got status 404, code 20002`.
pub(in crate::report) fn breach(violation: &RecordedViolation) -> String {
    let Words { expected, got } = violation.words();
    format!("{}: expected {expected}, got {got}", violation.place())
}
