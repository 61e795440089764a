//! Every shape of every family of breaches.

use serde_json::{Map, json};

use super::{
    accepted_row_seven, bare_response_summary, failed_control_breach, json_pointer,
    response_summary,
};
use crate::check::{
    AcceptedRow, BodyRetryAfterBreach, BodySchemaBreach, BodySchemaRule, Breach, BreachPlace,
    BurstBreach, ErrorDetailsBreach, ErrorLengthKeys, ExceededLengthLimit, ExpectedMessage,
    LeakBreach, LeakKind, LeakedText, LocatedValue, MessageBreach, NonObjectBodyKind,
    RateHeaderBreach, ReceivedErrorLengths, ReceivedErrorText, RepetitionBreach, ResponseKind,
    ResponseSummary, ResponseTimeBreach, RowBreach, SideEffectBreach, WireFormatBreach,
};
use crate::contract::{ErrorId, RequirementId};
use crate::exchange::{Actor, FailureOrigin, NoResponse};

/// Returns a breach of every shape.
pub(crate) fn every_breach_variant() -> Vec<Breach> {
    let families = [
        row_breaches(),
        wire_format_breaches(),
        body_schema_breaches(),
        error_details_breaches(),
        retry_after_breaches(),
        burst_breaches(),
        rate_header_breaches(),
        leak_breaches(),
        side_effect_breaches(),
        repetition_breaches(),
    ];
    let mut all: Vec<Breach> = families.into_iter().flatten().collect();
    all.push(Breach::Message(MessageBreach {
        at: json_pointer("/message"),
        expected: sample_text(),
        actual: sample_text(),
    }));
    all.push(Breach::Control(failed_control_breach(
        1,
        bare_response_summary(403),
    )));
    all.push(Breach::Time(ResponseTimeBreach {
        budget_ms: 2000,
        took_ms: 2714,
    }));
    all
}

fn sample_text() -> String {
    "a text".to_owned()
}

fn sample_no_response() -> NoResponse {
    NoResponse {
        blame: FailureOrigin::Target,
        detail: sample_text(),
    }
}

fn row_breaches() -> Vec<Breach> {
    let full = ResponseSummary {
        status: 200,
        kind: ResponseKind::NoError,
        row: Some(ErrorId::new(7, 404)),
        message: Some(LocatedValue {
            at: json_pointer("/message"),
            value: json!("a text"),
        }),
        body: Some(sample_text()),
        ..response_summary(200, 7)
    };
    let messages = [
        ExpectedMessage::Came,
        ExpectedMessage::Text(sample_text()),
        ExpectedMessage::Like(sample_text()),
        ExpectedMessage::Any,
    ];
    let expected = messages.map(|message| AcceptedRow {
        message,
        ..accepted_row_seven()
    });
    vec![
        RowBreach::Undocumented {
            answer: response_summary(418, 9),
            near: vec![ErrorId::new(7, 404)],
        },
        RowBreach::OtherRow {
            expected: expected.to_vec(),
            answer: full,
        },
        RowBreach::Replacement {
            expected: accepted_row_seven(),
            answer: response_summary(404, 8),
        },
        RowBreach::ServerError {
            expected: vec![AcceptedRow {
                status: None,
                ..accepted_row_seven()
            }],
            answer: bare_response_summary(500),
        },
        RowBreach::NoResponse {
            expected: Vec::new(),
            reason: sample_no_response(),
        },
        RowBreach::NotTheModel {
            keys: vec![sample_text()],
            answer: bare_response_summary(400),
            off: wire_format_breaches(),
        },
    ]
    .into_iter()
    .map(Breach::Row)
    .collect()
}

fn wire_format_breaches() -> Vec<Breach> {
    let found = [
        NonObjectBodyKind::Nothing,
        NonObjectBodyKind::Array,
        NonObjectBodyKind::Scalar,
        NonObjectBodyKind::More,
        NonObjectBodyKind::Broken,
    ];
    let others = [
        WireFormatBreach::ContentType {
            values: vec![sample_text()],
            expected: Some(sample_text()),
        },
        WireFormatBreach::ContentCoding {
            codings: vec![sample_text()],
        },
        WireFormatBreach::SharedCaching {
            directives: vec![sample_text()],
        },
        WireFormatBreach::NotUtf8 {
            offset: 3,
            bytes: "ff".to_owned(),
        },
        WireFormatBreach::RepeatedKey {
            at: json_pointer("/code"),
            times: 2,
        },
        WireFormatBreach::LoneSurrogate {
            at: json_pointer("/message"),
            text: sample_text(),
        },
    ];
    let bodies = found.map(|found| WireFormatBreach::NotOneObject {
        found,
        text: sample_text(),
    });
    let all = bodies.into_iter().chain(others);
    all.map(Breach::Wire).collect()
}

fn body_schema_breaches() -> Vec<Breach> {
    let rules = [
        BodySchemaRule::Schema(Map::from_iter([("type".to_owned(), json!("integer"))])),
        BodySchemaRule::KnownKey(vec![sample_text()]),
        BodySchemaRule::MachineInteger,
        BodySchemaRule::NotBlank,
    ];
    let breach = |rule| BodySchemaBreach {
        requirement: RequirementId::BodyCodeInteger,
        at: json_pointer("/code"),
        rule,
        wanted: Some(json!(7)),
        actual: Some(json!("7")),
    };
    rules.map(breach).map(Breach::Form).to_vec()
}

fn error_details_breaches() -> Vec<Breach> {
    let at = || json_pointer("/errors/name");
    vec![
        ErrorDetailsBreach::Missing {
            at: json_pointer("/errors"),
            keys: vec![sample_text()],
            actual: None,
        },
        ErrorDetailsBreach::Misplaced {
            at: json_pointer("/errors"),
            actual: json!({}),
        },
        ErrorDetailsBreach::WrongKeys {
            at: json_pointer("/errors"),
            expected: vec![sample_text()],
            actual: vec![sample_text()],
        },
        ErrorDetailsBreach::TooFewObjects {
            at: at(),
            expected: 2,
            objects: 1,
        },
        ErrorDetailsBreach::UntrueLengths {
            at: at(),
            keys: ErrorLengthKeys {
                max: "max_length".to_owned(),
                actual: "actual_length".to_owned(),
            },
            expected: ExceededLengthLimit {
                max: 100,
                actual: 101,
            },
            objects: vec![ReceivedErrorLengths {
                max: Some(json!(100)),
                actual: Some(json!(null)),
            }],
        },
        ErrorDetailsBreach::SurplusLengths {
            at: at(),
            allowed: 0,
            objects: 1,
            lengths: vec![json_pointer("/errors/name/0/max_length")],
        },
        ErrorDetailsBreach::UnusualTexts {
            at: at(),
            key: "message".to_owned(),
            expected: vec![Some(sample_text()), None],
            actual: vec![
                ReceivedErrorText {
                    text: Some(json!("a text")),
                },
                ReceivedErrorText { text: None },
            ],
        },
    ]
    .into_iter()
    .map(Breach::Errors)
    .collect()
}

fn retry_after_breaches() -> Vec<Breach> {
    let at = || json_pointer("/retry_after");
    vec![
        BodyRetryAfterBreach::Missing { at: at() },
        BodyRetryAfterBreach::Misplaced {
            at: at(),
            actual: json!(5),
        },
        BodyRetryAfterBreach::OutsideWindow {
            at: at(),
            window_ms: Some(1000),
            actual: 9000.into(),
        },
        BodyRetryAfterBreach::OutsideWindow {
            at: at(),
            window_ms: None,
            actual: 0.into(),
        },
    ]
    .into_iter()
    .map(Breach::RetryAfter)
    .collect()
}

fn burst_breaches() -> Vec<Breach> {
    let breaches = [
        BurstBreach::NeverRefused { sent: 22 },
        BurstBreach::RefusedTooEarly {
            limit: 10,
            sent: 22,
            served: 5,
            refused: 17,
        },
        BurstBreach::UntrueWait {
            promised_ms: 700,
            waited_ms: 800,
            answer: response_summary(429, 0),
        },
        BurstBreach::SharedScopes {
            used_up: sample_text(),
            refused: sample_text(),
            answer: response_summary(429, 0),
        },
    ];
    breaches.map(Breach::Burst).to_vec()
}

fn rate_header_breaches() -> Vec<Breach> {
    let (name, values) = (sample_text, || vec![sample_text()]);
    let breaches = [
        RateHeaderBreach::Missing {
            name: name(),
            expected: values(),
            present: Vec::new(),
        },
        RateHeaderBreach::Limit {
            name: name(),
            limit: 10,
            values: values(),
        },
        RateHeaderBreach::Raised {
            name: name(),
            limit: 10,
            values: values(),
        },
        RateHeaderBreach::Remaining {
            name: name(),
            limit: 10,
            values: values(),
        },
        RateHeaderBreach::Reset {
            name: name(),
            earliest_ms: 1000,
            latest_ms: 2000,
            values: values(),
        },
        RateHeaderBreach::Scope {
            name: name(),
            scope: sample_text(),
            values: values(),
        },
    ];
    breaches.map(Breach::RateHeaders).to_vec()
}

/// Returns leaks at every place, since each place belongs to some breach.
fn leak_breaches() -> Vec<Breach> {
    let places = [
        BreachPlace::Status,
        BreachPlace::Header(sample_text()),
        BreachPlace::Body,
        BreachPlace::BodyAt(json_pointer("/message")),
        BreachPlace::Row,
        BreachPlace::Time,
        BreachPlace::Effect(sample_text()),
        BreachPlace::Control(1),
        BreachPlace::Burst,
    ];
    let kinds = [LeakKind::StackTrace, LeakKind::Sql, LeakKind::FilePath];
    let leaks = kinds.map(|kind| LeakedText {
        kind,
        text: sample_text(),
    });
    let internals = places.map(|place| LeakBreach::Internals {
        place,
        leaks: leaks.to_vec(),
    });
    let token = LeakBreach::Token {
        place: BreachPlace::Body,
        actors: Actor::ALL.to_vec(),
    };
    let sent = LeakBreach::SentCredential {
        place: BreachPlace::Body,
    };
    let all = internals.into_iter().chain([token, sent]);
    all.map(Breach::Leak).collect()
}

fn side_effect_breaches() -> Vec<Breach> {
    let breaches = [
        SideEffectBreach::Status {
            read: sample_text(),
            before: 200,
            after: 404,
        },
        SideEffectBreach::Value {
            read: sample_text(),
            status: 200,
            at: Some(json_pointer("/name")),
            before: Some(json!("one")),
            after: Some(json!("two")),
        },
        SideEffectBreach::Value {
            read: sample_text(),
            status: 200,
            at: None,
            before: None,
            after: Some(json!(null)),
        },
    ];
    breaches.map(Breach::Effect).to_vec()
}

fn repetition_breaches() -> Vec<Breach> {
    let breaches = [
        RepetitionBreach::Status {
            first: 404,
            second: 400,
        },
        RepetitionBreach::ContentType {
            first: vec![sample_text()],
            second: Vec::new(),
        },
        RepetitionBreach::Body {
            at: Some(json_pointer("/code")),
            first: Some(json!(7)),
            second: Some(json!(8)),
        },
        RepetitionBreach::NoResponse {
            reason: sample_no_response(),
        },
    ];
    breaches.map(Breach::Repetition).to_vec()
}
