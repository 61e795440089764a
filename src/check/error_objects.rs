//! Error objects: every fault of a key has one, the lengths are true, the texts the usual ones.
//!
//! | requirement | place | expected | actual |
//! |---|---|---|---|
//! | `errors-keys` | the key's list | `{objects}`: how many faults the key has | `{objects}`: how many the list holds |
//! | `errors-lengths-true` | the key's list | an object's two lengths | the lengths of each object, `null` where there is none |
//! | `errors-lengths-only-when-too-long` | the key's list | `{objects}`: how many may have lengths | `{objects}`: how many have |
//! | `errors-message-text` | the key's list | the usual texts, one per fault | the texts |
//!
//! More objects than faults are fine: the documentation does not say how finely a server tells faults apart. A list that
//! has not the form of one is left to the schema.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::contract::RequirementId;
use crate::outcome::Place;

use super::findings::Findings;
use super::reading::{Reading, at};
use super::small::pointer_part;
use super::{Fault, KeyFaults, Lengths};

pub(super) fn check(
    reading: &Reading<'_>,
    map: &Map<String, Value>,
    faults: &BTreeMap<String, KeyFaults>,
    findings: &mut Findings<'_>,
) {
    let model = reading.rules.model;
    for (key, expected) in faults {
        let names = std::iter::once(key).chain(&expected.alias);
        let Some((name, Value::Array(objects))) =
            names.filter_map(|name| map.get_key_value(name)).next()
        else {
            continue;
        };
        let list = List {
            pointer: format!("{}/{}", at(&model.errors), pointer_part(name)),
            keys: [&model.max_length, &model.actual_length, &model.message],
            objects,
            faults: &expected.faults,
        };
        if !findings.has_within(RequirementId::ErrorsMapOfLists, &list.pointer) {
            list.check(findings);
        }
    }
}

/// The error objects of one key and the faults that they should tell of.
struct List<'a> {
    pointer: String,
    keys: [&'a String; 3],
    objects: &'a [Value],
    faults: &'a [Fault],
}

impl List<'_> {
    fn check(&self, findings: &mut Findings<'_>) {
        let unmet = if findings.has_within(RequirementId::ErrorObjectLengths, &self.pointer) {
            0
        } else {
            self.surplus_lengths(findings);
            self.lengths(findings)
        };
        let lacking = self.faults.len().saturating_sub(self.objects.len());
        if lacking > unmet {
            self.add(
                RequirementId::ErrorsKeys,
                json!({"objects": self.faults.len()}),
                &json!({"objects": self.objects.len()}),
                findings,
            );
        }
        if lacking == 0 && !findings.has_within(RequirementId::ErrorObjectMessage, &self.pointer) {
            self.texts(findings);
        }
    }

    /// Judges whether every value that is too long has its lengths; returns how many have not.
    fn lengths(&self, findings: &mut Findings<'_>) -> usize {
        let mut told: Vec<_> = self
            .objects
            .iter()
            .map(|object| self.told(object))
            .collect();
        let mut unmet = Vec::new();
        for lengths in self.faults.iter().filter_map(|fault| fault.lengths) {
            match told.iter().position(|told| *told == Some(lengths)) {
                Some(index) => {
                    told.swap_remove(index);
                }
                None => unmet.push(lengths),
            }
        }
        let [max, actual, _] = self.keys;
        if let Some(first) = unmet.first() {
            let seen: Vec<_> = self
                .objects
                .iter()
                .map(|object| json!({max: object.get(max), actual: object.get(actual)}))
                .collect();
            self.add(
                RequirementId::ErrorsLengthsTrue,
                json!({max: first.max, actual: first.actual}),
                &json!(seen),
                findings,
            );
        }
        unmet.len()
    }

    fn surplus_lengths(&self, findings: &mut Findings<'_>) {
        let [max, actual, _] = self.keys;
        let allowed = self.faults.iter().filter(|f| f.lengths.is_some()).count();
        let has_length = |object: &&Value| object.get(max).or(object.get(actual)).is_some();
        let have = self.objects.iter().filter(has_length).count();
        if have > allowed {
            self.add(
                RequirementId::ErrorsLengthsOnlyWhenTooLong,
                json!({"objects": allowed}),
                &json!({"objects": have}),
                findings,
            );
        }
    }

    fn texts(&self, findings: &mut Findings<'_>) {
        let [_, _, message] = self.keys;
        let mut left: Vec<&Value> = self.objects.iter().collect();
        let mut missing = false;
        // Objects with lengths are told apart by them, so that two texts cannot change places.
        let (long, other): (Vec<&Fault>, Vec<&Fault>) = self
            .faults
            .iter()
            .partition(|fault| fault.lengths.is_some());
        for fault in long.into_iter().chain(other) {
            let Some(text) = &fault.message else { continue };
            let has_text =
                |object: &&Value| object.get(message).and_then(Value::as_str) == Some(text);
            let has_lengths =
                |object: &&Value| fault.lengths.is_some() && self.told(object) == fault.lengths;
            let by_lengths = left.iter().position(has_lengths);
            match by_lengths.or_else(|| left.iter().position(has_text)) {
                Some(index) => missing |= !has_text(&left.swap_remove(index)),
                None => missing = true,
            }
        }
        if missing {
            let usual: Vec<_> = self.faults.iter().map(|fault| &fault.message).collect();
            let seen: Vec<_> = self
                .objects
                .iter()
                .map(|object| object.get(message))
                .collect();
            self.add(
                RequirementId::ErrorsMessageText,
                json!(usual),
                &json!(seen),
                findings,
            );
        }
    }

    /// The two lengths that an object tells.
    fn told(&self, object: &Value) -> Option<Lengths> {
        let [max, actual, _] = self.keys;
        Some(Lengths {
            max: object.get(max)?.as_u64()?,
            actual: object.get(actual)?.as_u64()?,
        })
    }

    fn add(
        &self,
        requirement: RequirementId,
        expected: Value,
        actual: &Value,
        findings: &mut Findings<'_>,
    ) {
        findings.add(
            requirement,
            Place::BodyAt(self.pointer.clone()),
            expected,
            actual,
        );
    }
}

#[cfg(test)]
#[path = "error_objects_tests.rs"]
mod tests;
