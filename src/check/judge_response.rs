//! The judgement of one response against all requirements for it.

use crate::contract::{ErrorId, ErrorRow, JsonPointer};
use crate::exchange::Exchange;

use super::collector::ViolationCollector;
use super::parsed_response::ParsedResponse;
use super::{
    JudgeContext, ResponseExpectation, Violation, body_schema_breach, error_details, judge_row,
    leak, message, retry_after, wire_format,
};

/// The violations of one response, and its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseJudgement {
    /// The violations, in the order of the requirements; empty if the response is right.
    pub violations: Vec<Violation>,
    /// The row with exactly the status code and code of the response; `None` if there is none or the body cannot be read.
    ///
    /// It is set whether or not it is the expected row.
    pub row: Option<ErrorId>,
}

/// Judges one response against the contract and the expectation of the case.
///
/// All breaches are found at once, each with the level of the contract; the level of `row-expected` is at most that of the
/// expectation. One cause is reported once: a body that cannot be read is not checked further, and the form of a
/// value that must not be present is not checked.
///
/// [`judge_every_response_requirements`](super::judge_every_response_requirements()) judges the requirements for every response, whatever the request. [`judge_control`](super::judge_control()),
/// [`judge_side_effect`](super::judge_side_effect()), [`judge_repetition`](super::judge_repetition()) and [`judge_burst`](super::judge_burst()) judge the requirements that take more than one exchange.
///
/// ```
/// # use std::collections::BTreeMap;
/// # use badreq::check::*;
/// # use badreq::contract::*;
/// # use badreq::exchange::*;
/// # #[derive(Debug)]
/// # struct NoSchema;
/// # impl BodyValidator for NoSchema {
/// #     fn find_failures(&self, _: &serde_json::Value) -> Vec<ErrorBodySchemaMismatch> { Vec::new() }
/// # }
/// # let model: ErrorModel = serde_json::from_value(serde_json::json!({
/// #     "code": "/code", "message": "/message",
/// # }))?;
/// # let rows: Vec<ErrorRow> = serde_json::from_value(serde_json::json!([
/// #     { "id": "7", "code": 7, "status": 404, "meaning": "No such thing.", "origin": "document", "page": "errors.md", "line": 3 },
/// # ]))?;
/// # let levels: RequirementLevels = [(RequirementId::RowExpected, Level::Must)].into_iter().collect();
/// # let rules = JudgeContext { rows: &rows, code_type: CodeType::Integers, model: &model, limits: None, levels, body_validator: &NoSchema, options: JudgeOptions::default() };
/// # let request = Request { method: "GET".into(), target: "/things/x".into(), headers: Vec::new(), body: None };
/// # let answered = |status, body: &str| Exchange {
/// #     request: request.clone(),
/// #     response: Response { status, headers: Vec::new(), headers_left_out: 0, body: body.into(), cut: None, tokens_seen: Vec::new() },
/// #     timing: ExchangeTiming { sent_unix_ms: 0, received_unix_ms: 9, elapsed_us: 9_000 },
/// # };
/// let expectation = ResponseExpectation {
///     outcome: ExpectedRefusal::Row { expected: "7".parse()?, accepted: Vec::new() },
///     level: Level::Must,
///     placeholders: BTreeMap::new(),
///     field_errors: None,
/// };
/// let right = answered(404, r#"{"code": 7, "message": "No such thing."}"#);
/// assert_eq!(judge_response(&rules, &expectation, &right).violations, []);
///
/// let accepted = answered(200, r#"{"id": "x"}"#);
/// let judgement = judge_response(&rules, &expectation, &accepted);
/// assert_eq!(judgement.violations[0].requirement_id(), RequirementId::RowExpected);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn judge_response(
    rules: &JudgeContext<'_>,
    expectation: &ResponseExpectation,
    exchange: &Exchange,
) -> ResponseJudgement {
    let reading = ParsedResponse::from_exchange(rules, exchange);
    let mut collector = ViolationCollector::new(&rules.levels);
    if !reading.is_no_error() {
        check_error_model(&reading, expectation, &mut collector);
    }
    judge_row::check_response_row(&reading, expectation, &mut collector);
    leak::check_leaks(&reading, &mut collector);
    ResponseJudgement {
        violations: collector.into_violations(),
        row: reading.exact_row.map(ErrorRow::id),
    }
}

/// Checks the requirements of the error model, which hold for an error of any row.
///
/// The order matters: a later check skips what an earlier one has explained.
fn check_error_model(
    reading: &ParsedResponse<'_>,
    expectation: &ResponseExpectation,
    collector: &mut ViolationCollector<'_>,
) {
    if reading.is_response_to_head() {
        return;
    }
    wire_format::check_wire_format(reading.response(), reading.rules.model, collector);
    let misplaced: Vec<JsonPointer> = [
        error_details::report_misplaced_details(reading, collector),
        retry_after::report_misplaced_wait(reading, collector),
    ]
    .into_iter()
    .flatten()
    .collect();
    body_schema_breach::check_body_schema(reading, expectation, &misplaced, collector);
    message::check_message(reading, expectation, collector);
    error_details::check_error_details(reading, expectation, collector);
    retry_after::check_retry_after(reading, collector);
}
