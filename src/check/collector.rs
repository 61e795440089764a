//! A collector for the violations of one response.

use crate::contract::{JsonPointer, Level, RequirementId};

use super::{Breach, Levels, Place, Violation};

/// The most violations of one requirement that are kept per response. A hostile body could hold any number.
const MOST: usize = 20;

/// A collector of violations. It gives each violation its level, drops requirements that the contract does not list, and keeps one violation per
/// requirement and place.
#[derive(Debug)]
pub(super) struct ViolationCollector<'a> {
    levels: &'a Levels,
    found: Vec<Found>,
    is_broken: bool,
}

/// A violation with its requirement and place, by which it is found.
#[derive(Debug)]
struct Found {
    requirement: RequirementId,
    place: Place,
    violation: Violation,
}

impl<'a> ViolationCollector<'a> {
    pub(super) fn new(levels: &'a Levels) -> Self {
        Self {
            levels,
            found: Vec::new(),
            is_broken: false,
        }
    }

    /// Adds a breach with the level of the contract.
    pub(super) fn add(&mut self, breach: impl Into<Breach>) {
        self.add_at_most(Level::Must, breach);
    }

    /// Adds a breach with a level no higher than `cap`.
    pub(super) fn add_at_most(&mut self, cap: Level, breach: impl Into<Breach>) {
        self.is_broken = true;
        let breach = breach.into();
        let (requirement, place) = (breach.family().requirement(), breach.family().place());
        let Some(level) = self.levels.of(requirement) else {
            return;
        };
        let same = || {
            self.found
                .iter()
                .filter(|found| found.requirement == requirement)
        };
        if same().all(|found| found.place != place) && same().count() < MOST {
            self.found.push(Found {
                requirement,
                place,
                violation: Violation {
                    level: level.min(cap),
                    step: None,
                    breach,
                },
            });
        }
    }

    /// Reports whether any requirement is broken, listed by the contract or not.
    pub(super) fn is_broken(&self) -> bool {
        self.is_broken
    }

    pub(super) fn levels(&self) -> &'a Levels {
        self.levels
    }

    pub(super) fn has(&self, requirement: RequirementId) -> bool {
        self.found
            .iter()
            .any(|found| found.requirement == requirement)
    }

    /// Reports whether this requirement is broken by the value at this pointer or by one inside it.
    pub(super) fn has_within(&self, requirement: RequirementId, pointer: &JsonPointer) -> bool {
        self.found.iter().any(|found| {
            found.requirement == requirement
                && matches!(&found.place, Place::BodyAt(at) if at.is_within(pointer))
        })
    }

    /// Reports whether one of these requirements is broken and at least as binding as `requirement`.
    ///
    /// One cause is reported once: a response that cannot be read is not also reported as the wrong row. But a lesser breach must not hide a
    /// graver one.
    pub(super) fn outweigh(&self, causes: &[RequirementId], requirement: RequirementId) -> bool {
        let level = self.levels.of(requirement);
        self.found.iter().any(|found| {
            causes.contains(&found.requirement) && Some(found.violation.level) >= level
        })
    }

    /// Removes and returns the breaches of the error model.
    pub(super) fn take_form(&mut self) -> Vec<Breach> {
        let (taken, left): (Vec<_>, Vec<_>) = std::mem::take(&mut self.found)
            .into_iter()
            .partition(|found| found.violation.breach.family().is_of_error_model());
        self.found = left;
        taken
            .into_iter()
            .map(|found| found.violation.breach)
            .collect()
    }

    /// Returns the violations, ordered by requirement, then by place.
    pub(super) fn finish(mut self) -> Vec<Violation> {
        self.found.sort_by(|one, other| {
            (one.requirement, &one.place).cmp(&(other.requirement, &other.place))
        });
        self.found
            .into_iter()
            .map(|found| found.violation)
            .collect()
    }
}

#[cfg(test)]
#[path = "collector_tests.rs"]
mod tests;
