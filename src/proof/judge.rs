//! The judgement of a fault: which cases detected it, for which reason, and which of them must not.

use std::collections::BTreeSet;

use super::accusation::Accusation;
use super::names::family;
use crate::contract::RequirementId;
use crate::outcome::{
    CaseOutcome, FalseAlarm, FaultOutcome, Notice, Objection, ResponseFinding, Unjudged,
};
use crate::suite::Case;

/// The result of running the cases that reach a fault against a server with it.
#[derive(Clone, Copy, Debug)]
pub enum Held<'o> {
    /// The cases were run.
    To {
        /// The outcome of each case.
        cases: &'o [CaseOutcome],
        /// The findings about every response of the run.
        responses: &'o [ResponseFinding],
    },
    /// The cases could not be run.
    Not {
        /// The reason.
        reason: &'o str,
    },
}

/// Judges whether the cases detected a fault as its expectation says.
///
/// A case detects the fault by reporting a violation of any level: a server without a fault causes none. A case that could not be judged
/// detects nothing.
#[must_use]
pub fn judge(fault: &str, accusation: &Accusation, near: &[&Case], held: Held<'_>) -> FaultOutcome {
    let (outcomes, responses) = match held {
        Held::To { cases, responses } => (cases, responses),
        Held::Not { .. } => (&[][..], &[][..]),
    };
    let responses: BTreeSet<RequirementId> = responses.iter().map(|own| own.requirement).collect();
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
        Held::To { .. } if near.is_empty() => vec![Objection::OutOfReach],
        Held::To { .. } if notices.is_empty() && responses.is_empty() => vec![Objection::Missed],
        Held::To { .. } => [
            another_reason(accusation, &notices, &responses),
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
        responses,
        unjudged,
        objections,
    }
}

/// Collects the false alarms of a server without a fault: violations of any level, and cases that could not be judged.
#[must_use]
pub fn false_alarms(
    server: &str,
    outcomes: &[CaseOutcome],
    responses: &[ResponseFinding],
) -> Vec<FalseAlarm> {
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
    let everywhere = responses.iter().map(|own| FalseAlarm {
        server: server.to_owned(),
        case: "every response".to_owned(),
        requirements: BTreeSet::from([own.requirement]),
        reason: None,
    });
    let alarms = outcomes.iter().filter_map(alarm);
    alarms.chain(everywhere).collect()
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

fn another_reason(
    accusation: &Accusation,
    notices: &[Notice],
    responses: &BTreeSet<RequirementId>,
) -> Option<Objection> {
    let reported: BTreeSet<RequirementId> = notices
        .iter()
        .flat_map(|notice| notice.requirements.iter().copied())
        .chain(responses.iter().copied())
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
