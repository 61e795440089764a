//! The resources that cases share: fixtures that are prepared once for a run.

use std::collections::HashMap;

use super::context::{Means, Symbols};
use super::cost::Bill;
use crate::exchange::Actor;
use crate::outcome::Unproven;
use crate::suite::{Ask, Body, KeptSpec, MadeSpec};

/// A fixture that is prepared once for a run, with its costs.
#[derive(Clone, Debug)]
pub(in crate::run) struct Thing {
    pub(in crate::run) name: String,
    pub(in crate::run) about: String,
    pub(in crate::run) kind: Kind,
    /// The cost of preparing it.
    pub(in crate::run) getting: Bill,
    /// The cost at the end of the run, independent of its use.
    pub(in crate::run) leaving: Bill,
    /// The cost of changing or restoring it.
    pub(in crate::run) changing: Bill,
}

/// The kind of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::run) enum Kind {
    /// A resource that the run creates as this actor and removes.
    Made(Actor),
    /// An object that the run reads as this actor and restores.
    Kept(Actor),
    /// A random id that was verified to be unknown to the target.
    Drawn,
}

/// All resources to which cases may refer.
#[derive(Clone, Debug, Default)]
pub(in crate::run) struct Things {
    things: Vec<Thing>,
    places: HashMap<String, usize>,
}

impl Things {
    pub(in crate::run) fn of(means: &Means<'_>) -> Self {
        let specs = means.fixtures;
        let made = specs.made.iter().map(|spec| made(spec, means));
        let kept = specs.kept.iter().map(|spec| kept(spec, means));
        let drawn = specs.unknown.iter().map(|spec| Thing {
            name: format!("unknown.{}", spec.name),
            about: String::new(),
            kind: Kind::Drawn,
            getting: spec
                .prove
                .iter()
                .map(|target| means.once(&Ask::read(Actor::Owner, target.clone())))
                .sum(),
            leaving: Bill::default(),
            changing: Bill::default(),
        });
        let things: Vec<Thing> = made.chain(kept).chain(drawn).collect();
        let names = things.iter().map(|thing| thing.name.clone());
        Self {
            places: names.enumerate().map(|(at, name)| (name, at)).collect(),
            things,
        }
    }

    pub(in crate::run) fn all(&self) -> &[Thing] {
        &self.things
    }

    pub(in crate::run) fn get(&self, place: usize) -> Option<&Thing> {
        self.things.get(place)
    }

    /// Returns the index of the resource with this name.
    pub(in crate::run) fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    /// Returns the missing token, if a resource cannot be prepared without it.
    pub(in crate::run) fn lack_of_token(&self, name: &str, means: &Means<'_>) -> Option<Unproven> {
        let thing = self.get(self.place(name)?)?;
        match thing.kind {
            Kind::Made(actor) | Kind::Kept(actor) => means.lack_of_token(actor),
            Kind::Drawn => None,
        }
    }

    /// Returns the cost of creating a resource for one case and removing it.
    pub(in crate::run) fn bill_for_a_case(&self, name: &str) -> Bill {
        let thing = self.place(name).and_then(|place| self.get(place));
        let mut bill = Bill::default();
        if let Some(thing) = thing {
            bill += &thing.getting;
            bill += &thing.leaving;
        }
        bill
    }

    /// Returns the indices of the restored objects that a request writes, judged by its target.
    pub(in crate::run) fn kept_behind(&self, ask: &Ask, means: &Means<'_>) -> Vec<usize> {
        let Ok(target) = ask.target.fill(&Symbols) else {
            return Vec::new();
        };
        let kept = means.fixtures.kept.iter();
        kept.filter(|spec| {
            spec.is_written_by(&target, &Symbols) && means.lack_of_token(spec.read.actor).is_none()
        })
        .filter_map(|spec| self.place(&spec.name))
        .collect()
    }
}

fn made(spec: &MadeSpec, means: &Means<'_>) -> Thing {
    let own = spec.undo.as_ref().map(|(method, target)| {
        let target = target.fill(&Symbols).unwrap_or_default();
        means.bill(1, method, &target, false)
    });
    let leaving = own.or_else(|| means.undoing(&spec.make));
    let mut getting = means.once(&spec.make);
    getting += &means.lookups(&spec.make, |_| false);
    getting.made = u64::from(leaving.is_some());
    Thing {
        name: spec.name.clone(),
        about: spec.about.clone(),
        kind: Kind::Made(spec.make.actor),
        getting,
        leaving: leaving.unwrap_or_default(),
        changing: Bill::default(),
    }
}

fn kept(spec: &KeptSpec, means: &Means<'_>) -> Thing {
    let read = means.once(&spec.read);
    let write = Ask {
        method: spec.write.0.clone(),
        body: Body::None,
        ..Ask::read(spec.read.actor, spec.write.1.clone())
    };
    Thing {
        name: spec.name.clone(),
        about: spec.about.clone(),
        kind: Kind::Kept(spec.read.actor),
        getting: read.clone(),
        leaving: read.clone(),
        changing: [means.once(&write), read].into_iter().sum(),
    }
}
