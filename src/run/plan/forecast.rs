//! The forecast of a run: the cost of each case after those before it.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use super::context::PlanContext;
use super::cost::{ComparableCost, RequestCost};
use super::fixture_table::FixtureTable;
use super::footprint::{CaseFootprint, FootprintContext, SharedRequestIndices};
use crate::fixture::json_includes;
use crate::suite::{Case, CaseName};

/// A model of the cost of cases: their footprints, and the fixtures that they share.
#[derive(Clone, Debug)]
pub(in crate::run) struct CostModel {
    pub(in crate::run) resources: FixtureTable,
    footprints: HashMap<CaseName, CaseFootprint>,
    empty_footprint: CaseFootprint,
}

/// The progress of a run: the resources that exist and the shared requests that were sent, which cost nothing again.
#[derive(Clone, Debug)]
pub(in crate::run) struct PlanProgress {
    available: Vec<bool>,
    changed: Vec<bool>,
    held_states: BTreeMap<usize, Value>,
    sent_requests: HashSet<usize>,
    /// The cost of undoing everything.
    undo_cost: RequestCost,
}

/// The cost of a case at some point of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::run) struct CaseCost {
    /// The cost while the case is tried.
    pub(in crate::run) trial_cost: RequestCost,
    /// The cost at the end of the run for the resources that this case is the first to need.
    pub(in crate::run) undo_cost: RequestCost,
}

impl CostModel {
    pub(in crate::run) fn new(cases: &[&Case], means: &PlanContext<'_>) -> Self {
        let things = FixtureTable::from_context(means);
        let mut known = FootprintContext {
            plan_context: means,
            resources: &things,
            shared_requests: SharedRequestIndices::default(),
        };
        let outlines = cases.iter().map(|case| {
            let outline = CaseFootprint::from_case(case, &mut known);
            (case.name.clone(), outline)
        });
        Self {
            footprints: outlines.collect(),
            resources: things,
            empty_footprint: CaseFootprint::default(),
        }
    }

    pub(in crate::run) fn footprint(&self, case: &Case) -> &CaseFootprint {
        self.footprints
            .get(&case.name)
            .unwrap_or(&self.empty_footprint)
    }

    /// Returns the progress of a run that has done nothing yet.
    pub(in crate::run) fn initial_progress(&self) -> PlanProgress {
        let count = self.resources.as_slice().len();
        PlanProgress {
            available: vec![false; count],
            changed: vec![false; count],
            held_states: BTreeMap::new(),
            sent_requests: HashSet::new(),
            undo_cost: RequestCost::default(),
        }
    }

    /// Returns the cost key of a case at this point, undoing included. It agrees with [`Self::case_cost`] and is faster to compute.
    pub(in crate::run) fn comparable_case_cost(
        &self,
        progress: &PlanProgress,
        case: &Case,
    ) -> ComparableCost {
        let outline = self.footprint(case);
        let new = outline
            .resources
            .iter()
            .filter(|place| !progress.has_fixture(**place));
        let things = new.filter_map(|place| self.resources.get(*place));
        let shared = outline.shared_requests.iter();
        let unsent = shared.filter(|shared| !progress.sent_requests.contains(&shared.number));
        let mut weight = outline.own_cost.cost_key
            + things
                .map(|thing| thing.setup_cost.cost_key + thing.teardown_cost.cost_key)
                .sum()
            + unsent.map(|shared| shared.cost.cost_key).sum();
        let (switched, changed) = progress.find_object_changes(outline);
        for place in switched.iter().chain(&changed) {
            if let Some(thing) = self.resources.get(*place) {
                weight = weight + thing.change_cost.cost_key;
            }
        }
        weight
    }

    /// Returns the cost of a case at this point.
    pub(in crate::run) fn case_cost(&self, progress: &PlanProgress, case: &Case) -> CaseCost {
        let outline = self.footprint(case);
        let mut price = CaseCost {
            trial_cost: outline.own_cost.clone(),
            undo_cost: RequestCost::default(),
        };
        for place in &outline.resources {
            if let (false, Some(thing)) = (progress.has_fixture(*place), self.resources.get(*place))
            {
                price.trial_cost += &thing.setup_cost;
                price.undo_cost += &thing.teardown_cost;
            }
        }
        for shared in &outline.shared_requests {
            if !progress.sent_requests.contains(&shared.number) {
                price.trial_cost += &shared.cost;
            }
        }
        let (switched, changed) = progress.find_object_changes(outline);
        for place in switched {
            if let Some(thing) = self.resources.get(place) {
                price.trial_cost += &thing.change_cost;
            }
        }
        for place in changed {
            if let Some(thing) = self.resources.get(place) {
                price.undo_cost += &thing.change_cost;
            }
        }
        price
    }

    /// Records that a case is tried, and returns its cost.
    pub(in crate::run) fn record_case(&self, progress: &mut PlanProgress, case: &Case) -> CaseCost {
        let price = self.case_cost(progress, case);
        let outline = self.footprint(case);
        let (_, changed) = progress.find_object_changes(outline);
        for place in changed {
            if let Some(own) = progress.changed.get_mut(place) {
                *own = true;
            }
        }
        for place in &outline.resources {
            if let Some(own) = progress.available.get_mut(*place) {
                *own = true;
            }
        }
        for (place, part) in &outline.conditions {
            merge_json(progress.held_states.entry(*place).or_default(), part);
        }
        progress
            .sent_requests
            .extend(outline.shared_requests.iter().map(|shared| shared.number));
        progress.undo_cost += &price.undo_cost;
        price
    }
}

impl PlanProgress {
    /// Reports whether this resource exists.
    pub(in crate::run) fn has_fixture(&self, place: usize) -> bool {
        self.available.get(place).copied().unwrap_or(false)
    }

    /// Reports whether this resource was changed.
    pub(in crate::run) fn is_fixture_changed(&self, place: usize) -> bool {
        self.changed.get(place).copied().unwrap_or(false)
    }

    /// Returns the cost of undoing everything.
    pub(in crate::run) fn undo_cost(&self) -> &RequestCost {
        &self.undo_cost
    }

    /// Returns the restored objects that a case changes for its conditions, once per change, and those that it is the first to change.
    fn find_object_changes(&self, outline: &CaseFootprint) -> (Vec<usize>, Vec<usize>) {
        let mut switched = Vec::new();
        let mut holding: BTreeMap<usize, Value> = BTreeMap::new();
        for (place, part) in &outline.conditions {
            let own = holding
                .entry(*place)
                .or_insert_with(|| self.held_states.get(place).cloned().unwrap_or_default());
            if !json_includes(own, part) {
                switched.push(*place);
                merge_json(own, part);
            }
        }
        let mut changed: Vec<usize> = switched
            .iter()
            .chain(&outline.changed_objects)
            .copied()
            .filter(|place| !self.is_fixture_changed(*place))
            .collect();
        changed.sort_unstable();
        changed.dedup();
        (switched, changed)
    }
}

/// Merges a part into a JSON value; objects are merged key by key.
fn merge_json(whole: &mut Value, part: &Value) {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            for (key, part) in part {
                merge_json(whole.entry(key.clone()).or_insert(Value::Null), part);
            }
        }
        (whole, part) => *whole = part.clone(),
    }
}
