//! Findings: the violations of one answer while they are collected.

use serde_json::Value;

use crate::contract::{Level, RequirementId};
use crate::outcome::{Place, Violation};

use super::{Levels, small::small};

/// How many violations of one requirement an answer is told: a hostile body could hold any number.
const MOST: usize = 20;

/// Collects violations: gives each its level, leaves out what the contract does not list, keeps one per
/// requirement and place.
#[derive(Debug)]
pub(super) struct Findings<'a> {
    levels: &'a Levels,
    found: Vec<Violation>,
    is_broken: bool,
}

impl<'a> Findings<'a> {
    pub(super) fn new(levels: &'a Levels) -> Self {
        Self {
            levels,
            found: Vec::new(),
            is_broken: false,
        }
    }

    pub(super) fn add(
        &mut self,
        requirement: RequirementId,
        place: Place,
        expected: Value,
        actual: &Value,
    ) {
        self.add_at_most(Level::Must, requirement, place, expected, actual);
    }

    /// Like `add`, with a level no higher than `cap`.
    pub(super) fn add_at_most(
        &mut self,
        cap: Level,
        requirement: RequirementId,
        place: Place,
        expected: Value,
        actual: &Value,
    ) {
        self.is_broken = true;
        let Some(level) = self.levels.of(requirement) else {
            return;
        };
        let same = || {
            self.found
                .iter()
                .filter(|found| found.requirement == requirement)
        };
        if same().all(|found| found.place != place) && same().count() < MOST {
            self.found.push(Violation {
                requirement,
                level: level.min(cap),
                place,
                expected: small(expected),
                actual: small(actual.clone()),
            });
        }
    }

    /// Returns whether anything is broken, whether or not the contract lists it.
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

    /// Whether this requirement is known to be broken by the value at this pointer or by one inside it.
    pub(super) fn has_within(&self, requirement: RequirementId, pointer: &str) -> bool {
        self.found.iter().any(|found| {
            found.requirement == requirement
                && matches!(&found.place, Place::BodyAt(at) if within(at, pointer))
        })
    }

    /// Whether one of these is broken, and at least as binding as `requirement`.
    ///
    /// One cause is said once: who cannot read an answer is told so, not also that it is not the right one. But the
    /// lesser breach must not hide the graver one.
    pub(super) fn outweigh(&self, causes: &[RequirementId], requirement: RequirementId) -> bool {
        let level = self.levels.of(requirement);
        self.found
            .iter()
            .any(|found| causes.contains(&found.requirement) && Some(found.level) >= level)
    }

    /// Takes out the violations of every requirement for which `which` is true.
    pub(super) fn take(&mut self, which: impl Fn(RequirementId) -> bool) -> Vec<Violation> {
        let (taken, left) = std::mem::take(&mut self.found)
            .into_iter()
            .partition(|found| which(found.requirement));
        self.found = left;
        taken
    }

    /// The violations in the order of their requirements, then of their places.
    pub(super) fn finish(mut self) -> Vec<Violation> {
        self.found.sort_by(|one, other| {
            (one.requirement, &one.place).cmp(&(other.requirement, &other.place))
        });
        self.found
    }
}

/// Whether a JSON pointer points at the same value as `outer`, or at one inside it.
pub(super) fn within(pointer: &str, outer: &str) -> bool {
    pointer
        .strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::*;

    fn levels() -> Levels {
        [
            (RequirementId::RowExpected, Level::Must),
            (RequirementId::MessageText, Level::Should),
        ]
        .into_iter()
        .collect()
    }

    #[test]
    fn a_requirement_that_is_not_listed_is_not_judged() {
        let levels = levels();
        let mut findings = Findings::new(&levels);
        findings.add(
            RequirementId::NoToken,
            Place::Body,
            Value::Null,
            &Value::Null,
        );
        assert_eq!(findings.finish(), []);
    }

    #[test]
    fn one_place_breaks_a_requirement_once() {
        let levels = levels();
        let mut findings = Findings::new(&levels);
        findings.add(RequirementId::RowExpected, Place::Row, json!(1), &json!(2));
        findings.add(RequirementId::RowExpected, Place::Row, json!(3), &json!(4));
        let found = findings.finish();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].expected, json!(1));
    }

    #[test]
    fn a_cap_lowers_a_level_and_never_raises_it() {
        let levels = levels();
        let mut findings = Findings::new(&levels);
        let (none, row) = (Value::Null, RequirementId::RowExpected);
        findings.add_at_most(Level::Should, row, Place::Row, none.clone(), &none);
        findings.add_at_most(
            Level::Must,
            RequirementId::MessageText,
            Place::Body,
            none.clone(),
            &none,
        );
        let found: Vec<_> = findings.finish().iter().map(|v| v.level).collect();
        assert_eq!(found, [Level::Should, Level::Should]);
    }

    #[test]
    fn the_order_is_that_of_the_requirements() {
        let levels = levels();
        let mut findings = Findings::new(&levels);
        let none = Value::Null;
        findings.add(RequirementId::MessageText, Place::Body, none.clone(), &none);
        findings.add(RequirementId::RowExpected, Place::Row, none.clone(), &none);
        let order: Vec<_> = findings.finish().iter().map(|v| v.requirement).collect();
        assert_eq!(
            order,
            [RequirementId::RowExpected, RequirementId::MessageText]
        );
    }

    #[test]
    fn a_lesser_breach_does_not_hide_a_graver_one() {
        let levels = levels();
        let mut findings = Findings::new(&levels);
        let causes = [RequirementId::MessageText];
        findings.add(
            RequirementId::MessageText,
            Place::Body,
            Value::Null,
            &Value::Null,
        );
        assert!(!findings.outweigh(&causes, RequirementId::RowExpected));
        assert!(findings.outweigh(&causes, RequirementId::MessageText));
    }

    #[rstest]
    #[case::it_and_inside(RequirementId::RowExpected, "/errors", true)]
    #[case::it_but_elsewhere(RequirementId::RowExpected, "/message", false)]
    #[case::inside_but_another(RequirementId::MessageText, "/errors", false)]
    fn a_value_is_known_to_break_what_it_breaks_and_no_more(
        #[case] requirement: RequirementId,
        #[case] pointer: &str,
        #[case] expected: bool,
    ) {
        let levels = levels();
        let mut findings = Findings::new(&levels);
        let place = Place::BodyAt("/errors/name".to_owned());
        findings.add(RequirementId::RowExpected, place, Value::Null, &Value::Null);
        assert_eq!(findings.has_within(requirement, pointer), expected);
    }

    #[rstest]
    #[case::itself("/errors", "/errors", true)]
    #[case::inside("/errors/name/0", "/errors", true)]
    #[case::a_longer_name("/errors2", "/errors", false)]
    #[case::outside("/message", "/errors", false)]
    #[case::the_whole_body("/message", "", true)]
    fn a_pointer_is_within_itself_and_what_holds_it(
        #[case] pointer: &str,
        #[case] outer: &str,
        #[case] expected: bool,
    ) {
        assert_eq!(within(pointer, outer), expected);
    }
}
