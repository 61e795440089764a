//! Judging a fault: who noticed it, for which reason, and who must not have.

use std::collections::BTreeSet;

use super::accusation::Accusation;
use super::names::family;
use crate::contract::RequirementId;
use crate::outcome::{CaseOutcome, FalseAlarm, FaultOutcome, Notice, Objection, Unjudged};
use crate::suite::Case;

/// What came of holding a server with a fault to the cases that come near it.
#[derive(Clone, Copy, Debug)]
pub enum Held<'o> {
    /// It was held to them.
    To(&'o [CaseOutcome]),
    /// It could not be.
    Not {
        /// Why not.
        reason: &'o str,
    },
}

/// Judges one fault.
///
/// A case notices it by reporting a breach, of whatever level: a server without a fault is accused of none. A case that could not be judged
/// notices nothing.
#[must_use]
pub fn judge(fault: &str, accusation: &Accusation, near: &[&Case], held: Held<'_>) -> FaultOutcome {
    let outcomes = match held {
        Held::To(outcomes) => outcomes,
        Held::Not { .. } => &[],
    };
    let notices: Vec<Notice> = outcomes.iter().filter_map(notice).collect();
    let unjudged = outcomes
        .iter()
        .filter(|outcome| outcome.violations.is_empty())
        .filter_map(|outcome| {
            Some(Unjudged {
                case: outcome.case.name.clone(),
                reason: outcome.verdict.reason()?,
            })
        })
        .collect();
    let objections = match held {
        Held::Not { reason } => vec![Objection::Untried {
            reason: reason.to_owned(),
        }],
        Held::To(_) if near.is_empty() => vec![Objection::OutOfReach],
        Held::To(_) if notices.is_empty() => vec![Objection::Missed],
        Held::To(_) => [
            another_reason(accusation, &notices),
            spilled(fault, accusation, near, &notices),
        ]
        .into_iter()
        .flatten()
        .collect(),
    };
    FaultOutcome {
        fault: fault.to_owned(),
        family: family(fault).to_owned(),
        breaks: accusation.breaks.clone(),
        reached_by: near.len(),
        notices,
        unjudged,
        objections,
    }
}

/// What a server without a fault is accused of: breaches of whatever level, and cases that are not green for another reason.
#[must_use]
pub fn false_alarms(server: &str, outcomes: &[CaseOutcome]) -> Vec<FalseAlarm> {
    let alarm = |outcome: &CaseOutcome| {
        let requirements = requirements(outcome);
        let reason = outcome.verdict.reason();
        (!requirements.is_empty() || reason.is_some()).then(|| FalseAlarm {
            server: server.to_owned(),
            case: outcome.case.name.clone(),
            requirements,
            reason,
        })
    };
    outcomes.iter().filter_map(alarm).collect()
}

fn notice(outcome: &CaseOutcome) -> Option<Notice> {
    let requirements = requirements(outcome);
    (!requirements.is_empty()).then(|| Notice {
        case: outcome.case.name.clone(),
        requirements,
    })
}

fn requirements(outcome: &CaseOutcome) -> BTreeSet<RequirementId> {
    let violations = outcome.violations.iter();
    violations.map(|violation| violation.requirement).collect()
}

fn another_reason(accusation: &Accusation, notices: &[Notice]) -> Option<Objection> {
    let reported: BTreeSet<RequirementId> = notices
        .iter()
        .flat_map(|notice| notice.requirements.iter().copied())
        .collect();
    let lacking: BTreeSet<RequirementId> =
        accusation.breaks.difference(&reported).copied().collect();
    (!lacking.is_empty()).then_some(Objection::AnotherReason { lacking, reported })
}

fn spilled(
    fault: &str,
    accusation: &Accusation,
    near: &[&Case],
    notices: &[Notice],
) -> Option<Objection> {
    let noticed: BTreeSet<&str> = notices.iter().map(|notice| notice.case.as_str()).collect();
    let cases: Vec<String> = near
        .iter()
        .filter(|case| !accusation.allows(case, fault))
        .map(|case| case.name.to_string())
        .filter(|name| noticed.contains(name.as_str()))
        .collect();
    (!cases.is_empty()).then_some(Objection::Spilled { cases })
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
