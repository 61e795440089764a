//! One pure judgement of a case: what was recorded of it against what the contract and the case say.

use crate::contract::{RowName, Scope};
use crate::exchange::Exchange;

use super::burst::{is_refused, wait};
use super::{
    Answer, Breach, Burst, BurstBreach, ControlBreach, Expectation, Limiting, Open,
    RepetitionBreach, Role, RowBreach, Rules, Step, Terms, Unanswered, Violation, burst, control,
    effect, judge, repeat,
};

/// What a case says of all that it sends, every value filled in.
#[derive(Clone, Debug)]
pub struct CaseExpectation<'a> {
    /// What must come back for the bad request.
    pub bad: Expectation,
    /// The statuses of success of each control, in their order.
    pub controls: Vec<&'a [u16]>,
    /// The scope that the case bursts into, where it does.
    pub burst: Option<&'a Scope>,
}

/// Everything that was recorded of one try of a case.
#[derive(Clone, Copy, Debug, Default)]
pub struct Recording<'a> {
    /// The exchanges in their order, bodies whole; those of a burst in the order of the responses' arrival.
    pub steps: &'a [Step],
    /// The bad request, where the target did not respond to it by its own fault.
    pub unanswered: Option<&'a Unanswered>,
    /// How many requests of a burst were sent and never answered.
    pub lost: u32,
}

/// What a case breaks, and what was seen of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseJudgement {
    /// Every breach, one for each requirement and place, in the order of the steps.
    pub violations: Vec<Violation>,
    /// The row that the bad request was answered with; of a burst, its first refusal.
    pub observed: Option<RowName>,
    /// The first control that did not succeed, whether or not the contract lists that as a breach.
    pub failed_control: Option<ControlBreach>,
    /// What a burst left open; empty where it was conclusive.
    pub open: Vec<Open>,
}

/// Judges all that was recorded of one try of a case.
///
/// It knows no network and no clock: the same recording gives the same judgement, live or read from a result. A refusal for the rate of a request
/// that was not sent to bring one about says nothing, and is left out.
#[must_use]
pub fn judge_case(
    rules: &Rules<'_>,
    case: &CaseExpectation<'_>,
    recording: &Recording<'_>,
) -> CaseJudgement {
    let mut judgement = CaseJudgement::default();
    match case.burst {
        Some(scope) => judgement.add_burst(rules, case, scope, recording),
        None => judgement.add_single(rules, case, recording.steps),
    }
    judgement.add_controls(rules, case, recording.steps);
    if let Some(unanswered) = recording.unanswered {
        let breach = no_response(rules, case, unanswered);
        judgement.add(
            breach.and_then(|breach| Violation::new(rules, breach)),
            None,
        );
    }
    judgement
}

fn no_response(
    rules: &Rules<'_>,
    case: &CaseExpectation<'_>,
    unanswered: &Unanswered,
) -> Option<Breach> {
    let reason = unanswered.reason.clone();
    match unanswered.role {
        Role::Bad => Some(RowBreach::no_response(rules, &case.bad, reason).into()),
        Role::Again => Some(RepetitionBreach::NoResponse { reason }.into()),
        Role::Control(_)
        | Role::Before(_)
        | Role::After(_)
        | Role::Burst
        | Role::Other
        | Role::AfterWait => None,
    }
}

impl CaseJudgement {
    /// Adds violations by the step at this place, one for each requirement and place of the case.
    fn add(&mut self, found: impl IntoIterator<Item = Violation>, step: Option<usize>) {
        for violation in found {
            let violation = match step {
                Some(step) => violation.at_step(step),
                None => violation,
            };
            let is_same = |own: &Violation| {
                own.requirement() == violation.requirement() && own.place() == violation.place()
            };
            if !self.violations.iter().any(is_same) {
                self.violations.push(violation);
            }
        }
    }

    /// The bad request, the same again, and the reads before and after.
    fn add_single(&mut self, rules: &Rules<'_>, case: &CaseExpectation<'_>, steps: &[Step]) {
        let played = |role| {
            let mut steps = steps.iter();
            steps
                .find(|step| step.role == role)
                .map(|step| &step.exchange)
        };
        for (place, Step { role, exchange, .. }) in steps.iter().enumerate() {
            if is_refused_by_accident(rules, &case.bad, exchange) {
                continue;
            }
            match role {
                Role::Bad => {
                    let judged = judge(rules, &case.bad, exchange);
                    self.observed = judged.row;
                    self.add(judged.violations, Some(place));
                }
                Role::Again => {
                    let first = played(Role::Bad);
                    let found = first.map(|first| repeat(rules, first, exchange));
                    self.add(found.into_iter().flatten(), Some(place));
                }
                Role::After(number) => {
                    let found = played(Role::Before(*number)).map(|before| {
                        let read = &exchange.request.target;
                        effect(rules, read, &before.response, &exchange.response).violations
                    });
                    self.add(found.into_iter().flatten(), Some(place));
                }
                Role::Control(_)
                | Role::Before(_)
                | Role::Burst
                | Role::Other
                | Role::AfterWait => {}
            }
        }
    }

    /// A burst as a whole, each refusal of it, and each response that shows a breakdown.
    fn add_burst(
        &mut self,
        rules: &Rules<'_>,
        case: &CaseExpectation<'_>,
        scope: &Scope,
        recording: &Recording<'_>,
    ) {
        let rules = &Rules {
            terms: Terms {
                limiting: Limiting::On,
                ..rules.terms
            },
            ..rules.clone()
        };
        let played = |is_role: fn(Role) -> bool| -> Vec<&Exchange> {
            let steps = recording.steps.iter();
            let steps = steps.filter(|step| is_role(step.role));
            steps.map(|step| &step.exchange).collect()
        };
        let sent = played(|role| matches!(role, Role::Bad | Role::Burst));
        if sent.is_empty() {
            return;
        }
        let judged = burst(
            rules,
            &Burst {
                scope,
                exchanges: &sent,
                lost: recording.lost,
                after: played(|role| role == Role::AfterWait).first().copied(),
                others: &played(|role| role == Role::Other),
            },
        );
        self.open = judged.open;
        for violation in judged.violations {
            let step = find_step(rules, &violation, recording.steps);
            self.add([violation], step);
        }
        for (place, Step { role, exchange, .. }) in recording.steps.iter().enumerate() {
            // Served or not is for the burst as a whole; to break down under it is not.
            let is_breakdown = exchange.response.status >= 500;
            let is_refusal = matches!(role, Role::Bad | Role::Burst) && is_refused(rules, exchange);
            if is_refusal || (is_breakdown && !matches!(role, Role::Control(_))) {
                let judged = judge(rules, &case.bad, exchange);
                if is_refusal {
                    self.observed = self.observed.or(judged.row);
                }
                self.add(judged.violations, Some(place));
            }
        }
    }

    fn add_controls(&mut self, rules: &Rules<'_>, case: &CaseExpectation<'_>, steps: &[Step]) {
        for (place, Step { role, exchange, .. }) in steps.iter().enumerate() {
            let Role::Control(number) = role else {
                continue;
            };
            let statuses = number.checked_sub(1).and_then(|at| case.controls.get(at));
            let Some(statuses) = statuses else { continue };
            if is_refused_by_accident(rules, &case.bad, exchange) {
                continue;
            }
            let judged = control(rules, *number, statuses, exchange);
            if self.failed_control.is_none() {
                self.failed_control = judged.failure;
            }
            self.add(judged.violations, Some(place));
        }
    }
}

/// Finds the step of a burst whose response a violation of the whole is about, where it is about one.
fn find_step(rules: &Rules<'_>, violation: &Violation, steps: &[Step]) -> Option<usize> {
    let Breach::Burst(breach) = &violation.breach else {
        return None;
    };
    match breach {
        BurstBreach::NeverRefused { .. } | BurstBreach::RefusedTooEarly { .. } => None,
        BurstBreach::UntrueWait { .. } => {
            steps.iter().position(|step| step.role == Role::AfterWait)
        }
        BurstBreach::SharedScopes { .. } => steps
            .iter()
            .position(|step| step.role == Role::Other && is_refused(rules, &step.exchange)),
    }
}

/// Whether a request was refused for the rate that is about something else.
fn is_refused_by_accident(
    rules: &Rules<'_>,
    expectation: &Expectation,
    exchange: &Exchange,
) -> bool {
    let is_about_it = match &expectation.answer {
        Answer::Row { expected, .. } => rules.model.rate_limit_rows.contains(expected),
        Answer::Refusal | Answer::AnyRow => false,
    };
    !is_about_it && is_refused(rules, exchange) && wait(rules, exchange).is_some()
}

#[cfg(test)]
#[path = "judge_case_tests.rs"]
mod tests;
