//! Changes of a state between the reads before and after a request.
//!
//! A value that differs between two reads with nothing in between differs by itself (the id of a request, a time, a replica that is behind), so
//! its place is left out of the comparison. Contracts document no keys of successful responses by which a state could be compared instead.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::body_difference::{
    BodyDifference, list_optional_value_differences, list_value_differences, parse_body,
};
use super::fingerprint::mask_list_indices;
use super::optional_value::deserialize_present_value;
use super::shorten::shorten_value;
use crate::contract::{ErrorModel, JsonPointer};
use crate::exchange::Response;

/// A change of a state between the reads before and after a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "shape")]
pub enum StateChange {
    /// The state can no longer be read, or can be read only now.
    Status {
        /// The status code before.
        before: u16,
        /// The status code after.
        after: u16,
    },
    /// A value has changed.
    Value {
        /// The status code of both reads.
        status: u16,
        /// The place of the first value that differs; `None` if one of the bodies is no JSON.
        at: Option<JsonPointer>,
        /// The value before, or the beginning of the body; `None` if there was none.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "deserialize_present_value"
        )]
        before: Option<Value>,
        /// The value after, or the beginning of the body; `None` if there is none.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "deserialize_present_value"
        )]
        after: Option<Value>,
    },
}

/// Finds the change of a state between the last read before a request and the last read after it.
///
/// `before` and `after` are reads of the same state, each in their order. Status code and body are compared, the body as JSON if both are JSON, and
/// a list without regard to its order. Places whose values differ between the last two reads before, or between any two successive reads after,
/// are left out.
/// Two error responses of the same kind are equal and prove nothing, so the reads before should be successes.
#[must_use]
pub fn find_state_change(before: &[&Response], after: &[&Response]) -> Option<StateChange> {
    let (first, last) = (before.last()?, after.last()?);
    // Earlier reads before the request may have been made while the state was still settling.
    let settled = before.get(before.len().saturating_sub(2)..)?;
    let mut volatile = VolatilePlaces::default();
    for reads in [settled, after] {
        for (one, next) in reads.iter().zip(reads.iter().skip(1)) {
            volatile.add_differences(one, next);
        }
    }
    if volatile.includes_everything() {
        return None;
    }
    if first.status != last.status {
        return Some(StateChange::Status {
            before: first.status,
            after: last.status,
        });
    }
    let found = find_nonvolatile_difference(first, last, &volatile)?;
    Some(StateChange::Value {
        status: first.status,
        at: found.pointer,
        before: found.first.map(shorten_value),
        after: found.second.map(shorten_value),
    })
}

/// Reports whether the response to a read after a request shows the state that `before` showed before it.
///
/// A server error, a refusal for the rate, a redirect and a page of a gateway say nothing of the state. That a state is gone, or may no longer be
/// read, is said by an error of the target's own API, which has a code.
#[must_use]
pub fn is_conclusive_after_read(model: &ErrorModel, before: &Response, after: &Response) -> bool {
    let is_json = |response: &Response| parse_body(&response.body).is_some();
    let is_page = is_json(before) && !after.body.0.is_empty() && !is_json(after);
    match after.status {
        _ if is_page => false,
        status if status == before.status => true,
        200..=299 => true,
        429 => false,
        400..=499 => parse_body(&after.body).is_some_and(|body| model.body_has_code_key(&body)),
        _ => false,
    }
}

/// The places of a state that differ by themselves. The items of a list share their places.
#[derive(Debug, Default)]
struct VolatilePlaces(BTreeSet<String>);

impl VolatilePlaces {
    /// Adds the places that differ between two reads with nothing in between.
    fn add_differences(&mut self, one: &Response, next: &Response) {
        let root = JsonPointer::root();
        let places = if one.status == next.status {
            list_body_differences(one, next)
                .into_iter()
                .map(|found| found.pointer.unwrap_or_default())
                .collect()
        } else {
            vec![root]
        };
        self.0.extend(places.iter().map(mask_list_indices));
    }

    fn includes_everything(&self) -> bool {
        self.0.contains(JsonPointer::root().as_str())
    }

    /// Returns the value without the volatile ones in it; `None` if it is volatile itself.
    fn copy_without_volatile(&self, value: &Value, at: &JsonPointer) -> Option<Value> {
        if self.0.contains(&mask_list_indices(at)) {
            return None;
        }
        Some(match value {
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .filter_map(|(index, item)| self.copy_without_volatile(item, &at.join_index(index)))
                .collect(),
            Value::Object(entries) => entries
                .iter()
                .filter_map(|(key, entry)| {
                    let rest = self.copy_without_volatile(entry, &at.join_key(key))?;
                    Some((key.clone(), rest))
                })
                .collect(),
        })
    }
}

/// Finds the first difference between two bodies outside the volatile places.
fn find_nonvolatile_difference(
    first: &Response,
    last: &Response,
    volatile: &VolatilePlaces,
) -> Option<BodyDifference> {
    if first.body == last.body {
        return None;
    }
    let root = JsonPointer::root();
    let differences = match (parse_body(&first.body), parse_body(&last.body)) {
        (Some(one), Some(other)) => {
            let one = volatile.copy_without_volatile(&one, &root)?;
            let other = volatile.copy_without_volatile(&other, &root)?;
            list_differences_ignoring_order(&one, &other)
        }
        (_, _) => vec![BodyDifference::between_texts(&first.body, &last.body)],
    };
    differences.into_iter().next()
}

/// Lists the differences between two bodies.
fn list_body_differences(one: &Response, other: &Response) -> Vec<BodyDifference> {
    if one.body == other.body {
        return Vec::new();
    }
    match (parse_body(&one.body), parse_body(&other.body)) {
        (Some(one), Some(other)) => list_differences_ignoring_order(&one, &other),
        (_, _) => vec![BodyDifference::between_texts(&one.body, &other.body)],
    }
}

/// Lists the differences between two values. Without a documented order, a server may return a list in another order each time, so equal items of
/// two lists are paired first, wherever they stand.
fn list_differences_ignoring_order(one: &Value, other: &Value) -> Vec<BodyDifference> {
    let root = JsonPointer::root();
    let (Value::Array(one), Value::Array(other)) = (one, other) else {
        return list_value_differences(one, other, root);
    };
    let mut unpaired: Vec<(usize, &Value)> = other.iter().enumerate().collect();
    let mut missing = Vec::new();
    for (index, item) in one.iter().enumerate() {
        match unpaired.iter().position(|(_, own)| *own == item) {
            Some(place) => {
                unpaired.remove(place);
            }
            None => missing.push((index, item)),
        }
    }
    (0..missing.len().max(unpaired.len()))
        .flat_map(|place| {
            let (gone, new) = (missing.get(place), unpaired.get(place));
            let index = gone.or(new).map_or(place, |(index, _)| *index);
            let item = |own: Option<&(usize, &'_ Value)>| own.map(|(_, item)| (*item).clone());
            list_optional_value_differences(
                item(gone).as_ref(),
                item(new).as_ref(),
                root.join_index(index),
            )
        })
        .collect()
}

#[cfg(test)]
#[path = "state_change_tests.rs"]
mod tests;
