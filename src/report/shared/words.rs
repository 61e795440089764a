//! Words for violations, exchanges and times.

use std::time::Duration;

pub(in crate::report) use crate::outcome::wording::format_count;
use crate::outcome::{
    BreachDescription, CaseOutcome, ExchangeRole, Harm, RecordedExchange, RecordedViolation,
    RowVerdict,
};

/// The words for the alternative that a request is served.
pub(in crate::report) const SERVED: &str = "2xx, the request is served";

/// Describes the role of an exchange in a case, with its attempt if there are several.
pub(in crate::report) fn describe_exchange_role(
    outcome: &CaseOutcome,
    step: &RecordedExchange,
) -> String {
    let role = describe_role(step.role);
    match &outcome.repeats {
        Some(_) => format!("attempt {}: {role}", step.attempt),
        None => role,
    }
}

fn describe_role(role: ExchangeRole) -> String {
    match role {
        ExchangeRole::BadRequest => "the bad request".to_owned(),
        ExchangeRole::Repeat => "the bad request again".to_owned(),
        ExchangeRole::Control(number) => format!("control {number}"),
        ExchangeRole::Before(number) => format!("read {number} before"),
        ExchangeRole::After(number) => format!("read {number} after"),
        ExchangeRole::Burst => "one of the burst".to_owned(),
        ExchangeRole::OtherScope => "another scope".to_owned(),
        ExchangeRole::AfterWait => "after the promised wait".to_owned(),
    }
}

/// Describes the verdict of a row with its reason: `replaced by 40001`.
pub(in crate::report) fn describe_row_verdict(verdict: &RowVerdict) -> String {
    match verdict {
        RowVerdict::Proven => "proven".to_owned(),
        RowVerdict::Broken => "broken".to_owned(),
        RowVerdict::Replaced { by } => {
            let by: Vec<String> = by.iter().map(ToString::to_string).collect();
            format!("replaced by {}", by.join(", "))
        }
        RowVerdict::KnownFailures { reason } => format!("known to fail: {reason}"),
        RowVerdict::NotRun => "not tried".to_owned(),
        RowVerdict::NotObserved { reason, .. } => format!("not observed: {reason}"),
    }
}

/// Formats a time in milliseconds: `0.3 ms`.
pub(in crate::report) fn format_micros_as_millis(microseconds: u64) -> String {
    format!(
        "{:.1} ms",
        Duration::from_micros(microseconds).as_secs_f64() * 1000.0
    )
}

/// Describes a violation in one line: `status and code: expected status 404, code 30006, got status 404, code 20002`.
pub(in crate::report) fn describe_violation(violation: &RecordedViolation) -> String {
    let BreachDescription { expected, got } = violation.describe();
    format!("{}: expected {expected}, got {got}", violation.place())
}

/// Formats the harm for the text that it stands in front of: `harm, it shows a secret: `; an empty text if there is none.
pub(in crate::report) fn format_harm_prefix(harm: Option<Harm>) -> String {
    harm.map_or_else(String::new, |harm| format!("harm, it {harm}: "))
}
