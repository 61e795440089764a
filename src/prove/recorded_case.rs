//! Recorded cases: the exchanges of one case in a green run, with its expectations.

use std::collections::BTreeSet;

use serde_json::Value;

use super::case_mutation::{MutatedSteps, is_provoking_role};
use super::recorded_bindings::RecordedBindings;
use crate::check::{
    BreachPlace, CaseExpectations, CaseRecording, ExchangeRole, ExpectedRefusal, JudgeContext,
    RecordedExchange, Violation, find_response_row_id, judge_case,
    judge_every_response_requirements,
};
use crate::contract::{Contract, ErrorId, RequestBodyConstraint, RequirementId};
use crate::exchange::{Exchange, Request};
use crate::outcome::CaseOutcome;
use crate::suite::{Case, UnboundName};

/// The exchanges of one case in a green run, with the expectations of the case.
#[derive(Debug)]
pub(super) struct RecordedCase<'a> {
    pub(super) case: &'a Case,
    /// The exchanges of the last attempt. The reads around the bad request come last: nothing but the state is judged by them.
    pub(super) all_steps: Vec<RecordedExchange>,
    /// The number of exchanges that are no reads.
    step_count: usize,
    pub(super) expectations: CaseExpectations<'a>,
    /// The row of the response of each step that is no read.
    pub(super) rows: Vec<Option<ErrorId>>,
    /// What the bad request breaks in the model of its body.
    pub(super) broken_constraints: BTreeSet<RequestBodyConstraint>,
    /// The breaches that the recording shows without a mutant.
    known: Vec<(RequirementId, BreachPlace)>,
}

impl<'a> RecordedCase<'a> {
    /// Reads the exchanges of a case, and returns the violations that they show.
    ///
    /// Fails if a value that the case expects was not recorded.
    pub(super) fn rejudge_outcome(
        contract: &'a Contract,
        rules: &JudgeContext<'_>,
        case: &'a Case,
        outcome: &CaseOutcome,
    ) -> Result<(Self, Vec<Violation>), UnboundName> {
        let last_attempt = outcome.steps.iter().map(|step| step.attempt).max();
        let steps = outcome.steps.iter();
        let steps = steps.filter(|step| Some(step.attempt) == last_attempt);
        let mut all_steps: Vec<RecordedExchange> = steps.cloned().collect();
        all_steps.sort_by_key(|step| is_state_read_role(step.role));
        let step_count = all_steps.partition_point(|step| !is_state_read_role(step.role));
        let rows = all_steps
            .iter()
            .take(step_count)
            .map(|step| find_response_row_id(rules, &step.exchange))
            .collect();
        let bindings = RecordedBindings(&outcome.bindings);
        let mut recorded = Self {
            case,
            rows,
            expectations: case.render_expectations(contract.limits.as_ref(), &bindings)?,
            broken_constraints: BTreeSet::new(),
            known: Vec::new(),
            all_steps,
            step_count,
        };
        recorded.broken_constraints = recorded.find_broken_constraints(contract);
        let violations = recorded.judge_recorded_steps(rules);
        recorded.known = violations.iter().map(to_violation_key).collect();
        Ok((recorded, violations))
    }

    fn find_broken_constraints(&self, contract: &Contract) -> BTreeSet<RequestBodyConstraint> {
        let model = self.operation().and_then(|id| contract.find_body_model(id));
        let body = self
            .bad_exchange()
            .and_then(|own| parse_request_body(&own.request));
        let broken = model.zip(body);
        broken.map_or_else(BTreeSet::new, |(model, body)| {
            model.find_broken_constraints(&body)
        })
    }

    /// Returns the exchanges of the last attempt, without the reads around the bad request.
    pub(super) fn steps(&self) -> &[RecordedExchange] {
        self.all_steps
            .get(..self.step_count)
            .unwrap_or(&self.all_steps)
    }

    /// Reports whether a step at this place is one that the case provokes, with a response of this row.
    pub(super) fn is_provoked_response_of_row(
        &self,
        place: usize,
        step: &RecordedExchange,
        row: ErrorId,
    ) -> bool {
        is_provoking_role(step.role) && self.rows.get(place) == Some(&Some(row))
    }

    /// Returns the id of the operation.
    pub(super) fn operation(&self) -> Option<&'a str> {
        self.case.operation.as_deref()
    }

    /// Returns the exchange of the bad request.
    pub(super) fn bad_exchange(&self) -> Option<&Exchange> {
        let mut steps = self.steps().iter();
        let step = steps.find(|step| step.role == ExchangeRole::BadRequest);
        step.map(|step| &step.exchange)
    }

    /// Iterates over the exchanges of the controls that were served.
    pub(super) fn served_controls(&self) -> impl Iterator<Item = &Exchange> {
        let steps = self.steps().iter().filter(|step| match step.role {
            ExchangeRole::Control(_) => step.exchange.response.is_success(),
            ExchangeRole::BadRequest
            | ExchangeRole::Repeat
            | ExchangeRole::Before(_)
            | ExchangeRole::After(_)
            | ExchangeRole::Burst
            | ExchangeRole::OtherScope
            | ExchangeRole::AfterWait => false,
        });
        steps.map(|step| &step.exchange)
    }

    /// Reports whether a body was cut that a check reads, so that nothing can be judged anew.
    pub(super) fn has_cut_body(&self) -> bool {
        self.steps().iter().any(|step| match step.role {
            ExchangeRole::BadRequest
            | ExchangeRole::Repeat
            | ExchangeRole::Burst
            | ExchangeRole::OtherScope
            | ExchangeRole::AfterWait => step.exchange.response.cut.is_some(),
            // Only the status of a control is judged; two equal beginnings show an equal state.
            ExchangeRole::Control(_) | ExchangeRole::Before(_) | ExchangeRole::After(_) => false,
        })
    }

    /// Reports whether the bad requests are sent to exceed a rate limit.
    pub(super) fn is_burst(&self) -> bool {
        self.expectations.burst_scope.is_some()
    }

    /// Returns the requirement that is broken if the request is not refused as expected.
    pub(super) fn refusal_requirement(&self) -> RequirementId {
        if self.is_burst() {
            return RequirementId::LimitEnforced;
        }
        match &self.expectations.bad_request.outcome {
            ExpectedRefusal::Row { .. } => RequirementId::RowExpected,
            ExpectedRefusal::AnyRefusal => RequirementId::RefusalUsesErrorModel,
            ExpectedRefusal::AnyRow => RequirementId::PairDocumented,
        }
    }

    /// Returns the violations that the recording shows without a mutant.
    fn judge_recorded_steps(&self, rules: &JudgeContext<'_>) -> Vec<Violation> {
        let steps = &self.all_steps;
        let mut violations = self.judge_case_steps(rules, steps);
        violations.extend(
            steps
                .iter()
                .flat_map(|step| list_response_violations(rules, step)),
        );
        violations
    }

    fn judge_case_steps(
        &self,
        rules: &JudgeContext<'_>,
        steps: &[RecordedExchange],
    ) -> Vec<Violation> {
        let recording = CaseRecording {
            steps,
            unanswered_request: None,
            lost_requests: 0,
        };
        judge_case(rules, &self.expectations, &recording).violations
    }

    /// Lists the requirements that mutated steps break and the recorded ones do not.
    pub(super) fn find_newly_broken_requirements(
        &self,
        rules: &JudgeContext<'_>,
        mutated: &MutatedSteps<'_>,
    ) -> BTreeSet<RequirementId> {
        let mut violations = self.judge_case_steps(rules, &mutated.steps);
        let pairs = mutated.recorded.iter().zip(&mutated.steps);
        let changed = pairs.filter(|(recorded, step)| recorded != step);
        violations.extend(changed.flat_map(|(_, step)| list_response_violations(rules, step)));
        let new = violations
            .iter()
            .filter(|own| !self.known.contains(&to_violation_key(own)));
        new.map(Violation::requirement_id).collect()
    }
}

fn is_state_read_role(role: ExchangeRole) -> bool {
    match role {
        ExchangeRole::Before(_) | ExchangeRole::After(_) => true,
        ExchangeRole::BadRequest
        | ExchangeRole::Repeat
        | ExchangeRole::Control(_)
        | ExchangeRole::Burst
        | ExchangeRole::OtherScope
        | ExchangeRole::AfterWait => false,
    }
}

/// Returns the violations of the requirements that hold for every response.
fn list_response_violations(rules: &JudgeContext<'_>, step: &RecordedExchange) -> Vec<Violation> {
    let observations = judge_every_response_requirements(rules, None, &step.exchange).into_iter();
    observations.filter_map(|own| own.violation).collect()
}

fn to_violation_key(violation: &Violation) -> (RequirementId, BreachPlace) {
    (violation.requirement_id(), violation.place())
}

/// Parses the body of a request as JSON.
pub(super) fn parse_request_body(request: &Request) -> Option<Value> {
    serde_json::from_slice(&request.body.as_ref()?.0).ok()
}
