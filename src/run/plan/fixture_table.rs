//! The resources that cases share: fixtures that are prepared once for a run.

use std::collections::HashMap;

use super::context::{FixturePlaceholderBindings, PlanContext};
use super::cost::RequestCost;
use crate::exchange::Actor;
use crate::outcome::InconclusiveReason;
use crate::suite::{BodyTemplate, CreatedResourceSpec, RequestTemplate, RestoredObjectSpec};

/// A fixture to which cases may refer, with the costs of its preparation, removal and change.
#[derive(Clone, Debug)]
pub(in crate::run) struct CostedFixture {
    pub(in crate::run) name: String,
    pub(in crate::run) about: String,
    pub(in crate::run) kind: FixtureKind,
    /// The cost of preparing it.
    pub(in crate::run) setup_cost: RequestCost,
    /// The cost at the end of the run, independent of its use.
    pub(in crate::run) teardown_cost: RequestCost,
    /// The cost of changing or restoring it.
    pub(in crate::run) change_cost: RequestCost,
}

/// The kind of a fixture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::run) enum FixtureKind {
    /// A resource that the run creates as this actor and removes.
    Created(Actor),
    /// An object that the run reads as this actor and restores.
    Restored(Actor),
    /// A random id that was verified to be unknown to the target.
    UnknownId,
}

/// All fixtures to which cases may refer.
#[derive(Clone, Debug, Default)]
pub(in crate::run) struct FixtureTable {
    resources: Vec<CostedFixture>,
    index_by_name: HashMap<String, usize>,
}

impl FixtureTable {
    pub(in crate::run) fn from_context(means: &PlanContext<'_>) -> Self {
        let specs = means.fixtures;
        let made = specs
            .created
            .iter()
            .map(|spec| build_costed_created_fixture(spec, means));
        let kept = specs
            .restored
            .iter()
            .map(|spec| build_costed_restored_fixture(spec, means));
        let drawn = specs.unknown_ids.iter().map(|spec| CostedFixture {
            name: format!("unknown.{}", spec.name),
            about: String::new(),
            kind: FixtureKind::UnknownId,
            setup_cost: spec
                .absence_reads
                .iter()
                .map(|target| {
                    means.request_cost(&RequestTemplate::new_get(Actor::Owner, target.clone()))
                })
                .sum(),
            teardown_cost: RequestCost::default(),
            change_cost: RequestCost::default(),
        });
        let things: Vec<CostedFixture> = made.chain(kept).chain(drawn).collect();
        let names = things.iter().map(|thing| thing.name.clone());
        Self {
            index_by_name: names.enumerate().map(|(at, name)| (name, at)).collect(),
            resources: things,
        }
    }

    pub(in crate::run) fn as_slice(&self) -> &[CostedFixture] {
        &self.resources
    }

    pub(in crate::run) fn get(&self, place: usize) -> Option<&CostedFixture> {
        self.resources.get(place)
    }

    /// Returns the index of the resource with this name.
    pub(in crate::run) fn index_of(&self, name: &str) -> Option<usize> {
        self.index_by_name.get(name).copied()
    }

    /// Returns the missing token, if a resource cannot be prepared without it.
    pub(in crate::run) fn missing_token(
        &self,
        name: &str,
        means: &PlanContext<'_>,
    ) -> Option<InconclusiveReason> {
        let thing = self.get(self.index_of(name)?)?;
        match thing.kind {
            FixtureKind::Created(actor) | FixtureKind::Restored(actor) => {
                means.missing_token(actor)
            }
            FixtureKind::UnknownId => None,
        }
    }

    /// Returns the cost of creating a resource for one case and removing it.
    pub(in crate::run) fn per_case_cost(&self, name: &str) -> RequestCost {
        let thing = self.index_of(name).and_then(|place| self.get(place));
        let mut bill = RequestCost::default();
        if let Some(thing) = thing {
            bill += &thing.setup_cost;
            bill += &thing.teardown_cost;
        }
        bill
    }

    /// Returns the indices of the restored objects that a request writes, judged by its target.
    pub(in crate::run) fn find_written_restored_objects(
        &self,
        ask: &RequestTemplate,
        means: &PlanContext<'_>,
    ) -> Vec<usize> {
        let Ok(target) = ask.target.render_text(&FixturePlaceholderBindings) else {
            return Vec::new();
        };
        let kept = means.fixtures.restored.iter();
        kept.filter(|spec| {
            spec.is_write_target(&target, &FixturePlaceholderBindings)
                && means.missing_token(spec.read_request.actor).is_none()
        })
        .filter_map(|spec| self.index_of(&spec.name))
        .collect()
    }
}

fn build_costed_created_fixture(
    spec: &CreatedResourceSpec,
    means: &PlanContext<'_>,
) -> CostedFixture {
    let own = spec.undo_request.as_ref().map(|(method, target)| {
        let target = target
            .render_text(&FixturePlaceholderBindings)
            .unwrap_or_default();
        means.endpoint_cost(1, method, &target, false)
    });
    let leaving = own.or_else(|| means.undo_cost(&spec.create_request));
    let mut getting = means.request_cost(&spec.create_request);
    getting += &means.prior_listing_cost(&spec.create_request, |_| false);
    getting.created = u64::from(leaving.is_some());
    CostedFixture {
        name: spec.name.clone(),
        about: spec.about.clone(),
        kind: FixtureKind::Created(spec.create_request.actor),
        setup_cost: getting,
        teardown_cost: leaving.unwrap_or_default(),
        change_cost: RequestCost::default(),
    }
}

fn build_costed_restored_fixture(
    spec: &RestoredObjectSpec,
    means: &PlanContext<'_>,
) -> CostedFixture {
    let read = means.request_cost(&spec.read_request);
    let write = RequestTemplate {
        method: spec.write_request.0.clone(),
        body: BodyTemplate::None,
        ..RequestTemplate::new_get(spec.read_request.actor, spec.write_request.1.clone())
    };
    CostedFixture {
        name: spec.name.clone(),
        about: spec.about.clone(),
        kind: FixtureKind::Restored(spec.read_request.actor),
        setup_cost: read.clone(),
        teardown_cost: read.clone(),
        change_cost: [means.request_cost(&write), read].into_iter().sum(),
    }
}
