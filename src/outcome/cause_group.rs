//! Groups of causes: the cases of one cause, before they are findings.

use super::finding_key::{FindingKey, find_wrong_row_response};
use super::finding_severity::FindingSeverity;
use super::finding_title::build_finding_title;
use super::{
    CaseOutcome, ExpectedErrorResponse, Finding, FindingCause, Harm, Level, RecordedViolation,
    RunOutcome, Verdict, find_harm,
};
use crate::check::{BodyDefectKind, ResponseSummary};

/// A cause in one case.
#[derive(Clone, Copy)]
pub(super) struct CaseCause<'r> {
    /// The index of the case in the run.
    place: usize,
    outcome: &'r CaseOutcome,
    cause: FindingCause<'r>,
    harm: Option<Harm>,
}

/// The cases of one cause, before it is known which others show in the same cases.
pub(super) struct CauseGroup<'r> {
    keys: Vec<FindingKey>,
    entries: Vec<CaseCause<'r>>,
    /// The violations of other causes that show in exactly the same cases.
    joined_violations: Vec<&'r RecordedViolation>,
}

impl<'r> CaseCause<'r> {
    pub(super) fn new(place: usize, outcome: &'r CaseOutcome, cause: FindingCause<'r>) -> Self {
        let entry = Self {
            place,
            outcome,
            cause,
            harm: None,
        };
        let violation = entry.violation();
        Self {
            harm: violation.and_then(|violation| find_harm(outcome, violation)),
            ..entry
        }
    }

    fn violation(&self) -> Option<&'r RecordedViolation> {
        match self.cause {
            FindingCause::Violation(violation) => Some(violation),
            FindingCause::Alternative
            | FindingCause::Inconclusive(_)
            | FindingCause::HarnessError(_) => None,
        }
    }

    fn severity(&self) -> FindingSeverity {
        FindingSeverity::new(self.cause, self.harm)
    }

    /// Reports whether the entry stands for its own cause, and is not explained by another one.
    fn is_violation_of_key(&self, key: &FindingKey) -> bool {
        match (self.cause, key) {
            (FindingCause::Violation(violation), FindingKey::Violation(requirement, _)) => {
                violation.requirement == *requirement
            }
            _ => true,
        }
    }

    /// Returns the complexity of the case: what else is wrong with it, what it needs, and what it sends.
    fn complexity(&self) -> (usize, usize, usize) {
        let request = self.outcome.judged_exchange().map(|own| &own.request);
        let length = request.map_or(0, |request| {
            let body = request.body.as_ref().map_or(0, |body| body.0.len());
            request.target.len() + body
        });
        (
            self.outcome.violations.len(),
            self.outcome.preconditions.len(),
            length,
        )
    }
}

/// Adds a cause to the group with one of its keys, at the place of the first such group; joins groups that turn out to have a key in common.
pub(super) fn add_entry_and_join_groups<'r>(
    groups: &mut Vec<CauseGroup<'r>>,
    entry: CaseCause<'r>,
    keys: Vec<FindingKey>,
) {
    let first = groups
        .iter()
        .position(|group| group.shares_key(&keys))
        .unwrap_or(groups.len());
    let added = CauseGroup {
        keys,
        entries: vec![entry],
        joined_violations: Vec::new(),
    };
    let (same, others): (Vec<_>, Vec<_>) = groups
        .split_off(first)
        .into_iter()
        .partition(|group| group.shares_key(&added.keys));
    let mut joined = added;
    for group in same {
        joined.keys.extend(group.keys);
        joined.entries.extend(group.entries);
    }
    joined.keys.sort();
    joined.keys.dedup();
    joined.entries.sort_by_key(|entry| entry.place);
    groups.push(joined);
    groups.extend(others);
}

impl<'r> CauseGroup<'r> {
    fn shares_key(&self, keys: &[FindingKey]) -> bool {
        self.keys.iter().any(|own| keys.contains(own))
    }

    /// Lists the cases, each once.
    fn cases(&self) -> Vec<&'r CaseOutcome> {
        let mut cases: Vec<&CaseOutcome> = Vec::new();
        for entry in &self.entries {
            if !cases.iter().any(|own| std::ptr::eq(*own, entry.outcome)) {
                cases.push(entry.outcome);
            }
        }
        cases
    }

    /// Returns the response to the controls, if the group is about controls that failed.
    fn failed_control_response(&self) -> Option<&'r ResponseSummary> {
        let mut controls = self.entries.iter().filter_map(CaseCause::violation);
        let control = controls.find_map(|own| own.failed_control())?;
        Some(&control.answer)
    }

    /// Reports whether all entries are broken *shoulds* about the row that the other group's controls got of the same operations.
    fn is_explained_by_controls(&self, controls: &Self) -> bool {
        let Some(answer) = controls.failed_control_response() else {
            return false;
        };
        let has_operation = |entry: &CaseCause<'r>| {
            let operation = &entry.outcome.case.operation;
            let mut others = controls.entries.iter();
            operation.is_some() && others.any(|own| own.outcome.case.operation == *operation)
        };
        self.entries.iter().all(|entry| {
            let violation = entry.violation();
            violation.is_some_and(|own| {
                let got = find_wrong_row_response(own);
                own.level == Level::Should && got.is_some_and(|got| got.has_same_row(answer))
            }) && has_operation(entry)
        })
    }

    /// Returns the place of the value at fault, if it is the same in all cases and all of them were served.
    fn common_served_value_place(&self) -> Option<&'r str> {
        let mut places = self.entries.iter().map(|entry| {
            let form = entry.outcome.defect_form.as_ref()?;
            let is_served = entry.violation()?.shows_accepted_bad_request() && entry.harm.is_none();
            form.place_of_value().filter(|_| is_served)
        });
        let first = places.next()??;
        places.all(|own| own == Some(first)).then_some(first)
    }

    /// Reports whether a value of the right type, and a wrong one, was served in any of the cases.
    fn has_value_of_right_type(&self) -> bool {
        let mut forms = self.entries.iter().map(|entry| &entry.outcome.defect_form);
        forms.any(|form| matches!(form, Some(BodyDefectKind::Value { .. })))
    }

    /// Returns the gravest severity of all entries.
    fn severity(&self) -> Option<FindingSeverity> {
        self.entries.iter().map(CaseCause::severity).min()
    }

    /// Returns the entry that shows the cause most clearly.
    fn clearest_entry(&self) -> Option<CaseCause<'r>> {
        let key = self.keys.first()?;
        let rank = |entry: &&CaseCause<'r>| {
            let is_explained = !entry.is_violation_of_key(key);
            let passes = entry.outcome.verdict == Verdict::Pass;
            let is_vague = match &entry.outcome.case.expected {
                ExpectedErrorResponse::Row { .. } => false,
                ExpectedErrorResponse::Refusal | ExpectedErrorResponse::AnyRow => true,
            };
            let is_without_change = entry.outcome.served_changes.is_empty();
            (
                entry.severity(),
                is_explained,
                passes,
                is_vague,
                is_without_change,
                entry.complexity(),
            )
        };
        self.entries.iter().min_by_key(rank).copied()
    }

    /// Returns the level of the cause, where it is a violation.
    fn violation_level(&self) -> Option<Level> {
        let violations = self.entries.iter().filter_map(CaseCause::violation);
        violations.map(|own| own.level).max()
    }

    pub(super) fn into_finding(
        self,
        run: &'r RunOutcome,
    ) -> Option<(FindingSeverity, Finding<'r>)> {
        let severity = self.severity()?;
        let clearest = self.clearest_entry()?;
        let cases = self.cases();
        let title = build_finding_title(&run.run, clearest.cause, clearest.outcome, &cases);
        let harm = self.entries.iter().filter_map(|entry| entry.harm).min();
        let entries = || self.entries.iter().filter_map(CaseCause::violation);
        let requirement = clearest.violation().map(|own| own.requirement);
        let explained = entries().filter(|own| Some(own.requirement) != requirement);
        let mut related: Vec<&RecordedViolation> = Vec::new();
        for violation in self.joined_violations.iter().copied().chain(explained) {
            let mut known = related.iter();
            if !known.any(|known| known.requirement == violation.requirement) {
                related.push(violation);
            }
        }
        let finding = Finding {
            id: self.keys.first()?.to_id(),
            title,
            harm,
            cause: clearest.cause,
            related_violations: related,
            violations: entries()
                .chain(self.joined_violations.iter().copied())
                .collect(),
            example: clearest.outcome,
            examples: cases,
        };
        Some((severity, finding))
    }
}

/// Joins groups of broken *shoulds* to the group of the controls that get the same answer of the same operations.
///
/// An operation that answers right requests like that says nothing about a bad one by it.
pub(super) fn join_should_groups_to_controls(groups: Vec<CauseGroup<'_>>) -> Vec<CauseGroup<'_>> {
    let is_control = |group: &CauseGroup<'_>| group.failed_control_response().is_some();
    let (mut controls, others): (Vec<_>, Vec<_>) = groups.into_iter().partition(is_control);
    let mut rest: Vec<CauseGroup<'_>> = Vec::new();
    for mut group in others {
        let explained = controls
            .iter_mut()
            .find(|own| group.is_explained_by_controls(own));
        let Some(own) = explained else {
            rest.push(group);
            continue;
        };
        own.entries.append(&mut group.entries);
        own.entries.sort_by_key(|entry| entry.place);
    }
    controls.append(&mut rest);
    controls.sort_by_key(|group| group.entries.first().map(|entry| entry.place));
    controls
}

/// Joins groups of requests that were served with whatever stood for one and the same value: its check is missing, not one of each type.
pub(super) fn join_groups_of_same_value(groups: Vec<CauseGroup<'_>>) -> Vec<CauseGroup<'_>> {
    let mut joined: Vec<CauseGroup<'_>> = Vec::new();
    for mut group in groups {
        let place = group.common_served_value_place();
        let same = joined
            .iter_mut()
            .find(|own| place.is_some() && own.common_served_value_place() == place);
        let Some(own) = same else {
            joined.push(group);
            continue;
        };
        // The id of the finding is that of the value, whatever types are taken for it.
        if group.has_value_of_right_type() {
            std::mem::swap(&mut own.keys, &mut group.keys);
        }
        own.keys.append(&mut group.keys);
        own.entries.append(&mut group.entries);
        own.entries.sort_by_key(|entry| entry.place);
    }
    joined
}

/// Joins groups of violations that show in exactly the same cases; the gravest leads, and among equally grave ones the first.
pub(super) fn join_groups_of_same_cases(groups: Vec<CauseGroup<'_>>) -> Vec<CauseGroup<'_>> {
    let mut joined: Vec<CauseGroup<'_>> = Vec::new();
    for mut group in groups {
        let cases = group.cases();
        let same = joined.iter_mut().find(|own| {
            group.violation_level().is_some()
                && own.violation_level() == group.violation_level()
                && is_same_cases(&own.cases(), &cases)
        });
        let Some(own) = same else {
            joined.push(group);
            continue;
        };
        if group.severity() < own.severity() {
            std::mem::swap(own, &mut group);
        }
        let entries = group.entries.iter();
        own.joined_violations
            .extend(entries.filter_map(CaseCause::violation));
        own.joined_violations.append(&mut group.joined_violations);
    }
    joined
}

fn is_same_cases(one: &[&CaseOutcome], other: &[&CaseOutcome]) -> bool {
    let mut pairs = one.iter().zip(other);
    one.len() == other.len() && pairs.all(|(one, other)| std::ptr::eq(*one, *other))
}
