//! Every shape of every family of breaches.

use serde_json::{Map, json};

use super::{accepted_row_seven, bare_response, failed_control, pointer, response_summary};
use crate::check::{
    AcceptedRow, BodyFormBreach, BodyFormRule, BodyRetryAfterBreach, Breach, BreachPlace,
    BurstBreach, ErrorDetailsBreach, ExceededLengthLimit, ExpectedMessage, FoundLengths, FoundText,
    LeakBreach, LeakKind, LeakedText, LengthKeys, LocatedValue, MessageBreach, NonObjectBodyKind,
    RateHeaderBreach, RepetitionBreach, ResponseKind, ResponseSummary, ResponseTimeBreach,
    RowBreach, SideEffectBreach, WireFormatBreach,
};
use crate::contract::{ErrorId, RequirementId};
use crate::exchange::{Actor, FailureOrigin, NoResponse};

/// Returns a breach of every shape.
pub(crate) fn every_shape() -> Vec<Breach> {
    let families = [
        rows(),
        wires(),
        forms(),
        errors(),
        waits(),
        bursts(),
        headers(),
        leaks(),
        effects(),
        repetitions(),
    ];
    let mut all: Vec<Breach> = families.into_iter().flatten().collect();
    all.push(Breach::Message(MessageBreach {
        at: pointer("/message"),
        expected: text(),
        actual: text(),
    }));
    all.push(Breach::Control(failed_control(1, bare_response(403))));
    all.push(Breach::Time(ResponseTimeBreach {
        budget_ms: 2000,
        took_ms: 2714,
    }));
    all
}

fn text() -> String {
    "a text".to_owned()
}

fn no_response() -> NoResponse {
    NoResponse {
        blame: FailureOrigin::Target,
        detail: text(),
    }
}

fn rows() -> Vec<Breach> {
    let full = ResponseSummary {
        status: 200,
        kind: ResponseKind::NoError,
        row: Some(ErrorId::new(7, 404)),
        message: Some(LocatedValue {
            at: pointer("/message"),
            value: json!("a text"),
        }),
        body: Some(text()),
        ..response_summary(200, 7)
    };
    let messages = [
        ExpectedMessage::Came,
        ExpectedMessage::Text(text()),
        ExpectedMessage::Like(text()),
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
            answer: bare_response(500),
        },
        RowBreach::NoResponse {
            expected: Vec::new(),
            reason: no_response(),
        },
        RowBreach::NotTheModel {
            keys: vec![text()],
            answer: bare_response(400),
            off: wires(),
        },
    ]
    .into_iter()
    .map(Breach::Row)
    .collect()
}

fn wires() -> Vec<Breach> {
    let found = [
        NonObjectBodyKind::Nothing,
        NonObjectBodyKind::Array,
        NonObjectBodyKind::Scalar,
        NonObjectBodyKind::More,
        NonObjectBodyKind::Broken,
    ];
    let others = [
        WireFormatBreach::ContentType {
            values: vec![text()],
            expected: Some(text()),
        },
        WireFormatBreach::ContentCoding {
            codings: vec![text()],
        },
        WireFormatBreach::SharedCaching {
            directives: vec![text()],
        },
        WireFormatBreach::NotUtf8 {
            offset: 3,
            bytes: "ff".to_owned(),
        },
        WireFormatBreach::RepeatedKey {
            at: pointer("/code"),
            times: 2,
        },
        WireFormatBreach::LoneSurrogate {
            at: pointer("/message"),
            text: text(),
        },
    ];
    let bodies = found.map(|found| WireFormatBreach::NotOneObject {
        found,
        text: text(),
    });
    let all = bodies.into_iter().chain(others);
    all.map(Breach::Wire).collect()
}

fn forms() -> Vec<Breach> {
    let rules = [
        BodyFormRule::Schema(Map::from_iter([("type".to_owned(), json!("integer"))])),
        BodyFormRule::KnownKey(vec![text()]),
        BodyFormRule::MachineInteger,
        BodyFormRule::NotBlank,
    ];
    let breach = |rule| BodyFormBreach {
        requirement: RequirementId::BodyCodeInteger,
        at: pointer("/code"),
        rule,
        wanted: Some(json!(7)),
        actual: Some(json!("7")),
    };
    rules.map(breach).map(Breach::Form).to_vec()
}

fn errors() -> Vec<Breach> {
    let at = || pointer("/errors/name");
    vec![
        ErrorDetailsBreach::Missing {
            at: pointer("/errors"),
            keys: vec![text()],
            actual: None,
        },
        ErrorDetailsBreach::Misplaced {
            at: pointer("/errors"),
            actual: json!({}),
        },
        ErrorDetailsBreach::WrongKeys {
            at: pointer("/errors"),
            expected: vec![text()],
            actual: vec![text()],
        },
        ErrorDetailsBreach::TooFewObjects {
            at: at(),
            expected: 2,
            objects: 1,
        },
        ErrorDetailsBreach::UntrueLengths {
            at: at(),
            keys: LengthKeys {
                max: "max_length".to_owned(),
                actual: "actual_length".to_owned(),
            },
            expected: ExceededLengthLimit {
                max: 100,
                actual: 101,
            },
            objects: vec![FoundLengths {
                max: Some(json!(100)),
                actual: Some(json!(null)),
            }],
        },
        ErrorDetailsBreach::SurplusLengths {
            at: at(),
            allowed: 0,
            objects: 1,
            lengths: vec![pointer("/errors/name/0/max_length")],
        },
        ErrorDetailsBreach::UnusualTexts {
            at: at(),
            key: "message".to_owned(),
            expected: vec![Some(text()), None],
            actual: vec![
                FoundText {
                    text: Some(json!("a text")),
                },
                FoundText { text: None },
            ],
        },
    ]
    .into_iter()
    .map(Breach::Errors)
    .collect()
}

fn waits() -> Vec<Breach> {
    let at = || pointer("/retry_after");
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

fn bursts() -> Vec<Breach> {
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
            used_up: text(),
            refused: text(),
            answer: response_summary(429, 0),
        },
    ];
    breaches.map(Breach::Burst).to_vec()
}

fn headers() -> Vec<Breach> {
    let (name, values) = (text, || vec![text()]);
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
            scope: text(),
            values: values(),
        },
    ];
    breaches.map(Breach::RateHeaders).to_vec()
}

/// Returns leaks at every place, since each place belongs to some breach.
fn leaks() -> Vec<Breach> {
    let places = [
        BreachPlace::Status,
        BreachPlace::Header(text()),
        BreachPlace::Body,
        BreachPlace::BodyAt(pointer("/message")),
        BreachPlace::Row,
        BreachPlace::Time,
        BreachPlace::Effect(text()),
        BreachPlace::Control(1),
        BreachPlace::Burst,
    ];
    let kinds = [LeakKind::StackTrace, LeakKind::Sql, LeakKind::FilePath];
    let leaks = kinds.map(|kind| LeakedText { kind, text: text() });
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

fn effects() -> Vec<Breach> {
    let breaches = [
        SideEffectBreach::Status {
            read: text(),
            before: 200,
            after: 404,
        },
        SideEffectBreach::Value {
            read: text(),
            status: 200,
            at: Some(pointer("/name")),
            before: Some(json!("one")),
            after: Some(json!("two")),
        },
        SideEffectBreach::Value {
            read: text(),
            status: 200,
            at: None,
            before: None,
            after: Some(json!(null)),
        },
    ];
    breaches.map(Breach::Effect).to_vec()
}

fn repetitions() -> Vec<Breach> {
    let breaches = [
        RepetitionBreach::Status {
            first: 404,
            second: 400,
        },
        RepetitionBreach::ContentType {
            first: vec![text()],
            second: Vec::new(),
        },
        RepetitionBreach::Body {
            at: Some(pointer("/code")),
            first: Some(json!(7)),
            second: Some(json!(8)),
        },
        RepetitionBreach::NoResponse {
            reason: no_response(),
        },
    ];
    breaches.map(Breach::Repetition).to_vec()
}
