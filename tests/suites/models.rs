//! The models of request bodies and the cases, written apart: each holds the other to its limits.

use std::collections::BTreeSet;

use badreq::contract::{RequestBodyModel, RequestValueRule};
use badreq::exchange::Request;
use badreq::suite::Case;
use serde_json::Value;

use crate::suites::lengths::faults;
use crate::suites::shipped::{CONTRACT, SUITES, composed, every_case, json, of_made_up};

/// The operation and key of each limit, and the limit.
type Limits = BTreeSet<(String, String, u64)>;

#[test]
fn the_model_of_an_operation_has_each_limit_that_a_case_names() {
    every_case(unknown_limits);
}

fn unknown_limits(case: &Case) -> Vec<String> {
    let limits = limits_of_models();
    let operation = case.operation.clone().unwrap_or_default();
    faults(case)
        .into_iter()
        .filter(|(key, max, _)| !limits.contains(&(operation.clone(), key.clone(), *max)))
        .map(|(key, max, _)| {
            format!("the model of `{operation}` has no limit of {max} for `{key}`")
        })
        .collect()
}

#[test]
fn a_case_names_each_limit_of_a_model() {
    let named: Limits = SUITES
        .cases()
        .flat_map(|case| {
            let operation = case.operation.clone().unwrap_or_default();
            faults(case)
                .into_iter()
                .map(move |(key, max, _)| (operation.clone(), key, max))
        })
        .collect();
    let limits = limits_of_models();
    assert!(!limits.is_empty(), "the models have limits");
    let unnamed: Vec<_> = limits.difference(&named).collect();
    assert!(unnamed.is_empty(), "no case is too long by {unnamed:#?}");
}

fn limits_of_models() -> Limits {
    let mut limits = Limits::new();
    for operation in CONTRACT.operations.operations() {
        let model = CONTRACT.find_body_model(&operation.id);
        for constraint in model.into_iter().flat_map(RequestBodyModel::constraints) {
            if let RequestValueRule::MaxLength(limit) = constraint.rule {
                let key = last_key(&constraint.place).to_owned();
                limits.insert((operation.id.clone(), key, limit));
            }
        }
    }
    limits
}

fn last_key(place: &str) -> &str {
    place.rsplit('/').next().unwrap_or_default()
}

#[test]
fn a_control_breaks_no_constraint_of_its_operation() {
    every_case(barred_controls);
}

fn barred_controls(case: &Case) -> Vec<String> {
    case.controls
        .iter()
        .flat_map(|control| {
            let names = control.request.referenced_names();
            let made_up: Vec<String> = names.iter().map(|name| name.replace('.', "-")).collect();
            barred_values(&composed(&control.request), &made_up)
        })
        .collect()
}

/// The constraints that the body of a request breaks, without those of keys whose values are made up here and not by the case.
fn barred_values(request: &Request, made_up: &[String]) -> Vec<String> {
    let Some((model, body)) = model_of(request).zip(json(request)) else {
        return Vec::new();
    };
    model
        .find_broken_constraints(&body)
        .into_iter()
        .filter(|constraint| !has_made_up_value(&body, last_key(&constraint.place), made_up))
        .map(|own| {
            format!(
                "the control breaks `{}` at `{}`: {body}",
                own.rule, own.place
            )
        })
        .collect()
}

fn model_of(request: &Request) -> Option<&'static RequestBodyModel> {
    let operations = &CONTRACT.operations;
    let operation = operations.find_operation_for_request(&request.method, &request.target)?;
    CONTRACT.find_body_model(&operation.id)
}

/// Whether a body has a value under this key that stands for one that a run would fill in.
fn has_made_up_value(body: &Value, key: &str, made_up: &[String]) -> bool {
    match body {
        Value::Object(entries) => entries.iter().any(|(own, value)| {
            let is_made_up = value
                .as_str()
                .is_some_and(|text| made_up.iter().any(|name| name == text));
            (own == key && is_made_up) || has_made_up_value(value, key, made_up)
        }),
        Value::Array(items) => items
            .iter()
            .any(|item| has_made_up_value(item, key, made_up)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

#[test]
fn a_limit_that_a_model_does_not_have_and_a_control_that_it_bars_are_found() {
    let found = |max: u32, control: &str| {
        let text = format!(
            "[[case]]\nid = \"a\"\nabout = \"A\"\nrequest = \"PATCH /systems/@me\"\nexpect = \"40001\"\n\
             json = {{ tag = \"{{repeat a 90}}\" }}\ncontrol = {{ json = {{ {control} }} }}\n\
             errors.tag = {{ max_length = {max}, actual_length = 90 }}\n"
        );
        let count = |rule: fn(&Case) -> Vec<String>| of_made_up(&text, rule).len();
        (count(unknown_limits), count(barred_controls))
    };
    assert_eq!(found(79, "tag = \"{repeat a 79}\""), (0, 0));
    assert_eq!(found(80, "tag = \"{repeat a 79}\""), (1, 0));
    assert_eq!(found(79, "tag = \"{repeat a 80}\""), (0, 1));
    assert_eq!(found(79, "tag = 1, color = \"red\""), (0, 2));
}
