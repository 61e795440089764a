//! The pure judgement of a case: its recorded exchanges against the contract and the expectation of the case.

use crate::contract::{RowName, Scope};
use crate::exchange::Exchange;

use super::burst::{is_refused, wait};
use super::{
    Answer, Breach, Burst, BurstBreach, ControlBreach, Expectation, Limiting, Open,
    RepetitionBreach, Role, RowBreach, Rules, Step, Terms, Unanswered, Violation, burst, control,
    effect, judge, repeat,
};

/// The expectations of a case for everything that it sends, with every value filled in.
#[derive(Clone, Debug)]
pub struct CaseExpectation<'a> {
    /// The expected response to the bad request.
    pub bad: Expectation,
    /// The status codes of success of each control, in their order.
    pub controls: Vec<&'a [u16]>,
    /// The scope of the burst, if the case sends one.
    pub burst: Option<&'a Scope>,
}

/// The recording of one attempt at a case.
#[derive(Clone, Copy, Debug, Default)]
pub struct Recording<'a> {
    /// The exchanges in their order, with whole bodies; those of a burst in the order in which the responses arrived.
    pub steps: &'a [Step],
    /// The bad request, if the target failed to respond to it.
    pub unanswered: Option<&'a Unanswered>,
    /// The number of requests of a burst without a response.
    pub lost: u32,
}

/// The violations of a case, and the facts that were observed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseJudgement {
    /// The violations, one for each requirement and place, in the order of the steps.
    pub violations: Vec<Violation>,
    /// The row of the response to the bad request; for a burst, that of its first refusal.
    pub observed: Option<RowName>,
    /// The first control that did not succeed, whether or not the contract lists that as a breach.
    pub failed_control: Option<ControlBreach>,
    /// The reasons why a burst was inconclusive; empty if it was conclusive.
    pub open: Vec<Open>,
}

/// Judges the recording of one attempt at a case.
///
/// It uses no network and no clock: the same recording gives the same judgement, live or read from a result. A refusal for the rate is ignored if
/// the request was not sent to provoke one.
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
    /// Adds violations of the step at this index, one for each requirement and place of the case.
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

    /// Adds the violations of the bad request, its repetition, and the reads before and after.
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

    /// Adds the violations of a burst as a whole, of each of its refusals, and of each server error.
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
            // The burst as a whole decides how many requests must be served. A server error is a breach of its own.
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

/// Finds the step whose response a violation of the burst is about, if it is about one.
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

/// Reports whether a request was refused for the rate although the case is about something else.
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
