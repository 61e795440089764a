//! A judge for tests: a contract, and responses judged by it.

use serde_json::Value;

use super::super::{
    Answer, Expectation, Judgement, Levels, Place, Rules, Terms, Violation, judge, observe,
};
use super::by_hand::ByHand;
use super::contract::{level, limits, model, rows};
use super::exchanges::{JSON, NOW, Sent, body, exchange};
use super::expectations::right;
use crate::contract::{ErrorModel, RateLimits, RequirementId, Row};
use crate::exchange::Exchange;

/// A contract that responses are judged by.
pub(in super::super) struct Rig {
    pub(in super::super) rows: Vec<Row>,
    model: ErrorModel,
    pub(in super::super) limits: Option<RateLimits>,
    pub(in super::super) levels: Levels,
    pub(in super::super) terms: Terms,
}

impl Rig {
    pub(in super::super) fn new() -> Self {
        Self {
            rows: rows(),
            model: model(),
            limits: Some(limits()),
            levels: RequirementId::ALL
                .iter()
                .map(|id| (*id, level(*id)))
                .collect(),
            terms: Terms::default(),
        }
    }

    pub(in super::super) fn rules(&self) -> Rules<'_> {
        Rules {
            rows: &self.rows,
            model: &self.model,
            limits: self.limits.as_ref(),
            levels: self.levels.clone(),
            body: &ByHand,
            terms: self.terms,
        }
    }

    /// Leaves requirements out of the contract.
    pub(in super::super) fn without(mut self, left_out: &[RequirementId]) -> Self {
        self.levels = RequirementId::ALL
            .iter()
            .filter(|id| !left_out.contains(id))
            .map(|id| (*id, level(*id)))
            .collect();
        self
    }

    pub(in super::super) fn judgement(
        &self,
        exchange: &Exchange,
        expectation: &Expectation,
    ) -> Judgement {
        judge(&self.rules(), expectation, exchange)
    }

    pub(in super::super) fn judge(
        &self,
        exchange: &Exchange,
        expectation: &Expectation,
    ) -> Vec<Violation> {
        self.judgement(exchange, expectation).violations
    }

    /// Returns the violations of the requirements that hold for every response.
    pub(in super::super) fn observe(&self, exchange: &Exchange) -> Vec<Violation> {
        let observed = observe(&self.rules(), exchange).into_iter();
        observed.filter_map(|own| own.violation).collect()
    }

    /// Judges a response with this body. A refusal for the rate gets the headers that it must have.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "an expectation is made where it is used"
    )]
    pub(in super::super) fn judge_json(
        &self,
        status: u16,
        body: &Value,
        expectation: Expectation,
    ) -> Vec<Violation> {
        let reset = (NOW + 500).to_string();
        let mut headers = vec![JSON];
        if status == 429 {
            headers.extend([
                ("x-ratelimit-limit", "10"),
                ("x-ratelimit-remaining", "0"),
                ("x-ratelimit-reset", reset.as_str()),
                ("x-ratelimit-scope", "generic_get"),
            ]);
        }
        self.judge(
            &exchange(status, &headers, body.to_string().as_str()),
            &expectation,
        )
    }

    /// Judges a response with these headers and the body of the expected row.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "an expectation is made where it is used"
    )]
    pub(in super::super) fn judge_raw(
        &self,
        status: u16,
        headers: &[(&str, &str)],
        expectation: Expectation,
    ) -> Vec<Violation> {
        let Answer::Row { expected, .. } = &expectation.answer else {
            panic!("an expected row says which body to send");
        };
        self.judge(
            &exchange(status, headers, body(expected.code())),
            &expectation,
        )
    }
}

/// Judges this response if row `20002` is expected.
pub(in super::super) fn answer(status: u16, body: impl Into<Sent>) -> Vec<Violation> {
    Rig::new().judge(&exchange(status, &[JSON], body), &right(20002))
}

/// Returns a field of a breach by its JSON pointer, as results have it.
pub(in super::super) fn field(violation: &Violation, pointer: &str) -> Value {
    let breach = serde_json::to_value(&violation.breach).unwrap();
    let field = breach["what"].pointer(pointer);
    field.cloned().unwrap_or_default()
}

/// Returns the place of the value of a body at this JSON pointer.
pub(in super::super) fn body_at(pointer: &str) -> Place {
    Place::BodyAt(pointer.to_owned().try_into().unwrap())
}

/// Returns the broken requirements.
pub(in super::super) fn breaches(found: &[Violation]) -> Vec<RequirementId> {
    found.iter().map(Violation::requirement).collect()
}
