//! One answer against everything that holds for it.

use crate::contract::{JsonPointer, Row, RowName};
use crate::exchange::Exchange;

use super::collector::ViolationCollector;
use super::reading::Reading;
use super::{Expectation, Rules, Violation, errors, form, leak, message, retry_after, row, wire};

/// What one answer breaks, and which row it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Every breach, in the order of the requirements; empty where the answer is right.
    pub violations: Vec<Violation>,
    /// The row with exactly the answer's status and code; `None` where there is none or the body cannot be read.
    ///
    /// It is told whether or not it is the expected row.
    pub row: Option<RowName>,
}

/// Judges one answer against the contract and what the case expects of it.
///
/// All breaches are found at once, each with its level: that of the contract, and for `row-expected` no higher than
/// the expectation's. One cause is reported once: of a body that cannot be read nothing further is asked, and a
/// value that should not be there is not judged by its form.
///
/// What holds for every response, whatever was asked, is judged by [`observe`](super::observe()). What takes more than one exchange to see is judged by [`control`](super::control()), [`effect`](super::effect()),
/// [`repeat`](super::repeat()) and [`burst`](super::burst()).
///
/// ```
/// # use std::collections::BTreeMap;
/// # use badreq::check::*;
/// # use badreq::contract::*;
/// # use badreq::exchange::*;
/// # #[derive(Debug)]
/// # struct NoSchema;
/// # impl BodyRules for NoSchema {
/// #     fn failures(&self, _: &serde_json::Value) -> Vec<SchemaFailure> { Vec::new() }
/// # }
/// # let model: ErrorModel = serde_json::from_value(serde_json::json!({
/// #     "code": "code", "message": "message", "errors": "errors", "retry_after": "retry_after",
/// #     "max_length": "max_length", "actual_length": "actual_length",
/// #     "model_error_rows": [], "rate_limit_rows": [], "described_rows": [],
/// # }))?;
/// # let rows: Vec<Row> = serde_json::from_value(serde_json::json!([
/// #     { "code": 7, "status": 404, "meaning": "No such thing.", "origin": "document", "page": "errors.md", "line": 3 },
/// # ]))?;
/// # let levels: Levels = [(RequirementId::RowExpected, Level::Must)].into_iter().collect();
/// # let rules = Rules { rows: &rows, model: &model, limits: None, levels, body: &NoSchema, terms: Terms::default() };
/// # let request = Request { method: "GET".into(), target: "/things/x".into(), headers: Vec::new(), body: None };
/// # let answered = |status, body: &str| Exchange {
/// #     request: request.clone(),
/// #     response: Response { status, headers: Vec::new(), headers_left_out: 0, body: body.into(), cut: None, tokens_seen: Vec::new() },
/// #     timing: Timing { sent_unix_ms: 0, received_unix_ms: 9, elapsed_us: 9_000 },
/// # };
/// let expectation = Expectation {
///     answer: Answer::Row { expected: "7".parse()?, accepted: Vec::new() },
///     level: Level::Must,
///     fill: BTreeMap::new(),
///     errors: None,
/// };
/// let right = answered(404, r#"{"code": 7, "message": "No such thing."}"#);
/// assert_eq!(judge(&rules, &expectation, &right).violations, []);
///
/// let accepted = answered(200, r#"{"id": "x"}"#);
/// let judgement = judge(&rules, &expectation, &accepted);
/// assert_eq!(judgement.violations[0].requirement(), RequirementId::RowExpected);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn judge(rules: &Rules<'_>, expectation: &Expectation, exchange: &Exchange) -> Judgement {
    let reading = Reading::of(rules, exchange);
    let mut collector = ViolationCollector::new(&rules.levels);
    if !reading.is_no_error() {
        form(&reading, expectation, &mut collector);
    }
    row::check(&reading, expectation, &mut collector);
    leak::check(&reading, &mut collector);
    Judgement {
        violations: collector.finish(),
        row: reading.pair.map(Row::name),
    }
}

/// Everything that the error model says of an error answer, whichever row it is.
///
/// The order matters: what comes later leaves out what is explained already.
fn form(reading: &Reading<'_>, expectation: &Expectation, collector: &mut ViolationCollector<'_>) {
    if reading.is_bodiless() {
        return;
    }
    wire::check(reading.response(), collector);
    let misplaced: Vec<JsonPointer> = [
        errors::misplaced(reading, collector),
        retry_after::misplaced(reading, collector),
    ]
    .into_iter()
    .flatten()
    .collect();
    form::check(reading, expectation, &misplaced, collector);
    message::check(reading, expectation, collector);
    errors::check(reading, expectation, collector);
    retry_after::check(reading, collector);
}
