//! Findings: the cases that need attention, grouped by cause.

use std::cmp::Reverse;

use super::finding_key::FindingKey;
use super::finding_severity::FindingSeverity;
use super::finding_title::{build_finding_title, make_titles_unique};
use super::{
    CaseOutcome, ExpectedErrorResponse, FindingId, Harm, HarnessFailure, InconclusiveReason, Level,
    RecordedViolation, RunOutcome, Verdict, find_harm,
};
use crate::check::RequestDefectForm;

/// One problem, and all cases that show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding<'r> {
    /// The id, the same in every run that finds the same.
    pub id: FindingId,
    /// The request and the outcome in one line; no two findings of a run have the same title.
    pub title: String,
    /// The harm that the problem does to others than the sender.
    pub harm: Option<Harm>,
    /// The cause of the problem, as the clearest example shows it.
    pub cause: FindingCause<'r>,
    /// A violation of each other requirement that is broken by the same cause: in exactly the same cases, or explained by it.
    pub related_violations: Vec<&'r RecordedViolation>,
    /// Every violation that belongs to the problem, in all cases.
    pub violations: Vec<&'r RecordedViolation>,
    /// The case that shows the problem most clearly: the strongest, and among equally strong ones the simplest.
    pub example: &'r CaseOutcome,
    /// The cases that show the problem, in their order; never empty.
    pub examples: Vec<&'r CaseOutcome>,
}

/// The cause of a finding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FindingCause<'r> {
    /// A violation, as the clearest example shows it.
    Violation(&'r RecordedViolation),
    /// Another row than the one that describes the defect, where that fails.
    Alternative,
    /// A reason why cases that were tried could not be judged.
    Inconclusive(&'r InconclusiveReason),
    /// A failure of the harness.
    HarnessError(&'r HarnessFailure),
}

impl Finding<'_> {
    /// Reports whether this very violation belongs to the problem.
    #[must_use]
    pub fn includes_violation(&self, violation: &RecordedViolation) -> bool {
        let mut violations = self.violations.iter();
        violations.any(|own| std::ptr::eq(*own, violation))
    }
}

/// Groups the problems of a run by cause, in the order of the harm that they do, and among equally grave ones the one with the most cases first.
///
/// Violations belong together that differ only in details of the case (ids, numbers, the key at fault), and violations of different requirements
/// that show in exactly the same cases. A case with two causes is an example of two findings, so no cause is hidden behind another. Cases that
/// were never tried for want of something, and remarks, are no findings.
#[must_use]
pub fn group_findings(run: &RunOutcome) -> Vec<Finding<'_>> {
    let mut groups: Vec<CauseGroup<'_>> = Vec::new();
    for (place, outcome) in run.cases.iter().enumerate() {
        for cause in list_causes(outcome) {
            let keys = FindingKey::from_cause(outcome, cause);
            add_entry_and_join_groups(&mut groups, CauseEntry::new(place, outcome, cause), keys);
        }
    }
    let groups = join_groups_of_same_cases(join_groups_of_same_value(groups));
    let mut findings: Vec<(FindingSeverity, Finding<'_>)> = groups
        .into_iter()
        .filter_map(|group| group.into_finding(run))
        .collect();
    // The sort is stable: findings that are alike keep the order of their first cases.
    findings.sort_by_key(|(severity, finding)| (*severity, Reverse(finding.examples.len())));
    let mut findings: Vec<Finding<'_>> = findings.into_iter().map(|(_, own)| own).collect();
    make_titles_unique(&mut findings);
    findings
}

/// A cause in one case.
#[derive(Clone, Copy)]
struct CauseEntry<'r> {
    /// The index of the case in the run.
    place: usize,
    outcome: &'r CaseOutcome,
    cause: FindingCause<'r>,
    harm: Option<Harm>,
}

/// The cases of one cause, before it is known which others show in the same cases.
struct CauseGroup<'r> {
    keys: Vec<FindingKey>,
    entries: Vec<CauseEntry<'r>>,
    /// The first violation of each other requirement that shows in the same cases.
    related_violations: Vec<&'r RecordedViolation>,
    /// Every violation of those requirements.
    joined_violations: Vec<&'r RecordedViolation>,
}

impl<'r> CauseEntry<'r> {
    fn new(place: usize, outcome: &'r CaseOutcome, cause: FindingCause<'r>) -> Self {
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
    fn is_unexplained(&self, key: &FindingKey) -> bool {
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
fn add_entry_and_join_groups<'r>(
    groups: &mut Vec<CauseGroup<'r>>,
    entry: CauseEntry<'r>,
    keys: Vec<FindingKey>,
) {
    let first = groups
        .iter()
        .position(|group| group.shares_key(&keys))
        .unwrap_or(groups.len());
    let added = CauseGroup {
        keys,
        entries: vec![entry],
        related_violations: Vec::new(),
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

    /// Returns the place of the value at fault, if it is the same in all cases and all of them were served.
    fn place_of_served_value(&self) -> Option<&'r str> {
        let mut places = self.entries.iter().map(|entry| {
            let form = entry.outcome.defect_form.as_ref()?;
            let is_served = entry.violation()?.shows_served_request() && entry.harm.is_none();
            form.place_of_value().filter(|_| is_served)
        });
        let first = places.next()??;
        places.all(|own| own == Some(first)).then_some(first)
    }

    /// Reports whether a value of the right type, and a wrong one, was served in any of the cases.
    fn has_value_of_right_type(&self) -> bool {
        let mut forms = self.entries.iter().map(|entry| &entry.outcome.defect_form);
        forms.any(|form| matches!(form, Some(RequestDefectForm::Value { .. })))
    }

    /// Returns the gravest severity of all entries.
    fn severity(&self) -> Option<FindingSeverity> {
        self.entries.iter().map(CauseEntry::severity).min()
    }

    /// Returns the entry that shows the cause most clearly.
    fn clearest_entry(&self) -> Option<CauseEntry<'r>> {
        let key = self.keys.first()?;
        let rank = |entry: &&CauseEntry<'r>| {
            let is_explained = !entry.is_unexplained(key);
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
        let violations = self.entries.iter().filter_map(CauseEntry::violation);
        violations.map(|own| own.level).max()
    }

    fn into_finding(self, run: &'r RunOutcome) -> Option<(FindingSeverity, Finding<'r>)> {
        let severity = self.severity()?;
        let clearest = self.clearest_entry()?;
        let cases = self.cases();
        let title = build_finding_title(&run.run, clearest.cause, clearest.outcome, &cases);
        let harm = self.entries.iter().filter_map(|entry| entry.harm).min();
        let mut related = self.related_violations;
        let own = clearest.violation().map(|own| own.requirement);
        for violation in self.entries.iter().filter_map(CauseEntry::violation) {
            let mut known = related.iter().map(|known| known.requirement);
            if Some(violation.requirement) != own
                && !known.any(|known| known == violation.requirement)
            {
                related.push(violation);
            }
        }
        let entries = self.entries.iter().filter_map(CauseEntry::violation);
        let finding = Finding {
            id: self.keys.first()?.to_id(),
            title,
            harm,
            cause: clearest.cause,
            related_violations: related,
            violations: entries.chain(self.joined_violations).collect(),
            example: clearest.outcome,
            examples: cases,
        };
        Some((severity, finding))
    }
}

/// Lists the causes for which a case needs attention.
fn list_causes(outcome: &CaseOutcome) -> Vec<FindingCause<'_>> {
    let breaches = || {
        outcome
            .violations
            .iter()
            .filter(|violation| violation.level >= Level::Should)
            .map(FindingCause::Violation)
    };
    match &outcome.verdict {
        Verdict::Fail if breaches().next().is_none() => vec![FindingCause::Alternative],
        Verdict::Pass | Verdict::Fail => breaches().collect(),
        Verdict::Inconclusive { because } => match because {
            InconclusiveReason::Control(_)
            | InconclusiveReason::Condition(_)
            | InconclusiveReason::NoResponse(_) => {
                vec![FindingCause::Inconclusive(because)]
            }
            InconclusiveReason::Credential(_)
            | InconclusiveReason::Value(_)
            | InconclusiveReason::Trigger(_)
            | InconclusiveReason::Fixture(_) => Vec::new(),
        },
        Verdict::HarnessError { reason } => vec![FindingCause::HarnessError(reason)],
        Verdict::KnownFailure { .. } | Verdict::Skipped { .. } => Vec::new(),
    }
}

/// Joins groups of requests that were served with whatever stood for one and the same value: its check is missing, not one of each type.
fn join_groups_of_same_value(groups: Vec<CauseGroup<'_>>) -> Vec<CauseGroup<'_>> {
    let mut joined: Vec<CauseGroup<'_>> = Vec::new();
    for mut group in groups {
        let place = group.place_of_served_value();
        let same = joined
            .iter_mut()
            .find(|own| place.is_some() && own.place_of_served_value() == place);
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
fn join_groups_of_same_cases(groups: Vec<CauseGroup<'_>>) -> Vec<CauseGroup<'_>> {
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
        for violation in group.entries.iter().filter_map(CauseEntry::violation) {
            let mut known = own.related_violations.iter();
            if !known.any(|known| known.requirement == violation.requirement) {
                own.related_violations.push(violation);
            }
            own.joined_violations.push(violation);
        }
        own.related_violations.append(&mut group.related_violations);
        own.joined_violations.append(&mut group.joined_violations);
    }
    joined
}

fn is_same_cases(one: &[&CaseOutcome], other: &[&CaseOutcome]) -> bool {
    let mut pairs = one.iter().zip(other);
    one.len() == other.len() && pairs.all(|(one, other)| std::ptr::eq(*one, *other))
}

#[cfg(test)]
#[path = "finding_tests.rs"]
mod tests;
