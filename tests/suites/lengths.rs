//! Lengths: what a case says that it sends is what it sends.

use badreq::exchange::Request;
use badreq::suite::Case;
use serde_json::Value;

use crate::suites::shipped::{composed, every_case, json, of_made_up};

#[test]
fn the_length_that_a_case_expects_is_the_length_that_it_sends() {
    every_case(untrue_lengths);
}

fn untrue_lengths(case: &Case) -> Vec<String> {
    let request = composed(&case.bad_request);
    faults(case)
        .into_iter()
        .filter_map(|(key, max, actual)| {
            let sent = lengths(&request, &key);
            let is_true = sent.contains(&actual) && actual > max;
            (!is_true).then(|| {
                format!("`errors.{key}` says {actual} of {max} characters, and {sent:?} are sent")
            })
        })
        .collect()
}

#[test]
fn the_control_of_a_value_that_is_too_long_is_at_the_limit() {
    every_case(controls_off_the_limit);
}

fn controls_off_the_limit(case: &Case) -> Vec<String> {
    let mut flaws = Vec::new();
    let is_only_fault = case.expectation.errors.iter().flatten().count() == 1;
    for (key, max, actual) in faults(case) {
        for control in &case.controls {
            let sent = lengths(&composed(&control.request), &key);
            if sent.iter().any(|length| *length > max) {
                flaws.push(format!(
                    "the control's `{key}` has {sent:?} characters, over {max}"
                ));
            }
            // Of both sides of one boundary, this is the one that has to be served.
            if is_only_fault && actual == max + 1 && !sent.is_empty() && !sent.contains(&max) {
                flaws.push(format!(
                    "the control's `{key}` has {sent:?} characters, not {max}"
                ));
            }
        }
    }
    flaws
}

/// Key, limit and length of each fault that has them.
pub(crate) fn faults(case: &Case) -> Vec<(String, u64, u64)> {
    let errors = case.expectation.errors.iter().flatten();
    errors
        .flat_map(|(key, faults)| {
            faults
                .errors
                .iter()
                .filter_map(|fault| fault.lengths)
                .map(|lengths| (key.clone(), lengths.max, lengths.actual))
        })
        .collect()
}

/// The lengths, in characters, of the texts that a body has under this key or below it.
fn lengths(request: &Request, key: &str) -> Vec<u64> {
    let mut found = Vec::new();
    if let Some(body) = json(request) {
        under(&body, key, &mut found);
    }
    found
}

fn under(value: &Value, key: &str, found: &mut Vec<u64>) {
    match value {
        Value::Object(entries) => {
            for (own, value) in entries {
                if own == key {
                    texts(value, found);
                } else {
                    under(value, key, found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| under(item, key, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn texts(value: &Value, found: &mut Vec<u64>) {
    match value {
        Value::String(text) => found.push(text.chars().count() as u64),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(entries) => entries.values().for_each(|value| texts(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[test]
fn a_length_that_is_not_sent_is_found() {
    let case = |over: u32, at: u32| {
        format!(
            "[[case]]\nid = \"a\"\nabout = \"A\"\nrequest = \"PATCH /systems/@me\"\nexpect = \"40001\"\n\
             json = {{ tag = \"{{repeat a {over}}}\" }}\ncontrol = {{ json = {{ tag = \"{{repeat a {at}}}\" }} }}\n\
             errors.tag = {{ max_length = 79, actual_length = 80 }}\n"
        )
    };
    let found = |over, at| {
        let text = case(over, at);
        let count = |rule: fn(&Case) -> Vec<String>| of_made_up(&text, rule).len();
        (count(untrue_lengths), count(controls_off_the_limit))
    };
    assert_eq!(found(80, 79), (0, 0));
    assert_eq!(found(81, 79), (1, 0));
    assert_eq!(found(80, 78), (0, 1));
    assert_eq!(found(80, 80), (0, 2));
}
