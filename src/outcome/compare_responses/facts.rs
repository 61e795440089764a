//! The facts of a response by which it is compared.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::check::VolatileValueRedactor;

use crate::contract::ErrorId;
use crate::exchange::Response;
use crate::outcome::{CaseOutcome, VolatileFieldNames};

/// The place of a fact in a response.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FactPlace {
    /// The header field of this name, in lower case.
    Header(String),
    /// The kind of the body.
    BodyForm,
    /// The value that this JSON pointer names in the body.
    Body(String),
    /// A body that is not JSON.
    BodyText,
}

/// A fact of a response, without values that differ from run to run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FactValue {
    /// A text.
    Text(String),
    /// A number or a literal, as JSON.
    Literal(String),
    /// An object, a list, or a value of which only the presence is compared.
    Present,
}

/// The comparable facts of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ResponseFacts {
    pub(super) status: u16,
    /// The row of the response, where it is the judged one.
    pub(super) row: Option<ErrorId>,
    pub(super) values: BTreeMap<FactPlace, FactValue>,
}

impl ResponseFacts {
    /// Reports whether the request was served.
    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Returns the place at the top of the body that holds this code.
    pub(super) fn find_code_place(&self, row: ErrorId) -> Option<&FactPlace> {
        let code = FactValue::Literal(Value::from(row.code()).to_string());
        let mut values = self.values.iter();
        values.find_map(|(place, value)| match place {
            FactPlace::Body(pointer) if *value == code && pointer.matches('/').count() == 1 => {
                Some(place)
            }
            FactPlace::Body(_)
            | FactPlace::Header(_)
            | FactPlace::BodyForm
            | FactPlace::BodyText => None,
        })
    }
}

/// A reader of the facts of responses to one case in one run.
#[derive(Debug)]
pub(super) struct FactReader<'a> {
    names: &'a VolatileFieldNames,
    redactor: VolatileValueRedactor,
    run_id: &'a str,
}

impl<'a> FactReader<'a> {
    /// Creates a reader for the responses to a case in the run of this id.
    pub(super) fn new(
        outcome: &CaseOutcome,
        names: &'a VolatileFieldNames,
        run_id: &'a str,
    ) -> Self {
        Self {
            names,
            redactor: VolatileValueRedactor::new(&outcome.bindings),
            run_id,
        }
    }

    /// Reads the facts of a response that shows this row.
    ///
    /// The values in a successful response are data of an account, so only its keys are read.
    pub(super) fn read(&self, response: &Response, row: Option<ErrorId>) -> ResponseFacts {
        let mut values = BTreeMap::new();
        self.read_headers(response, &mut values);
        let json = if response.cut.is_some() {
            None
        } else {
            response.parse_json_body()
        };
        let form = describe_body_kind(response, json.as_ref());
        values.insert(FactPlace::BodyForm, FactValue::Text(form.to_owned()));
        match json {
            Some(mut body) => {
                self.names.redact_retry_wait(&mut body);
                self.read_json(&body, "", response.is_success(), &mut values);
            }
            None if response.is_success() || response.body.0.is_empty() => {}
            None => {
                let text = self.redact(&response.body.to_string_lossy());
                values.insert(FactPlace::BodyText, FactValue::Text(text));
            }
        }
        ResponseFacts {
            status: response.status,
            row,
            values,
        }
    }

    /// Returns a text with names in place of the values that differ from run to run.
    pub(super) fn redact(&self, text: &str) -> String {
        redact_run_mark(&self.redactor.redact(text), self.run_id)
    }

    fn read_headers(&self, response: &Response, values: &mut BTreeMap<FactPlace, FactValue>) {
        for (name, value) in &response.headers {
            if !self.names.is_compared_header(name) {
                continue;
            }
            let value = if self.names.is_volatile_header(name) {
                "[number]".to_owned()
            } else {
                self.redact(&value.to_string_lossy())
            };
            let place = FactPlace::Header(name.clone());
            let value = match values.remove(&place) {
                Some(FactValue::Text(earlier)) => format!("{earlier}, {value}"),
                Some(FactValue::Literal(_) | FactValue::Present) | None => value,
            };
            values.insert(place, FactValue::Text(value));
        }
    }

    fn read_json(
        &self,
        value: &Value,
        pointer: &str,
        only_keys: bool,
        values: &mut BTreeMap<FactPlace, FactValue>,
    ) {
        let fact = match value {
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    // The number of items is data, too.
                    let segment = if only_keys {
                        "*".to_owned()
                    } else {
                        at.to_string()
                    };
                    self.read_json(item, &format!("{pointer}/{segment}"), only_keys, values);
                }
                FactValue::Present
            }
            Value::Object(fields) => {
                for (key, field) in fields {
                    let key = self.redact(key).replace('~', "~0").replace('/', "~1");
                    self.read_json(field, &format!("{pointer}/{key}"), only_keys, values);
                }
                FactValue::Present
            }
            Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null if only_keys => {
                FactValue::Present
            }
            Value::String(text) => FactValue::Text(self.redact(text)),
            Value::Number(_) | Value::Bool(_) | Value::Null => {
                FactValue::Literal(value.to_string())
            }
        };
        values.insert(FactPlace::Body(pointer.to_owned()), fact);
    }
}

fn describe_body_kind(response: &Response, json: Option<&Value>) -> &'static str {
    match json {
        _ if response.body.0.is_empty() => "no body",
        Some(Value::Object(_)) => "a JSON object",
        Some(Value::Array(_)) => "a JSON list",
        Some(Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null) => {
            "a JSON value that is no object"
        }
        None => "no JSON",
    }
}

/// Replaces the mark by which a run knows what it created: the id of the run, and the time of its start behind it.
fn redact_run_mark(text: &str, run_id: &str) -> String {
    if run_id.is_empty() || !text.contains(run_id) {
        return text.to_owned();
    }
    let mut parts = text.split(run_id);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str("[run]");
        out.push_str(part.get(leading_timestamp_length(part)..).unwrap_or(part));
    }
    out
}

/// Returns the length of a time such as `-20261201T024551Z` at the beginning of a text; 0 where there is none.
fn leading_timestamp_length(text: &str) -> usize {
    const FORM: &[u8] = b"-ddddddddTddddddZ";
    let fits = text.as_bytes().get(..FORM.len()).is_some_and(|head| {
        FORM.iter().zip(head).all(|(form, byte)| match form {
            b'd' => byte.is_ascii_digit(),
            form => form == byte,
        })
    });
    if fits { FORM.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::redact_run_mark;

    #[rstest]
    #[case::with_its_time("badreq 0a1b2c3d-20261201T024551Z thing", "badreq [run] thing")]
    #[case::alone("of 0a1b2c3d.", "of [run].")]
    #[case::twice("0a1b2c3d0a1b2c3d", "[run][run]")]
    #[case::of_another_run("badreq 11111111-20261201T024551Z", "badreq 11111111-20261201T024551Z")]
    fn the_mark_of_the_run_becomes_a_name(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(redact_run_mark(text, "0a1b2c3d"), expected);
    }
}
