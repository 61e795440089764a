//! A judge for tests: a contract, and responses judged by it.

use serde_json::Value;

use super::super::{
    BreachPlace, ClockSkewRange, ExpectedRefusal, JudgeContext, JudgeOptions, RequirementLevels,
    ResponseExpectation, ResponseJudgement, Violation, judge_every_response_requirements,
    judge_response,
};
use super::contract::{
    build_error_model, build_error_rows, build_rate_limits, choose_requirement_level,
};
use super::exchanges::{JSON, NOW, TestBody, build_error_body, build_exchange};
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
            rows: build_error_rows(),
            model: build_error_model(),
            limits: Some(build_rate_limits()),
            levels: RequirementId::ALL
                .iter()
                .map(|id| (*id, choose_requirement_level(*id)))
                .collect(),
            terms: JudgeOptions::default(),
        }
    }

    pub(in super::super) fn judge_context(&self) -> JudgeContext<'_> {
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
            .map(|id| (*id, choose_requirement_level(*id)))
            .collect();
        self
    }

    pub(in super::super) fn judge_response(
        &self,
        exchange: &Exchange,
        expectation: &ResponseExpectation,
    ) -> ResponseJudgement {
        judge_response(&self.judge_context(), expectation, exchange)
    }

    pub(in super::super) fn list_response_violations(
        &self,
        exchange: &Exchange,
        expectation: &ResponseExpectation,
    ) -> Vec<Violation> {
        self.judge_response(exchange, expectation).violations
    }

    /// Returns the violations of the requirements that hold for every response.
    pub(in super::super) fn list_every_response_violations(
        &self,
        exchange: &Exchange,
    ) -> Vec<Violation> {
        self.list_violations_with_skew(None, exchange)
    }

    /// Returns these violations if other responses show this clock skew.
    pub(in super::super) fn list_violations_with_skew(
        &self,
        known_skew: Option<ClockSkewRange>,
        exchange: &Exchange,
    ) -> Vec<Violation> {
        let observed =
            judge_every_response_requirements(&self.judge_context(), known_skew, exchange)
                .into_iter();
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
        self.list_response_violations(
            &build_exchange(status, &headers, body.to_string().as_str()),
            &expectation,
        )
    }

    /// Judges a response with these headers and the body of the expected row.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "an expectation is made where it is used"
    )]
    pub(in super::super) fn judge_with_headers(
        &self,
        status: u16,
        headers: &[(&str, &str)],
        expectation: ResponseExpectation,
    ) -> Vec<Violation> {
        let ExpectedRefusal::Row { expected, .. } = &expectation.outcome else {
            panic!("an expected row says which body to send");
        };
        self.list_response_violations(
            &build_exchange(status, headers, build_error_body(expected.code())),
            &expectation,
        )
    }
}

/// Judges this response if row `20002` is expected.
pub(in super::super) fn judge_body_for_row_20002(
    status: u16,
    body: impl Into<TestBody>,
) -> Vec<Violation> {
    TestJudge::new()
        .list_response_violations(&build_exchange(status, &[JSON], body), &expect_row(20002))
}

/// Returns a field of a breach by its JSON pointer, as results have it.
pub(in super::super) fn breach_field(violation: &Violation, pointer: &str) -> Value {
    let breach = serde_json::to_value(&violation.breach).unwrap();
    let field = breach["what"].pointer(pointer);
    field.cloned().unwrap_or_default()
}

/// Returns the place of the value of a body at this JSON pointer.
pub(in super::super) fn body_place_at(pointer: &str) -> BreachPlace {
    BreachPlace::BodyAt(pointer.to_owned().try_into().unwrap())
}

/// Returns the broken requirements.
pub(in super::super) fn requirement_ids(found: &[Violation]) -> Vec<RequirementId> {
    found.iter().map(Violation::requirement_id).collect()
}
