//! A judge for tests: a contract, and responses judged by it.

use serde_json::Value;

use super::super::{
    BreachPlace, ClockSkew, ExpectedRefusal, JudgeContext, JudgeOptions, RequirementLevels,
    ResponseExpectation, ResponseJudgement, Violation, judge_response, observe_response,
};
use super::contract::{level, limits, model, rows};
use super::exchanges::{JSON, NOW, TestBody, body, exchange};
use super::expectations::expect_row;
use super::hand_written_validator::HandWrittenValidator;
use crate::contract::{CodeType, ErrorModel, ErrorRow, RateLimits, RequirementId};
use crate::exchange::Exchange;

/// A judge of responses by a contract for tests.
pub(in super::super) struct TestJudge {
    pub(in super::super) rows: Vec<ErrorRow>,
    model: ErrorModel,
    pub(in super::super) limits: Option<RateLimits>,
    pub(in super::super) levels: RequirementLevels,
    pub(in super::super) terms: JudgeOptions,
}

impl TestJudge {
    pub(in super::super) fn new() -> Self {
        Self {
            rows: rows(),
            model: model(),
            limits: Some(limits()),
            levels: RequirementId::ALL
                .iter()
                .map(|id| (*id, level(*id)))
                .collect(),
            terms: JudgeOptions::default(),
        }
    }

    pub(in super::super) fn rules(&self) -> JudgeContext<'_> {
        JudgeContext {
            rows: &self.rows,
            code_type: CodeType::from_codes(self.rows.iter().map(|row| row.code)),
            model: &self.model,
            limits: self.limits.as_ref(),
            levels: self.levels.clone(),
            body_validator: &HandWrittenValidator,
            options: self.terms,
        }
    }

    /// Leaves requirements out of the contract.
    pub(in super::super) fn without_requirements(mut self, left_out: &[RequirementId]) -> Self {
        self.levels = RequirementId::ALL
            .iter()
            .filter(|id| !left_out.contains(id))
            .map(|id| (*id, level(*id)))
            .collect();
        self
    }

    pub(in super::super) fn judge_response(
        &self,
        exchange: &Exchange,
        expectation: &ResponseExpectation,
    ) -> ResponseJudgement {
        judge_response(&self.rules(), expectation, exchange)
    }

    pub(in super::super) fn judge(
        &self,
        exchange: &Exchange,
        expectation: &ResponseExpectation,
    ) -> Vec<Violation> {
        self.judge_response(exchange, expectation).violations
    }

    /// Returns the violations of the requirements that hold for every response.
    pub(in super::super) fn observe(&self, exchange: &Exchange) -> Vec<Violation> {
        self.observe_with_skew(None, exchange)
    }

    /// Returns these violations if other responses show this clock skew.
    pub(in super::super) fn observe_with_skew(
        &self,
        known_skew: Option<ClockSkew>,
        exchange: &Exchange,
    ) -> Vec<Violation> {
        let observed = observe_response(&self.rules(), known_skew, exchange).into_iter();
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
        expectation: ResponseExpectation,
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
        expectation: ResponseExpectation,
    ) -> Vec<Violation> {
        let ExpectedRefusal::Row { expected, .. } = &expectation.outcome else {
            panic!("an expected row says which body to send");
        };
        self.judge(
            &exchange(status, headers, body(expected.code())),
            &expectation,
        )
    }
}

/// Judges this response if row `20002` is expected.
pub(in super::super) fn judge_body(status: u16, body: impl Into<TestBody>) -> Vec<Violation> {
    TestJudge::new().judge(&exchange(status, &[JSON], body), &expect_row(20002))
}

/// Returns a field of a breach by its JSON pointer, as results have it.
pub(in super::super) fn breach_field(violation: &Violation, pointer: &str) -> Value {
    let breach = serde_json::to_value(&violation.breach).unwrap();
    let field = breach["what"].pointer(pointer);
    field.cloned().unwrap_or_default()
}

/// Returns the place of the value of a body at this JSON pointer.
pub(in super::super) fn body_at(pointer: &str) -> BreachPlace {
    BreachPlace::BodyAt(pointer.to_owned().try_into().unwrap())
}

/// Returns the broken requirements.
pub(in super::super) fn requirement_ids(found: &[Violation]) -> Vec<RequirementId> {
    found.iter().map(Violation::requirement_id).collect()
}
