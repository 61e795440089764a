//! Findings: the cases that deserve a look, grouped by what is behind them.

use super::{CaseOutcome, HarnessFailure, Level, RecordedViolation, RunOutcome, Unproven, Verdict};

/// One thing that is wrong, and all cases that show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding<'r> {
    /// What is wrong.
    pub cause: Cause<'r>,
    /// Other breaches that show in just the same cases, and so come of the same cause.
    pub also: Vec<&'r RecordedViolation>,
    /// The cases that show it, in their order; never none.
    pub examples: Vec<&'r CaseOutcome>,
}

/// What is behind a finding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cause<'r> {
    /// A breach, as the first example shows it.
    Breach(&'r RecordedViolation),
    /// Another row than the one that says what is wrong, where that fails.
    Alternative,
    /// Something that was missing for the verdict, though the case was tried.
    Unproven(&'r Unproven),
    /// The harness could not do its part.
    HarnessError(&'r HarnessFailure),
}

impl Cause<'_> {
    /// How grave it is: what fails the target comes first, then what could not be judged, then what is only told.
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

/// What is wrong in this run, the gravest first, and of equally grave findings the one with the most cases.
///
/// Breaches belong together that differ only in what belongs to the case (ids, numbers, the key at fault), and those of
/// different requirements that show in exactly the same cases. A case with two causes is an example of two findings: no cause is
/// hidden behind another. Cases that were never tried for want of something, and remarks, are none.
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

/// What causes of one group have in common.
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

/// What of a case deserves a look.
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

/// Groups of breaches that show in exactly the same cases, as one: the first of the requirements leads.
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
    /// The level of its breach, where it is one.
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
