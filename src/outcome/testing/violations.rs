//! Violations for tests.

use serde_json::Value;

use crate::check::{
    AcceptedRow, Binding, Breach, CauseContext, ControlBreach, Fingerprint, FormBreach, FormRule,
    Found, LeakBreach, LocatedValue, MessageBreach, Place, RecordedViolation, Redactor,
    ResponseKind, ResponseSummary, RowBreach, Violation, WantedMessage, WireBreach,
};
use crate::contract::{JsonPointer, Level, RequirementId, RowName};
use crate::exchange::Actor;

/// The place of a body that this text names.
pub(crate) fn pointer(text: &str) -> JsonPointer {
    text.to_owned().try_into().expect("it is a JSON pointer")
}

/// A fingerprint of these words.
pub(crate) fn fingerprint(at: &str, expected: &str, got: &str) -> Fingerprint {
    Fingerprint {
        at: at.to_owned(),
        expected: expected.to_owned(),
        got: got.to_owned(),
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

/// The row 404/7, as violations keep it.
pub(crate) fn seven() -> AcceptedRow {
    AcceptedRow {
        row: RowName::of(7, 404),
        status: Some(404),
        code: 7,
        message: WantedMessage::Any,
    }
}

/// A violation of `row-expected`: 404/7 is expected and 404/9 came.
pub(crate) fn wrong_row() -> RecordedViolation {
    another_row(9)
}

/// A violation of `row-expected`: 404/7 is expected and another code came.
pub(crate) fn another_row(code: i64) -> RecordedViolation {
    violation(RowBreach::OtherRow {
        expected: vec![seven()],
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

/// A response of this status and nothing else that tells it apart.
pub(crate) fn bare_answer(status: u16) -> ResponseSummary {
    ResponseSummary {
        code: None,
        ..answer(status, 0)
    }
}

/// A violation of `body-one-object`: a list came.
pub(crate) fn no_object() -> RecordedViolation {
    violation(WireBreach::NotOneObject {
        found: Found::Array,
        text: "[]".to_owned(),
    })
}

/// A violation of `no-token` in the body.
pub(crate) fn shown_token() -> RecordedViolation {
    violation(LeakBreach::Token {
        place: Place::Body,
        actors: vec![Actor::Owner],
    })
}
