//! The pure judgement of a case: its recorded exchanges against the contract and the expectation of the case.

use crate::contract::{ErrorId, RateLimitScope};
use crate::exchange::Exchange;

use super::burst::{is_rate_refusal, retry_after_ms};
use super::state_reading::{StateReads, group_reads_by_state};
use super::{
    Breach, BurstBreach, BurstInconclusiveReason, ControlBreach, ExchangeRole, ExpectedRefusal,
    FalseSuccessStateChange, JudgeContext, JudgeOptions, RateLimitEnforcement, RecordedBurst,
    RecordedExchange, RepetitionBreach, ResponseExpectation, RowBreach, StateOwner,
    UnansweredRequest, Violation, find_state_change, judge_burst, judge_control, judge_repetition,
    judge_response, judge_side_effect,
};

/// The expectations of a case for everything that it sends, with every value filled in.
#[derive(Clone, Debug)]
pub struct CaseExpectations<'a> {
    /// The expected response to the bad request.
    pub bad_request: ResponseExpectation,
    /// The status codes of success of each control, in their order.
    pub control_statuses: Vec<&'a [u16]>,
    /// The scope of the burst, if the case sends one.
    pub burst_scope: Option<&'a RateLimitScope>,
}

/// The recording of one attempt at a case.
#[derive(Clone, Copy, Debug, Default)]
pub struct CaseRecording<'a> {
    /// The exchanges in their order, with whole bodies; those of a burst in the order in which the responses arrived.
    pub steps: &'a [RecordedExchange],
    /// The bad request, if the target failed to respond to it.
    pub unanswered_request: Option<&'a UnansweredRequest>,
    /// The number of requests of a burst without a response.
    pub lost_requests: u32,
}

/// The violations of a case, and the facts that were observed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseJudgement {
    /// The violations, one for each requirement and place, in the order of the steps.
    pub violations: Vec<Violation>,
    /// The row of the response to the bad request; for a burst, that of its first refusal.
    pub observed_row: Option<ErrorId>,
    /// The changes of state by a bad request that was served.
    pub served_changes: Vec<FalseSuccessStateChange>,
    /// The first control that did not succeed, whether or not the contract lists that as a breach.
    pub failed_control: Option<ControlBreach>,
    /// The reasons why a burst was inconclusive; empty if it was conclusive.
    pub inconclusive: Vec<BurstInconclusiveReason>,
}

/// Judges the recording of one attempt at a case.
///
/// It uses no network and no clock: the same recording gives the same judgement, live or read from a result. A refusal for the rate is ignored if
/// the request was not sent to provoke one.
#[must_use]
pub fn judge_case(
    rules: &JudgeContext<'_>,
    case: &CaseExpectations<'_>,
    recording: &CaseRecording<'_>,
) -> CaseJudgement {
    let mut judgement = CaseJudgement::default();
    match case.burst_scope {
        Some(scope) => judgement.judge_burst_steps(rules, case, scope, recording),
        None => {
            judgement.judge_bad_request_steps(rules, case, recording.steps);
            judgement.judge_state_reads(rules, recording.steps);
        }
    }
    judgement.judge_control_steps(rules, case, recording.steps);
    if let Some(unanswered) = recording.unanswered_request {
        let breach = no_response_breach(rules, case, unanswered);
        judgement.add_violations(
            breach.and_then(|breach| Violation::new(rules, breach)),
            None,
        );
    }
    judgement
}

fn no_response_breach(
    rules: &JudgeContext<'_>,
    case: &CaseExpectations<'_>,
    unanswered: &UnansweredRequest,
) -> Option<Breach> {
    let reason = unanswered.reason.clone();
    match unanswered.role {
        ExchangeRole::BadRequest => {
            Some(RowBreach::no_response(rules, &case.bad_request, reason).into())
        }
        ExchangeRole::Repeat => Some(RepetitionBreach::NoResponse { reason }.into()),
        ExchangeRole::Control(_)
        | ExchangeRole::Before(_)
        | ExchangeRole::After(_)
        | ExchangeRole::Burst
        | ExchangeRole::OtherScope
        | ExchangeRole::AfterWait => None,
    }
}

impl CaseJudgement {
    /// Adds violations of the step at this index, one for each requirement and place of the case.
    fn add_violations(&mut self, found: impl IntoIterator<Item = Violation>, step: Option<usize>) {
        for violation in found {
            let violation = match step {
                Some(step) => violation.with_step(step),
                None => violation,
            };
            let is_same = |own: &Violation| {
                own.requirement_id() == violation.requirement_id()
                    && own.place() == violation.place()
            };
            if !self.violations.iter().any(is_same) {
                self.violations.push(violation);
            }
        }
    }

    /// Adds the violations of the bad request and its repetition.
    fn judge_bad_request_steps(
        &mut self,
        rules: &JudgeContext<'_>,
        case: &CaseExpectations<'_>,
        steps: &[RecordedExchange],
    ) {
        let played = |role| {
            let mut steps = steps.iter();
            steps
                .find(|step| step.role == role)
                .map(|step| &step.exchange)
        };
        for (place, RecordedExchange { role, exchange, .. }) in steps.iter().enumerate() {
            if is_unrelated_rate_refusal(rules, &case.bad_request, exchange) {
                continue;
            }
            match role {
                ExchangeRole::BadRequest => {
                    let judged = judge_response(rules, &case.bad_request, exchange);
                    self.observed_row = judged.row;
                    self.add_violations(judged.violations, Some(place));
                }
                ExchangeRole::Repeat => {
                    let first = played(ExchangeRole::BadRequest);
                    let found = first.map(|first| judge_repetition(rules, first, exchange));
                    self.add_violations(found.into_iter().flatten(), Some(place));
                }
                ExchangeRole::Control(_)
                | ExchangeRole::Before(_)
                | ExchangeRole::After(_)
                | ExchangeRole::Burst
                | ExchangeRole::OtherScope
                | ExchangeRole::AfterWait => {}
            }
        }
    }

    /// Adds the changes of state by the bad request: violations if it was refused, facts if it was served.
    fn judge_state_reads(&mut self, rules: &JudgeContext<'_>, steps: &[RecordedExchange]) {
        let mut bad = steps.iter();
        let Some(bad) = bad.find(|step| step.role == ExchangeRole::BadRequest) else {
            return;
        };
        let is_served = find_served_step(steps).is_some();
        for state in group_reads_by_state(rules.model, steps) {
            let StateReads {
                before,
                after,
                last,
                step,
            } = state;
            let read = &last.request.target;
            if !is_served {
                let judged = judge_side_effect(rules, read, &before, &after);
                self.add_violations(judged.violations, Some(step));
            } else if let Some(change) = find_state_change(&before, &after) {
                let (sender, reader) = (
                    bad.exchange.request.sending_actor(),
                    last.request.sending_actor(),
                );
                self.served_changes.push(FalseSuccessStateChange {
                    read: read.clone(),
                    owner: StateOwner::from_actors(sender, reader),
                    change,
                });
            }
        }
    }

    /// Adds the violations of a burst as a whole, of each of its refusals, and of each server error.
    fn judge_burst_steps(
        &mut self,
        rules: &JudgeContext<'_>,
        case: &CaseExpectations<'_>,
        scope: &RateLimitScope,
        recording: &CaseRecording<'_>,
    ) {
        let rules = &JudgeContext {
            options: JudgeOptions {
                rate_limit_enforcement: RateLimitEnforcement::On,
                ..rules.options
            },
            ..rules.clone()
        };
        let played = |is_role: fn(ExchangeRole) -> bool| -> Vec<&Exchange> {
            let steps = recording.steps.iter();
            let steps = steps.filter(|step| is_role(step.role));
            steps.map(|step| &step.exchange).collect()
        };
        let sent = played(|role| matches!(role, ExchangeRole::BadRequest | ExchangeRole::Burst));
        if sent.is_empty() {
            return;
        }
        let judged = judge_burst(
            rules,
            &RecordedBurst {
                scope,
                exchanges: &sent,
                lost_requests: recording.lost_requests,
                after_wait: played(|role| role == ExchangeRole::AfterWait)
                    .first()
                    .copied(),
                other_scopes: &played(|role| role == ExchangeRole::OtherScope),
            },
        );
        self.inconclusive = judged.inconclusive;
        for violation in judged.violations {
            let step = find_step_of_burst_violation(rules, &violation, recording.steps);
            self.add_violations([violation], step);
        }
        for (place, RecordedExchange { role, exchange, .. }) in recording.steps.iter().enumerate() {
            // The burst as a whole decides how many requests must be served. A server error is a breach of its own.
            let is_breakdown = exchange.response.status >= 500;
            let is_refusal = matches!(role, ExchangeRole::BadRequest | ExchangeRole::Burst)
                && is_rate_refusal(rules, exchange);
            if is_refusal || (is_breakdown && !matches!(role, ExchangeRole::Control(_))) {
                let judged = judge_response(rules, &case.bad_request, exchange);
                if is_refusal {
                    self.observed_row = self.observed_row.or(judged.row);
                }
                self.add_violations(judged.violations, Some(place));
            }
        }
    }

    fn judge_control_steps(
        &mut self,
        rules: &JudgeContext<'_>,
        case: &CaseExpectations<'_>,
        steps: &[RecordedExchange],
    ) {
        // A bad request that was served may itself be the reason why a control after it fails.
        let served_at = match case.burst_scope {
            Some(_) => None,
            None => find_served_step(steps),
        };
        let judged_steps = served_at.unwrap_or(steps.len());
        for (place, RecordedExchange { role, exchange, .. }) in
            steps.iter().enumerate().take(judged_steps)
        {
            let ExchangeRole::Control(number) = role else {
                continue;
            };
            let statuses = number
                .checked_sub(1)
                .and_then(|at| case.control_statuses.get(at));
            let Some(statuses) = statuses else { continue };
            if is_unrelated_rate_refusal(rules, &case.bad_request, exchange) {
                continue;
            }
            let judged = judge_control(rules, *number, statuses, exchange);
            if self.failed_control.is_none() {
                self.failed_control = judged.failure;
            }
            self.add_violations(judged.violations, Some(place));
        }
    }
}

/// Finds the step in which the bad request, or its repetition, was served.
fn find_served_step(steps: &[RecordedExchange]) -> Option<usize> {
    steps.iter().position(|step| match step.role {
        ExchangeRole::BadRequest | ExchangeRole::Repeat => step.exchange.response.is_success(),
        ExchangeRole::Control(_)
        | ExchangeRole::Before(_)
        | ExchangeRole::After(_)
        | ExchangeRole::Burst
        | ExchangeRole::OtherScope
        | ExchangeRole::AfterWait => false,
    })
}

/// Finds the step whose response a violation of the burst is about, if it is about one.
fn find_step_of_burst_violation(
    rules: &JudgeContext<'_>,
    violation: &Violation,
    steps: &[RecordedExchange],
) -> Option<usize> {
    let Breach::Burst(breach) = &violation.breach else {
        return None;
    };
    match breach {
        BurstBreach::NeverRefused { .. } | BurstBreach::RefusedTooEarly { .. } => None,
        BurstBreach::UntrueWait { .. } => steps
            .iter()
            .position(|step| step.role == ExchangeRole::AfterWait),
        BurstBreach::SharedScopes { .. } => steps.iter().position(|step| {
            step.role == ExchangeRole::OtherScope && is_rate_refusal(rules, &step.exchange)
        }),
    }
}

/// Reports whether a request was refused for the rate although the case is about something else.
fn is_unrelated_rate_refusal(
    rules: &JudgeContext<'_>,
    expectation: &ResponseExpectation,
    exchange: &Exchange,
) -> bool {
    let is_about_it = match &expectation.outcome {
        ExpectedRefusal::Row { expected, .. } => rules.model.rate_limit_rows.contains(expected),
        ExpectedRefusal::AnyRefusal | ExpectedRefusal::AnyRow => false,
    };
    !is_about_it && is_rate_refusal(rules, exchange) && retry_after_ms(rules, exchange).is_some()
}

#[cfg(test)]
#[path = "judge_case_tests.rs"]
mod tests;
