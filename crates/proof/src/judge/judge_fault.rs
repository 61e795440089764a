//! The judgement of a fault: which cases detected it, for which reason, and which of them must not.

use std::collections::BTreeSet;

use super::fault_expectation::FaultExpectation;
use super::fault_names::fault_family;
use badreq::contract::RequirementId;
use badreq::outcome::{CaseOutcome, EveryResponseFinding};
use badreq::suite::Case;

use crate::report::{DetectingCase, FalseAlarm, FaultObjection, FaultOutcome, InconclusiveCase};

/// The result of running the cases that reach a fault against a server with it.
#[derive(Clone, Copy, Debug)]
pub enum FaultRunResult<'o> {
    /// The cases were run.
    Completed {
        /// The outcome of each case.
        cases: &'o [CaseOutcome],
        /// The findings about every response of the run.
        responses: &'o [EveryResponseFinding],
    },
    /// The cases could not be run.
    NotRun {
        /// The reason.
        reason: &'o str,
    },
}

/// Judges whether the cases detected a fault as its expectation says.
///
/// A case detects the fault by reporting a violation of any level: a server without a fault causes none. A case that could not be judged
/// detects nothing.
#[must_use]
pub fn judge_fault(
    fault: &str,
    expectation: &FaultExpectation,
    near: &[&Case],
    held: FaultRunResult<'_>,
) -> FaultOutcome {
    let (outcomes, responses) = match held {
        FaultRunResult::Completed { cases, responses } => (cases, responses),
        FaultRunResult::NotRun { .. } => (&[][..], &[][..]),
    };
    let responses: BTreeSet<RequirementId> = responses.iter().map(|own| own.requirement).collect();
    let notices: Vec<DetectingCase> = outcomes.iter().filter_map(detection_from_outcome).collect();
    let unjudged = outcomes
        .iter()
        .filter(|outcome| outcome.violations.is_empty())
        .filter_map(|outcome| {
            Some(InconclusiveCase {
                case: outcome.case.name.clone(),
                reason: outcome.verdict.reason_text()?,
            })
        })
        .collect();
    let objections = match held {
        FaultRunResult::NotRun { reason } => vec![FaultObjection::Untried {
            reason: reason.to_owned(),
        }],
        FaultRunResult::Completed { .. } if near.is_empty() => vec![FaultObjection::OutOfReach],
        FaultRunResult::Completed { .. } if notices.is_empty() && responses.is_empty() => {
            vec![FaultObjection::Undetected]
        }
        FaultRunResult::Completed { .. } => [
            object_to_unreported_requirements(expectation, &notices, &responses),
            object_to_forbidden_detections(expectation, near, &notices),
        ]
        .into_iter()
        .flatten()
        .collect(),
    };
    FaultOutcome {
        fault: fault.to_owned(),
        family: fault_family(fault).to_owned(),
        breaks: expectation.breaks.clone(),
        reached_by: near.len(),
        detections: notices,
        responses,
        unjudged,
        objections,
    }
}

/// Collects the false alarms of a server without a fault: violations of any level, and cases that could not be judged.
#[must_use]
pub fn find_false_alarms(
    server: &str,
    outcomes: &[CaseOutcome],
    responses: &[EveryResponseFinding],
) -> Vec<FalseAlarm> {
    let alarm = |outcome: &CaseOutcome| {
        let requirements = violated_requirements(outcome);
        let reason = outcome.verdict.reason_text();
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

fn detection_from_outcome(outcome: &CaseOutcome) -> Option<DetectingCase> {
    let requirements = violated_requirements(outcome);
    (!requirements.is_empty()).then(|| DetectingCase {
        case: outcome.case.name.clone(),
        requirements,
    })
}

fn violated_requirements(outcome: &CaseOutcome) -> BTreeSet<RequirementId> {
    let violations = outcome.violations.iter();
    violations.map(|violation| violation.requirement).collect()
}

fn object_to_unreported_requirements(
    expectation: &FaultExpectation,
    notices: &[DetectingCase],
    responses: &BTreeSet<RequirementId>,
) -> Option<FaultObjection> {
    let reported: BTreeSet<RequirementId> = notices
        .iter()
        .flat_map(|notice| notice.requirements.iter().copied())
        .chain(responses.iter().copied())
        .collect();
    let lacking: BTreeSet<RequirementId> =
        expectation.breaks.difference(&reported).copied().collect();
    (!lacking.is_empty()).then_some(FaultObjection::AnotherReason { lacking, reported })
}

fn object_to_forbidden_detections(
    expectation: &FaultExpectation,
    near: &[&Case],
    notices: &[DetectingCase],
) -> Option<FaultObjection> {
    let noticed: BTreeSet<&str> = notices.iter().map(|notice| notice.case.as_str()).collect();
    let cases: Vec<String> = near
        .iter()
        .filter(|case| !expectation.may_be_detected_by(case))
        .map(|case| case.name.to_string())
        .filter(|name| noticed.contains(name.as_str()))
        .collect();
    (!cases.is_empty()).then_some(FaultObjection::Spilled { cases })
}

#[cfg(test)]
#[path = "judge_fault_tests.rs"]
mod tests;
