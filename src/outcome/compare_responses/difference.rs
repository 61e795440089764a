//! The differences between two responses.

use std::collections::BTreeSet;

use serde_json::Value;

use super::facts::{FactPlace, FactValue, ResponseFacts};
use super::{ResponseEdit, ResponsePlace};
use crate::check::TextEdit;
use crate::contract::ErrorId;

/// A difference between two responses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FactDifference {
    /// The exact place; for a moved key, the old one.
    pub(super) at: FactPlace,
    /// The place in words that responses with the same cause have in common.
    pub(super) place: ResponsePlace,
    pub(super) edit: ResponseEdit,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

/// Lists the differences between two responses to the same case, without those at volatile places.
///
/// Where the status code or the row differs, this is the only difference: all others follow from it.
pub(super) fn find_differences(
    old: &ResponseFacts,
    new: &ResponseFacts,
    is_volatile: impl Fn(&FactPlace) -> bool,
) -> Vec<FactDifference> {
    if let Some(row) = find_row_difference(old, new) {
        return vec![row];
    }
    let form = FactPlace::BodyForm;
    let has_other_form = old.values.get(&form) != new.values.get(&form);
    let is_compared = |place: &FactPlace| match place {
        FactPlace::Header(_) | FactPlace::BodyForm => !is_volatile(place),
        FactPlace::Body(_) | FactPlace::BodyText => !has_other_form && !is_volatile(place),
    };
    let mut found = Vec::new();
    for (place, before) in old.values.iter().filter(|(place, _)| is_compared(place)) {
        match new.values.get(place) {
            Some(after) if after != before => {
                found.push(build_value_difference(place, before, after));
            }
            Some(_) | None => {}
        }
    }
    let only_in = |one: &ResponseFacts, other: &ResponseFacts| -> BTreeSet<FactPlace> {
        let places = one.values.keys();
        places
            .filter(|place| is_compared(place) && !other.values.contains_key(*place))
            .cloned()
            .collect()
    };
    found.extend(find_moved_added_removed_places(
        old,
        new,
        only_in(old, new),
        only_in(new, old),
    ));
    found
}

/// Returns the difference between the status codes or rows of two responses.
fn find_row_difference(old: &ResponseFacts, new: &ResponseFacts) -> Option<FactDifference> {
    if old.status == new.status && old.values == new.values {
        return None;
    }
    // A code that no row has is still found where the other response has its code.
    let code_in = |facts: &ResponseFacts, other: &ResponseFacts| match (facts.row, other.row) {
        (Some(row), _) => Some(Value::from(row.code()).to_string()),
        (None, Some(row)) => find_code_at_same_place(facts, other, row),
        (None, None) => None,
    };
    let (before, after) = (code_in(old, new), code_in(new, old));
    let has_other_code = before.is_some() && after.is_some() && before != after;
    if old.status == new.status && !has_other_code {
        return None;
    }
    let (before, after) = (
        describe_status_and_code(old, before.as_deref()),
        describe_status_and_code(new, after.as_deref()),
    );
    Some(FactDifference {
        at: FactPlace::BodyForm,
        place: ResponsePlace::Row,
        edit: ResponseEdit::Text(TextEdit::between(&before, &after)),
        before: Some(before),
        after: Some(after),
    })
}

/// Finds the code of a response at the place where the other one has the code of its row.
fn find_code_at_same_place(
    facts: &ResponseFacts,
    other: &ResponseFacts,
    row: ErrorId,
) -> Option<String> {
    match facts.values.get(other.find_code_place(row)?)? {
        FactValue::Text(text) => Some(format!("\"{text}\"")),
        FactValue::Literal(literal) => Some(literal.clone()),
        FactValue::Present => None,
    }
}

fn describe_status_and_code(facts: &ResponseFacts, code: Option<&str>) -> String {
    match code {
        Some(code) => format!("{}/{code}", facts.status),
        None if facts.is_success() => format!("{}, served", facts.status),
        None => format!("{} without a row", facts.status),
    }
}

fn build_value_difference(
    place: &FactPlace,
    before: &FactValue,
    after: &FactValue,
) -> FactDifference {
    let edit = match (before, after) {
        (FactValue::Text(before), FactValue::Text(after)) if *place != FactPlace::BodyForm => {
            ResponseEdit::Text(TextEdit::between(before, after))
        }
        (before, after) if describe_fact_type(before) != describe_fact_type(after) => {
            ResponseEdit::Retyped {
                before: describe_fact_type(before),
                after: describe_fact_type(after),
            }
        }
        (before, after) => ResponseEdit::Replaced {
            before: format_fact_value(place, before),
            after: format_fact_value(place, after),
        },
    };
    FactDifference {
        at: place.clone(),
        place: to_response_place(place),
        edit,
        before: Some(format_fact_value(place, before)),
        after: Some(format_fact_value(place, after)),
    }
}

/// Lists the differences that are places in only one of the responses: keys that moved, that are gone, and that are new.
fn find_moved_added_removed_places(
    old: &ResponseFacts,
    new: &ResponseFacts,
    mut gone: BTreeSet<FactPlace>,
    mut added: BTreeSet<FactPlace>,
) -> Vec<FactDifference> {
    let mut found = Vec::new();
    for (from, to) in pair_moved_keys(old, new, &gone, &added) {
        for (places, pointer) in [(&mut gone, &from), (&mut added, &to)] {
            // The objects around a key that moved are gone, or new, with it.
            places.retain(|place| !is_around_or_at(place, pointer));
        }
        found.push(FactDifference {
            at: FactPlace::Body(from.clone()),
            place: ResponsePlace::BodyForm,
            edit: ResponseEdit::Moved {
                before: mask_indices(parent_pointer(&from)),
                after: mask_indices(parent_pointer(&to)),
            },
            before: Some(from),
            after: Some(to),
        });
    }
    let of_one = |facts: &ResponseFacts, place: &FactPlace| {
        let value = facts.values.get(place)?;
        Some(format_fact_value(place, value))
    };
    found.extend(find_outermost_places(&gone).map(|place| FactDifference {
        at: place.clone(),
        place: to_response_place(place),
        edit: ResponseEdit::Removed,
        before: of_one(old, place),
        after: None,
    }));
    found.extend(find_outermost_places(&added).map(|place| FactDifference {
        at: place.clone(),
        place: to_response_place(place),
        edit: ResponseEdit::Added,
        before: None,
        after: of_one(new, place),
    }));
    found
}

/// Pairs the keys with a value that stand in another object, as JSON pointers.
fn pair_moved_keys(
    old: &ResponseFacts,
    new: &ResponseFacts,
    gone: &BTreeSet<FactPlace>,
    added: &BTreeSet<FactPlace>,
) -> Vec<(String, String)> {
    let keys = |facts: &ResponseFacts, places: &BTreeSet<FactPlace>| -> Vec<(String, String)> {
        let mut keys = Vec::new();
        for place in places {
            if let FactPlace::Body(pointer) = place
                && facts.values.get(place) != Some(&FactValue::Present)
            {
                keys.push((last_key(pointer), pointer.clone()));
            }
        }
        keys
    };
    let mut targets = keys(new, added);
    let mut moved = Vec::new();
    for (key, from) in keys(old, gone) {
        if let Some(at) = targets.iter().position(|(own, _)| *own == key) {
            let (_, to) = targets.remove(at);
            moved.push((from, to));
        }
    }
    moved
}

/// Reports whether a place is the one at a JSON pointer, or encloses it.
fn is_around_or_at(place: &FactPlace, pointer: &str) -> bool {
    match place {
        FactPlace::Body(own) => pointer
            .strip_prefix(own.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
        FactPlace::Header(_) | FactPlace::BodyForm | FactPlace::BodyText => false,
    }
}

/// Lists the places that no other one of them encloses.
fn find_outermost_places(places: &BTreeSet<FactPlace>) -> impl Iterator<Item = &FactPlace> {
    places.iter().filter(|place| match place {
        FactPlace::Body(pointer) => {
            pointer.is_empty()
                || !places.contains(&FactPlace::Body(parent_pointer(pointer).to_owned()))
        }
        FactPlace::Header(_) | FactPlace::BodyForm | FactPlace::BodyText => true,
    })
}

fn to_response_place(place: &FactPlace) -> ResponsePlace {
    match place {
        FactPlace::Header(name) => ResponsePlace::Header(name.clone()),
        FactPlace::BodyForm => ResponsePlace::BodyForm,
        FactPlace::Body(pointer) => ResponsePlace::BodyKey(last_key(pointer)),
        FactPlace::BodyText => ResponsePlace::BodyText,
    }
}

fn format_fact_value(place: &FactPlace, value: &FactValue) -> String {
    match value {
        FactValue::Text(text) if *place == FactPlace::BodyForm => text.clone(),
        FactValue::Text(text) => format!("\"{text}\""),
        FactValue::Literal(literal) => literal.clone(),
        FactValue::Present => "present".to_owned(),
    }
}

fn describe_fact_type(value: &FactValue) -> &'static str {
    match value {
        FactValue::Text(_) => "a text",
        FactValue::Literal(literal) => match literal.as_str() {
            "null" => "null",
            "true" | "false" => "a boolean",
            _ => "a number",
        },
        FactValue::Present => "an object or a list",
    }
}

fn parent_pointer(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn is_index(segment: &str) -> bool {
    segment == "*" || (!segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Returns the last key of a JSON pointer, without indices of lists; empty where it has no key.
fn last_key(pointer: &str) -> String {
    let mut segments = pointer.rsplit('/');
    let key = segments.find(|segment| !segment.is_empty() && !is_index(segment));
    key.unwrap_or_default()
        .replace("~1", "/")
        .replace("~0", "~")
}

/// Returns a JSON pointer with `*` in place of the indices of lists.
fn mask_indices(pointer: &str) -> String {
    let segments = pointer.split('/');
    let masked: Vec<&str> = segments
        .map(|segment| if is_index(segment) { "*" } else { segment })
        .collect();
    masked.join("/")
}
