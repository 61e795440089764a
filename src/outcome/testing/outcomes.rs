//! Rows, exchanges, cases and runs for tests.

use std::collections::BTreeMap;

use super::super::{
    CaseInfo, CaseOutcome, EvidencePolicy, ExchangeRole, ExpectedErrorResponse, FailureGate,
    RecordedExchange, ResponseCountsByRequirement, RunEnding, RunInfo, RunJudgingConfig,
    RunOutcome, SelectionDigest, TrafficStats, Verdict, derive_row_outcomes,
    find_doubtful_run_signs,
};
use crate::check::{AcceptedAlternative, AlternativeFit, AlternativeOutcome, JudgeOptions};
use crate::contract::{
    ErrorId, ErrorRow, Level, Requirement, RequirementBasis, RequirementId, RowOrigin,
};
use crate::exchange::{
    Actor, Exchange, ExchangeTiming, Request, RequestHeaderValue, Response, WireBytes,
};

/// Returns a row of the error table with these values.
pub(crate) fn error_row(code: i64, status: u16, meaning: &str, origin: RowOrigin) -> ErrorRow {
    ErrorRow {
        id: ErrorId::new(code, status),
        code: code.into(),
        status: status.into(),
        meaning: meaning.to_owned(),
        origin,
        page: "errors.md".to_owned(),
        line: 7,
        source: None,
    }
}

/// Returns an exchange with this status code and body in its response.
pub(crate) fn exchange_with_response(status: u16, body: &str) -> Exchange {
    let plain = |text: &str| RequestHeaderValue::Plain(WireBytes::from(text));
    Exchange {
        request: Request {
            method: "GET".to_owned(),
            target: "/things/abcefg".to_owned(),
            headers: vec![
                ("User-Agent".to_owned(), plain("badreq/9.9.9")),
                ("Accept".to_owned(), plain("*/*")),
                (
                    "Authorization".to_owned(),
                    RequestHeaderValue::Token(Actor::Owner.into()),
                ),
            ],
            body: None,
        },
        response: Response {
            status,
            headers: vec![(
                "content-type".to_owned(),
                WireBytes::from("application/json"),
            )],
            body: WireBytes::from(body),
            headers_left_out: 0,
            cut: None,
            tokens_seen: Vec::new(),
        },
        timing: ExchangeTiming {
            sent_unix_ms: 1_000,
            received_unix_ms: 1_002,
            elapsed_us: 2_000,
        },
    }
}

/// Returns a case of this name that expects row 7, with this verdict.
pub(crate) fn case_outcome(name: &str, verdict: Verdict, observed: Option<ErrorId>) -> CaseOutcome {
    CaseOutcome {
        case: CaseInfo {
            name: format!("things/{name}"),
            suite: "things".to_owned(),
            leaf: name.to_owned(),
            about: "A reference that names nothing".to_owned(),
            file: "suites/things.toml".to_owned(),
            line: 12,
            actor: Actor::Owner,
            expected: ExpectedErrorResponse::Row {
                row: ErrorId::new(7, 404),
                accepted: vec![AcceptedAlternative {
                    outcome: AlternativeOutcome::Row(ErrorId::new(8, 404)),
                    fit: AlternativeFit::Equal,
                    reason: None,
                }],
            },
            operation: None,
            defect: None,
        },
        verdict,
        observed,
        violations: Vec::new(),
        defect_form: None,
        preconditions: Vec::new(),
        known: Vec::new(),
        served_changes: Vec::new(),
        repeats: None,
        undocumented: None,
        steps: vec![RecordedExchange::new(
            ExchangeRole::BadRequest,
            exchange_with_response(404, r#"{"code":8,"message":"Gone."}"#),
        )],
        bindings: Vec::new(),
    }
}

/// Returns a run of these cases against a table of the rows 7 and, in the errata, 8.
pub(crate) fn run_outcome(cases: Vec<CaseOutcome>) -> RunOutcome {
    let table = vec![
        error_row(7, 404, "No such thing.", RowOrigin::Document),
        error_row(8, 404, "Gone.", RowOrigin::Errata),
    ];
    RunOutcome {
        rows: derive_row_outcomes(&table, &cases),
        hollow: find_doubtful_run_signs(&cases),
        run: RunInfo {
            id: "0a1b2c3d".to_owned(),
            target: "http://127.0.0.1:1/v2".to_owned(),
            edition: "errata".to_owned(),
            command: None,
            gate: FailureGate::default(),
            judged_by: RunJudgingConfig::new("5u17e5", "c0n7rac7", JudgeOptions::default()),
            evidence: EvidencePolicy::Complete,
            min_rows: None,
            shard: None,
            selected: SelectionDigest::default(),
            all_cases: 0,
            baseline: None,
            table,
            described: Vec::new(),
            operations: BTreeMap::new(),
            defects: BTreeMap::new(),
            volatile_fields: None,
            requirements: vec![Requirement {
                id: RequirementId::RowExpected,
                level: Level::Must,
                basis: RequirementBasis::Documented,
                sentence: "The answer is the row that says what is wrong.".to_owned(),
                source: "errors.md#codes".to_owned(),
            }],
        },
        cases,
        responses: Vec::new(),
        observed: ResponseCountsByRequirement::new(),
        leftovers: Vec::new(),
        orphans: Vec::new(),
        left_out: None,
        stale: Vec::new(),
        receipt: TrafficStats {
            requests: 12,
            elapsed_ms: 1500,
            ..TrafficStats::default()
        },
        ended: RunEnding::Complete,
    }
}
