//! Findings: the cases that need attention, grouped by cause.

use super::{
    CaseOutcome, HarnessFailure, InconclusiveReason, Level, RecordedViolation, RunOutcome, Verdict,
};

/// One problem, and all cases that show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding<'r> {
    /// The cause of the problem.
    pub cause: FindingCause<'r>,
    /// Other violations that show in exactly the same cases, and so have the same cause.
    pub related_violations: Vec<&'r RecordedViolation>,
    /// The cases that show the problem, in their order; never empty.
    pub examples: Vec<&'r CaseOutcome>,
}

/// The cause of a finding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FindingCause<'r> {
    /// A violation, as the first example shows it.
    Violation(&'r RecordedViolation),
    /// Another row than the one that describes the defect, where that fails.
    Alternative,
    /// A reason why cases that were tried could not be judged.
    Inconclusive(&'r InconclusiveReason),
    /// A failure of the harness.
    HarnessError(&'r HarnessFailure),
}

impl FindingCause<'_> {
    /// Returns the position in the order of severity: failures of the target first, then cases without a judgement, then mere remarks.
    fn severity_rank(&self) -> u8 {
        match self {
            Self::Violation(violation) => match violation.level {
                Level::Must => 0,
                Level::Should => 4,
                Level::May => 5,
            },
            Self::Alternative => 1,
            Self::HarnessError(_) => 2,
            Self::Inconclusive(_) => 3,
        }
    }
}

/// Groups the problems of a run by cause, the gravest first, and among equally grave ones the one with the most cases first.
///
/// Violations belong together that differ only in details of the case (ids, numbers, the key at fault), and violations of different requirements
/// that show in exactly the same cases. A case with two causes is an example of two findings, so no cause is hidden behind another. Cases that
/// were never tried for want of something, and remarks, are no findings.
#[must_use]
pub fn group_findings(run: &RunOutcome) -> Vec<Finding<'_>> {
    let mut groups: Vec<CauseGroup<'_>> = Vec::new();
    for (place, outcome) in run.cases.iter().enumerate() {
        for cause in list_causes(outcome) {
            let likeness = CauseKey::from_cause(cause);
            match groups.iter_mut().find(|group| group.key == likeness) {
                Some(group) => {
                    if group.case_indices.last() != Some(&place) {
                        group.case_indices.push(place);
                    }
                }
                None => groups.push(CauseGroup {
                    cause,
                    related_violations: Vec::new(),
                    key: likeness,
                    case_indices: vec![place],
                }),
            }
        }
    }
    let mut findings = join_groups_of_same_cases(groups);
    findings.sort_by_key(|group| {
        (
            group.cause.severity_rank(),
            std::cmp::Reverse(group.case_indices.len()),
        )
    });
    let mut told = Vec::with_capacity(findings.len());
    for group in findings {
        told.push(Finding {
            cause: group.cause,
            related_violations: group.related_violations,
            examples: group
                .case_indices
                .iter()
                .filter_map(|place| run.cases.get(*place))
                .collect(),
        });
    }
    told
}

struct CauseGroup<'r> {
    cause: FindingCause<'r>,
    related_violations: Vec<&'r RecordedViolation>,
    key: CauseKey,
    case_indices: Vec<usize>,
}

/// A key that is equal for all causes of one group.
#[derive(PartialEq)]
enum CauseKey {
    Violation(super::RequirementId, Level, String),
    Alternative,
    Inconclusive(String),
    HarnessError(std::mem::Discriminant<HarnessFailure>),
}

impl CauseKey {
    fn from_cause(cause: FindingCause<'_>) -> Self {
        match cause {
            FindingCause::Violation(violation) => Self::Violation(
                violation.requirement,
                violation.level,
                violation.cause.clone(),
            ),
            FindingCause::Alternative => Self::Alternative,
            FindingCause::Inconclusive(because) => Self::Inconclusive(because.cause_key()),
            FindingCause::HarnessError(reason) => {
                Self::HarnessError(std::mem::discriminant(reason))
            }
        }
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

/// Joins groups of violations that show in exactly the same cases; the first requirement leads.
fn join_groups_of_same_cases(groups: Vec<CauseGroup<'_>>) -> Vec<CauseGroup<'_>> {
    let mut joined: Vec<CauseGroup<'_>> = Vec::new();
    for group in groups {
        let same = joined.iter_mut().find(|own| {
            own.case_indices == group.case_indices
                && own.violation_level() == group.violation_level()
        });
        match (same, group.cause) {
            (Some(own), FindingCause::Violation(violation)) => {
                own.related_violations.push(violation);
            }
            (Some(_) | None, _) => joined.push(group),
        }
    }
    joined
}

impl CauseGroup<'_> {
    /// Returns the level of the group's violation, where its cause is one.
    fn violation_level(&self) -> Option<Level> {
        match self.cause {
            FindingCause::Violation(violation) => Some(violation.level),
            FindingCause::Alternative
            | FindingCause::Inconclusive(_)
            | FindingCause::HarnessError(_) => None,
        }
    }
}

#[cfg(test)]
#[path = "finding_tests.rs"]
mod tests;
