//! A collector for the violations of one response.

use crate::contract::{JsonPointer, Level, RequirementId};

use super::{Breach, BreachPlace, RequirementLevels, Violation};

/// The most violations of one requirement that are kept per response. A hostile body could hold any number.
const MAX_PER_REQUIREMENT: usize = 20;

/// A collector of violations. It gives each violation its level, drops requirements that the contract does not list, and keeps one violation per
/// requirement and place.
#[derive(Debug)]
pub(super) struct ViolationCollector<'a> {
    levels: &'a RequirementLevels,
    found: Vec<CollectedViolation>,
    is_broken: bool,
}

/// A violation with the requirement and the place that identify it.
#[derive(Debug)]
struct CollectedViolation {
    requirement: RequirementId,
    place: BreachPlace,
    violation: Violation,
}

impl<'a> ViolationCollector<'a> {
    pub(super) fn new(levels: &'a RequirementLevels) -> Self {
        Self {
            levels,
            found: Vec::new(),
            is_broken: false,
        }
    }

    /// Adds a breach with the level of the contract.
    pub(super) fn add(&mut self, breach: impl Into<Breach>) {
        self.add_with_max_level(Level::Must, breach);
    }

    /// Adds a breach with a level no higher than `cap`.
    pub(super) fn add_with_max_level(&mut self, cap: Level, breach: impl Into<Breach>) {
        self.is_broken = true;
        let breach = breach.into();
        let (requirement, place) = (
            breach.as_breach_properties().requirement_id(),
            breach.as_breach_properties().place(),
        );
        let Some(level) = self.levels.get(requirement) else {
            return;
        };
        let same = || {
            self.found
                .iter()
                .filter(|found| found.requirement == requirement)
        };
        if same().all(|found| found.place != place) && same().count() < MAX_PER_REQUIREMENT {
            self.found.push(CollectedViolation {
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
    pub(super) fn has_any_breach(&self) -> bool {
        self.is_broken
    }

    pub(super) fn levels(&self) -> &'a RequirementLevels {
        self.levels
    }

    pub(super) fn has_violation_of(&self, requirement: RequirementId) -> bool {
        self.found
            .iter()
            .any(|found| found.requirement == requirement)
    }

    /// Reports whether this requirement is broken by the value at this pointer or by one inside it.
    pub(super) fn has_violation_within(
        &self,
        requirement: RequirementId,
        pointer: &JsonPointer,
    ) -> bool {
        self.found.iter().any(|found| {
            found.requirement == requirement
                && matches!(&found.place, BreachPlace::BodyAt(at) if at.is_within(pointer))
        })
    }

    /// Reports whether one of these requirements is broken and at least as binding as `requirement`.
    ///
    /// One cause is reported once: a response that cannot be read is not also reported as the wrong row. But a lesser breach must not hide a
    /// graver one.
    pub(super) fn is_explained_by(
        &self,
        causes: &[RequirementId],
        requirement: RequirementId,
    ) -> bool {
        let level = self.levels.get(requirement);
        self.found.iter().any(|found| {
            causes.contains(&found.requirement) && Some(found.violation.level) >= level
        })
    }

    /// Removes and returns the breaches of the error model.
    pub(super) fn take_error_model_breaches(&mut self) -> Vec<Breach> {
        let (taken, left): (Vec<_>, Vec<_>) = std::mem::take(&mut self.found)
            .into_iter()
            .partition(|found| {
                found
                    .violation
                    .breach
                    .as_breach_properties()
                    .is_error_model_breach()
            });
        self.found = left;
        taken
            .into_iter()
            .map(|found| found.violation.breach)
            .collect()
    }

    /// Returns the violations, ordered by requirement, then by place.
    pub(super) fn into_violations(mut self) -> Vec<Violation> {
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
