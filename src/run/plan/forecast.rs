//! The forecast of a run: the cost of each case after those before it.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use super::context::Means;
use super::cost::{Bill, Weight};
use super::footprint::{ControlPlaces, Known, Outline};
use super::resources::Things;
use crate::fixture::includes;
use crate::suite::{Case, CaseName};

/// The footprints of cases and the resources that they share.
#[derive(Clone, Debug)]
pub(in crate::run) struct Forecast {
    pub(in crate::run) things: Things,
    outlines: HashMap<CaseName, Outline>,
    nothing: Outline,
}

/// The progress of a run: the resources that exist and the controls that were sent, which cost nothing again.
#[derive(Clone, Debug)]
pub(in crate::run) struct Progress {
    had: Vec<bool>,
    changed: Vec<bool>,
    holding: BTreeMap<usize, Value>,
    sent: HashSet<usize>,
    /// The cost of undoing everything.
    undoing: Bill,
}

/// The cost of a case at some point of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::run) struct Price {
    /// The cost while the case is tried.
    pub(in crate::run) now: Bill,
    /// The cost at the end of the run for the resources that this case is the first to need.
    pub(in crate::run) later: Bill,
}

impl Forecast {
    pub(in crate::run) fn of(cases: &[&Case], means: &Means<'_>) -> Self {
        let things = Things::of(means);
        let mut known = Known {
            means,
            things: &things,
            controls: ControlPlaces::default(),
        };
        let outlines = cases.iter().map(|case| {
            let outline = Outline::of(case, &mut known);
            (case.name.clone(), outline)
        });
        Self {
            outlines: outlines.collect(),
            things,
            nothing: Outline::default(),
        }
    }

    pub(in crate::run) fn outline(&self, case: &Case) -> &Outline {
        self.outlines.get(&case.name).unwrap_or(&self.nothing)
    }

    /// Returns the progress of a run that has done nothing yet.
    pub(in crate::run) fn begin(&self) -> Progress {
        let count = self.things.all().len();
        Progress {
            had: vec![false; count],
            changed: vec![false; count],
            holding: BTreeMap::new(),
            sent: HashSet::new(),
            undoing: Bill::default(),
        }
    }

    /// Returns the cost key of a case at this point, undoing included. It agrees with [`Self::price`] and is faster to compute.
    pub(in crate::run) fn weight(&self, progress: &Progress, case: &Case) -> Weight {
        let outline = self.outline(case);
        let new = outline.things.iter().filter(|place| !progress.has(**place));
        let things = new.filter_map(|place| self.things.get(*place));
        let shared = outline.shared.iter();
        let unsent = shared.filter(|shared| !progress.sent.contains(&shared.place));
        let mut weight = outline.own.weight
            + things
                .map(|thing| thing.getting.weight + thing.leaving.weight)
                .sum()
            + unsent.map(|shared| shared.bill.weight).sum();
        let (switched, changed) = progress.switches(outline);
        for place in switched.iter().chain(&changed) {
            if let Some(thing) = self.things.get(*place) {
                weight = weight + thing.changing.weight;
            }
        }
        weight
    }

    /// Returns the cost of a case at this point.
    pub(in crate::run) fn price(&self, progress: &Progress, case: &Case) -> Price {
        let outline = self.outline(case);
        let mut price = Price {
            now: outline.own.clone(),
            later: Bill::default(),
        };
        for place in &outline.things {
            if let (false, Some(thing)) = (progress.has(*place), self.things.get(*place)) {
                price.now += &thing.getting;
                price.later += &thing.leaving;
            }
        }
        for shared in &outline.shared {
            if !progress.sent.contains(&shared.place) {
                price.now += &shared.bill;
            }
        }
        let (switched, changed) = progress.switches(outline);
        for place in switched {
            if let Some(thing) = self.things.get(place) {
                price.now += &thing.changing;
            }
        }
        for place in changed {
            if let Some(thing) = self.things.get(place) {
                price.later += &thing.changing;
            }
        }
        price
    }

    /// Records that a case is tried, and returns its cost.
    pub(in crate::run) fn book(&self, progress: &mut Progress, case: &Case) -> Price {
        let price = self.price(progress, case);
        let outline = self.outline(case);
        let (_, changed) = progress.switches(outline);
        for place in changed {
            if let Some(own) = progress.changed.get_mut(place) {
                *own = true;
            }
        }
        for place in &outline.things {
            if let Some(own) = progress.had.get_mut(*place) {
                *own = true;
            }
        }
        for (place, part) in &outline.conditions {
            merge(progress.holding.entry(*place).or_default(), part);
        }
        progress
            .sent
            .extend(outline.shared.iter().map(|shared| shared.place));
        progress.undoing += &price.later;
        price
    }
}

impl Progress {
    /// Reports whether this resource exists.
    pub(in crate::run) fn has(&self, place: usize) -> bool {
        self.had.get(place).copied().unwrap_or(false)
    }

    /// Reports whether this resource was changed.
    pub(in crate::run) fn has_changed(&self, place: usize) -> bool {
        self.changed.get(place).copied().unwrap_or(false)
    }

    /// Returns the cost of undoing everything.
    pub(in crate::run) fn undoing(&self) -> &Bill {
        &self.undoing
    }

    /// Returns the restored objects that a case changes for its conditions, once per change, and those that it is the first to change.
    fn switches(&self, outline: &Outline) -> (Vec<usize>, Vec<usize>) {
        let mut switched = Vec::new();
        let mut holding: BTreeMap<usize, Value> = BTreeMap::new();
        for (place, part) in &outline.conditions {
            let own = holding
                .entry(*place)
                .or_insert_with(|| self.holding.get(place).cloned().unwrap_or_default());
            if !includes(own, part) {
                switched.push(*place);
                merge(own, part);
            }
        }
        let mut changed: Vec<usize> = switched
            .iter()
            .chain(&outline.changes)
            .copied()
            .filter(|place| !self.has_changed(*place))
            .collect();
        changed.sort_unstable();
        changed.dedup();
        (switched, changed)
    }
}

/// Merges a part into a JSON value; objects are merged key by key.
fn merge(whole: &mut Value, part: &Value) {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            for (key, part) in part {
                merge(whole.entry(key.clone()).or_insert(Value::Null), part);
            }
        }
        (whole, part) => *whole = part.clone(),
    }
}
