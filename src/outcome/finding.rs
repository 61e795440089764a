//! Findings: the cases that need attention, grouped by cause.

use super::{CaseOutcome, HarnessFailure, Level, RecordedViolation, RunOutcome, Unproven, Verdict};

/// One problem, and all cases that show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding<'r> {
    /// The cause of the problem.
    pub cause: Cause<'r>,
    /// Other violations that show in exactly the same cases, and so have the same cause.
    pub also: Vec<&'r RecordedViolation>,
    /// The cases that show the problem, in their order; never empty.
    pub examples: Vec<&'r CaseOutcome>,
}

/// The cause of a finding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cause<'r> {
    /// A violation, as the first example shows it.
    Breach(&'r RecordedViolation),
    /// Another row than the one that describes the defect, where that fails.
    Alternative,
    /// A reason why cases that were tried could not be judged.
    Unproven(&'r Unproven),
    /// A failure of the harness.
    HarnessError(&'r HarnessFailure),
}

impl Cause<'_> {
    /// Returns the position in the order of severity: failures of the target first, then cases without a judgement, then mere remarks.
    fn gravity(&self) -> u8 {
        match self {
            Self::Breach(violation) => match violation.level {
                Level::Must => 0,
                Level::Should => 4,
                Level::May => 5,
            },
            Self::Alternative => 1,
            Self::HarnessError(_) => 2,
            Self::Unproven(_) => 3,
        }
    }
}

/// Groups the problems of a run by cause, the gravest first, and among equally grave ones the one with the most cases first.
///
/// Violations belong together that differ only in details of the case (ids, numbers, the key at fault), and violations of different requirements
/// that show in exactly the same cases. A case with two causes is an example of two findings, so no cause is hidden behind another. Cases that
/// were never tried for want of something, and remarks, are no findings.
#[must_use]
pub fn findings(run: &RunOutcome) -> Vec<Finding<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (place, outcome) in run.cases.iter().enumerate() {
        for cause in causes(outcome) {
            let likeness = Likened::of(cause);
            match groups.iter_mut().find(|group| group.likeness == likeness) {
                Some(group) => {
                    if group.places.last() != Some(&place) {
                        group.places.push(place);
                    }
                }
                None => groups.push(Group {
                    cause,
                    also: Vec::new(),
                    likeness,
                    places: vec![place],
                }),
            }
        }
    }
    let mut findings = joined(groups);
    findings.sort_by_key(|group| (group.cause.gravity(), std::cmp::Reverse(group.places.len())));
    let mut told = Vec::with_capacity(findings.len());
    for group in findings {
        told.push(Finding {
            cause: group.cause,
            also: group.also,
            examples: group
                .places
                .iter()
                .filter_map(|place| run.cases.get(*place))
                .collect(),
        });
    }
    told
}

struct Group<'r> {
    cause: Cause<'r>,
    also: Vec<&'r RecordedViolation>,
    likeness: Likened,
    places: Vec<usize>,
}

/// The key that causes of one group share.
#[derive(PartialEq)]
enum Likened {
    Breach(super::RequirementId, Level, String),
    Alternative,
    Unproven(String),
    HarnessError(std::mem::Discriminant<HarnessFailure>),
}

impl Likened {
    fn of(cause: Cause<'_>) -> Self {
        match cause {
            Cause::Breach(violation) => Self::Breach(
                violation.requirement,
                violation.level,
                violation.cause.clone(),
            ),
            Cause::Alternative => Self::Alternative,
            Cause::Unproven(because) => Self::Unproven(because.cause()),
            Cause::HarnessError(reason) => Self::HarnessError(std::mem::discriminant(reason)),
        }
    }
}

/// Lists the causes for which a case needs attention.
fn causes(outcome: &CaseOutcome) -> Vec<Cause<'_>> {
    let breaches = || {
        outcome
            .violations
            .iter()
            .filter(|violation| violation.level >= Level::Should)
            .map(Cause::Breach)
    };
    match &outcome.verdict {
        Verdict::Fail if breaches().next().is_none() => vec![Cause::Alternative],
        Verdict::Pass | Verdict::Fail => breaches().collect(),
        Verdict::Unproven { because } => match because {
            Unproven::Control(_) | Unproven::Condition(_) | Unproven::Answer(_) => {
                vec![Cause::Unproven(because)]
            }
            Unproven::Credential(_)
            | Unproven::Known(_)
            | Unproven::Hook(_)
            | Unproven::Fixture(_) => Vec::new(),
        },
        Verdict::HarnessError { reason } => vec![Cause::HarnessError(reason)],
        Verdict::KnownFailure { .. } | Verdict::Skipped { .. } => Vec::new(),
    }
}

/// Joins groups of violations that show in exactly the same cases; the first requirement leads.
fn joined(groups: Vec<Group<'_>>) -> Vec<Group<'_>> {
    let mut joined: Vec<Group<'_>> = Vec::new();
    for group in groups {
        let same = joined
            .iter_mut()
            .find(|own| own.places == group.places && own.level() == group.level());
        match (same, group.cause) {
            (Some(own), Cause::Breach(violation)) => own.also.push(violation),
            (Some(_) | None, _) => joined.push(group),
        }
    }
    joined
}

impl Group<'_> {
    /// Returns the level of the group's violation, where its cause is one.
    fn level(&self) -> Option<Level> {
        match self.cause {
            Cause::Breach(violation) => Some(violation.level),
            Cause::Alternative | Cause::Unproven(_) | Cause::HarnessError(_) => None,
        }
    }
}

#[cfg(test)]
#[path = "finding_tests.rs"]
mod tests;
