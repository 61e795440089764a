//! Fingerprints: a breach as one line that is the same in every run, and another one for every other breach.

use serde_json::{Number, Value};

use super::{Binding, Place, Redactor, RequirementId, Selected, Violation};

/// How many characters of a value are written out.
const LONGEST: usize = 160;

/// The fingerprint of a breach by a case with these values for names: where it is, what was expected, what came.
///
/// What depends on the target's data or on the moment is named by what it is: ids, times and UUIDs, a list that came in place of a refusal, the values of a
/// state that changed, and numbers such as a wait. `*` is written `[star]`, so that it stands for nothing else in a baseline. A long value is cut, with a
/// sum of the whole behind it.
#[must_use]
pub fn fingerprint(violation: &Violation, bindings: &[Binding]) -> String {
    let redactor = Redactor::new(bindings);
    let moving = Moving::of(violation.requirement);
    let part = |value: &Value| shortened(redactor.redact(&moving.written("", value, &redactor)));
    let line = format!(
        "{}: expected {}, got {}",
        redactor.redact(&place(&violation.place)),
        part(&violation.expected),
        part(&violation.actual)
    );
    line.replace('*', "[star]")
}

/// What differs between two showings of the same breach, beside what has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moving {
    /// Lists of a target's things, where they came in place of a refusal.
    Lists,
    /// A state, before and after.
    State,
    /// Waits, and other numbers beside them.
    Waits,
    /// Numbers of a clock, of a race, or of a line of code.
    Numbers,
}

impl Moving {
    const WAITS: [RequirementId; 4] = [
        RequirementId::RetryAfterInteger,
        RequirementId::RetryAfterWithinWindow,
        RequirementId::RetryAfterTrue,
        RequirementId::RetryAfterOnlyOnRateLimit,
    ];
    const NUMBERS: [RequirementId; 7] = [
        RequirementId::LimitEnforced,
        RequirementId::LimitGranted,
        RequirementId::LimitScopesSeparate,
        RequirementId::RateHeaderRemaining,
        RequirementId::RateHeaderReset,
        RequirementId::AnswerInTime,
        RequirementId::NoInternals,
    ];

    fn of(requirement: RequirementId) -> Self {
        if requirement == RequirementId::RefusalChangesNothing {
            Self::State
        } else if Self::WAITS.contains(&requirement) {
            Self::Waits
        } else if Self::NUMBERS.contains(&requirement) {
            Self::Numbers
        } else {
            Self::Lists
        }
    }

    /// The value as JSON, with words in place of what moves; `key` is that of the object that holds it.
    fn written(self, key: &str, value: &Value, redactor: &Redactor) -> String {
        match (self, key, value) {
            (Self::Lists, "body" | "text", Value::String(text))
                if text.trim_start().starts_with('[') =>
            {
                return "a list".to_owned();
            }
            (Self::Lists, "offset", Value::Number(_)) => return "N".to_owned(),
            (Self::State, "value", value) => return kind(value).to_owned(),
            (Self::State, "at", Value::String(pointer)) => return quoted(&in_any_item(pointer)),
            (Self::Waits | Self::Numbers, "status" | "code" | "row", value) => {
                return value.to_string();
            }
            (_, _, _) => {}
        }
        match value {
            Value::Object(map) => {
                let entries = map.iter().map(|(key, value)| {
                    format!("{}:{}", quoted(key), self.written(key, value, redactor))
                });
                format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
            }
            Value::Array(items) => {
                let items = items.iter().map(|item| self.written("", item, redactor));
                format!("[{}]", items.collect::<Vec<_>>().join(","))
            }
            Value::String(text) => quoted(&self.text(text, redactor)),
            Value::Number(number) => self.number(number),
            Value::Null | Value::Bool(_) => value.to_string(),
        }
    }

    fn text(self, text: &str, redactor: &Redactor) -> String {
        match self {
            // Every second character of UTF-16 is one; an id with them between its letters would not be known again.
            Self::Lists | Self::State => text.replace('\0', ""),
            Self::Waits | Self::Numbers => without_numbers(&redactor.redact(text)),
        }
    }

    fn number(self, number: &Number) -> String {
        let value = number.as_f64().unwrap_or(f64::MAX);
        match self {
            Self::Lists | Self::State => number.to_string(),
            // To wait for no time is wrong in another way than to wait for too long.
            Self::Waits if value == 0.0 => number.to_string(),
            Self::Waits | Self::Numbers if value < 0.0 => "-N".to_owned(),
            Self::Waits | Self::Numbers => "N".to_owned(),
        }
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn place(own: &Place) -> String {
    match own {
        Place::Status => "status".to_owned(),
        Place::Header(name) => format!("header {name}"),
        Place::Body => "body".to_owned(),
        Place::BodyAt(pointer) => format!("body {pointer}"),
        Place::Row => "row".to_owned(),
        Place::Time => "time".to_owned(),
        Place::Effect(target) => format!("GET {target}"),
        Place::Control(number) => format!("control {number}"),
        Place::Burst => "burst".to_owned(),
    }
}

/// A JSON pointer with `N` for the place of an item in a list.
fn in_any_item(pointer: &str) -> String {
    let parts = pointer.split('/').map(|part| {
        let is_place = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if is_place { "N" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The text with `N` in place of each number.
fn without_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_within = false;
    for c in text.chars() {
        let is_digit = c.is_ascii_digit() || (is_within && c == '.');
        match (is_digit, is_within) {
            (true, true) => {}
            (true, false) => out.push('N'),
            (false, _) => out.push(c),
        }
        is_within = is_digit;
    }
    out
}

fn shortened(text: String) -> String {
    if text.chars().count() <= LONGEST {
        return text;
    }
    let head: String = text.chars().take(LONGEST).collect();
    format!("{head}… #{:016x}", Selected::of([&text]).sum)
}

#[cfg(test)]
#[path = "fingerprint_tests.rs"]
mod tests;
