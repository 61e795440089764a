//! Findings: the cases that need attention, grouped by cause.

use std::cmp::Reverse;

use super::cause_group::{
    CaseCause, CauseGroup, add_entry_and_join_groups, join_groups_of_same_cases,
    join_groups_of_same_value, join_should_groups_to_controls,
};
use super::finding_key::FindingKey;
use super::finding_severity::FindingSeverity;
use super::finding_title::make_titles_unique;
use super::{
    CaseOutcome, FindingId, Harm, HarnessFailure, InconclusiveReason, Level, RecordedViolation,
    RunOutcome, Verdict,
};

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
    pub fn contains_this_violation(&self, violation: &RecordedViolation) -> bool {
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
pub fn group_cases_into_findings(run: &RunOutcome) -> Vec<Finding<'_>> {
    let mut groups: Vec<CauseGroup<'_>> = Vec::new();
    for (place, outcome) in run.cases.iter().enumerate() {
        for cause in list_case_causes(outcome) {
            let keys = FindingKey::keys_for_cause(outcome, cause);
            add_entry_and_join_groups(&mut groups, CaseCause::new(place, outcome, cause), keys);
        }
    }
    let groups = join_should_groups_to_controls(join_groups_of_same_value(groups));
    let groups = join_groups_of_same_cases(groups);
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

/// Lists the causes for which a case needs attention.
fn list_case_causes(outcome: &CaseOutcome) -> Vec<FindingCause<'_>> {
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

#[cfg(test)]
#[path = "finding_tests.rs"]
mod tests;
