//! Outcomes for tests.

use serde_json::Value;

use super::{
    CaseInfo, CaseOutcome, Demand, Ended, ExpectedAnswer, Receipt, Role, RunInfo, RunOutcome,
    Selected, Step, Strictness, Verdict, hollow, row_outcomes,
};
use crate::check::{
    AcceptedRow, Binding, Breach, CauseContext, ControlBreach, FormBreach, FormRule, LocatedValue,
    MessageBreach, RecordedViolation, Redactor, ResponseKind, ResponseSummary, RowBreach,
    Violation, WantedMessage,
};
use crate::contract::{
    Basis, JsonPointer, Level, Origin, Requirement, RequirementId, Row, RowName,
};
use crate::exchange::{Actor, Bytes, Exchange, HeaderValue, Request, Response, Timing};

/// The row of an unknown thing.
pub(crate) fn row(code: i64, status: u16, meaning: &str, origin: Origin) -> Row {
    Row {
        code,
        status,
        meaning: meaning.to_owned(),
        origin,
        page: "errors.md".to_owned(),
        line: 7,
        source: None,
    }
}

/// An exchange answered with this status and body.
pub(crate) fn exchange(status: u16, body: &str) -> Exchange {
    let plain = |text: &str| HeaderValue::Plain(Bytes::from(text));
    Exchange {
        request: Request {
            method: "GET".to_owned(),
            target: "/things/abcefg".to_owned(),
            headers: vec![
                ("User-Agent".to_owned(), plain("badreq/9.9.9")),
                ("Accept".to_owned(), plain("*/*")),
                ("Authorization".to_owned(), HeaderValue::Token(Actor::Owner)),
            ],
            body: None,
        },
        response: Response {
            status,
            headers: vec![("content-type".to_owned(), Bytes::from("application/json"))],
            body: Bytes::from(body),
            headers_left_out: 0,
            cut: None,
            tokens_seen: Vec::new(),
        },
        timing: Timing {
            sent_unix_ms: 1_000,
            received_unix_ms: 1_002,
            elapsed_us: 2_000,
        },
    }
}

/// A case of this name that expects row 7, with this verdict.
pub(crate) fn case(name: &str, verdict: Verdict, observed: Option<RowName>) -> CaseOutcome {
    CaseOutcome {
        case: CaseInfo {
            name: format!("things/{name}"),
            suite: "things".to_owned(),
            leaf: name.to_owned(),
            about: "A reference that names nothing".to_owned(),
            file: "suites/things.toml".to_owned(),
            line: 12,
            actor: Actor::Owner,
            expected: ExpectedAnswer::Row {
                row: RowName::of(7, 404),
                accepted: vec![RowName::of(8, 404)],
            },
            operation: None,
            way: None,
        },
        verdict,
        observed,
        violations: Vec::new(),
        beforehand: Vec::new(),
        known: Vec::new(),
        repeats: None,
        undocumented: None,
        steps: vec![Step {
            role: Role::Bad,
            exchange: exchange(404, r#"{"code":8,"message":"Gone."}"#),
        }],
        bindings: Vec::new(),
    }
}

/// A response of this status and code, as violations keep it.
pub(crate) fn answer(status: u16, code: i64) -> ResponseSummary {
    ResponseSummary {
        status,
        kind: ResponseKind::Error,
        row: None,
        code: Some(LocatedValue {
            at: JsonPointer::root().key("code"),
            value: code.into(),
        }),
        message: None,
        body: None,
    }
}

/// A violation of a *must* by the judged response of a case that has one step, in a case without names.
pub(crate) fn violation(breach: impl Into<Breach>) -> RecordedViolation {
    violation_with(&[], breach)
}

/// The same in a case with these names.
pub(crate) fn violation_with(bindings: &[Binding], breach: impl Into<Breach>) -> RecordedViolation {
    let violation = Violation {
        level: Level::Must,
        step: Some(0),
        breach: breach.into(),
    };
    let context = CauseContext {
        redactor: &Redactor::new(bindings),
        operation: None,
        defect: None,
    };
    RecordedViolation::new(violation, &context)
}

/// A violation of `row-expected`: 404/7 is expected and 404/9 came.
pub(crate) fn wrong_row() -> RecordedViolation {
    another_row(9)
}

/// A violation of `row-expected`: 404/7 is expected and another code came.
pub(crate) fn another_row(code: i64) -> RecordedViolation {
    violation(RowBreach::OtherRow {
        expected: vec![AcceptedRow {
            row: RowName::of(7, 404),
            status: Some(404),
            code: 7,
            message: WantedMessage::Any,
        }],
        answer: answer(404, code),
    })
}

/// A violation of this requirement at `/code`, where an integer is expected.
pub(crate) fn no_integer(
    requirement: RequirementId,
    actual: impl Into<Value>,
) -> RecordedViolation {
    violation(FormBreach {
        requirement,
        at: JsonPointer::root().key("code"),
        rule: FormRule::WrittenAsInteger,
        wanted: None,
        actual: actual.into(),
    })
}

/// A violation of `message-text`.
pub(crate) fn wrong_message(expected: &str, actual: &str) -> RecordedViolation {
    violation(MessageBreach {
        at: JsonPointer::root().key("message"),
        expected: expected.to_owned(),
        actual: actual.to_owned(),
    })
}

/// A control of this number that 200 or 204 was expected of, and that this response came to.
pub(crate) fn failed_control(number: usize, answer: ResponseSummary) -> ControlBreach {
    ControlBreach {
        number,
        statuses: vec![200, 204],
        answer,
    }
}

/// A run of these cases against a table of the rows 7 and, in the errata, 8.
pub(crate) fn run(cases: Vec<CaseOutcome>) -> RunOutcome {
    let table = vec![
        row(7, 404, "No such thing.", Origin::Document),
        row(8, 404, "Gone.", Origin::Errata),
    ];
    RunOutcome {
        rows: row_outcomes(&table, &cases),
        hollow: hollow(&cases),
        run: RunInfo {
            id: "0a1b2c3d".to_owned(),
            target: "http://127.0.0.1:1/v2".to_owned(),
            edition: "errata".to_owned(),
            strictness: Strictness::Fair,
            demand: Demand::Possible,
            shard: None,
            selected: Selected::default(),
            baseline: None,
            table,
            described: Vec::new(),
            requirements: vec![Requirement {
                id: RequirementId::RowExpected,
                level: Level::Must,
                basis: Basis::Documented,
                sentence: "The answer is the row that says what is wrong.".to_owned(),
                source: "errors.md#codes".to_owned(),
            }],
        },
        cases,
        leftovers: Vec::new(),
        left_out: None,
        stale: Vec::new(),
        receipt: Receipt {
            requests: 12,
            elapsed_ms: 1500,
            ..Receipt::default()
        },
        ended: Ended::Complete,
    }
}
