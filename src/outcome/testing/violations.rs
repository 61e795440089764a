//! Violations for tests.

use serde_json::Value;

use crate::check::{
    AcceptedRow, BodyDefectKind, BodySchemaBreach, BodySchemaRule, Breach, BreachPlace,
    CauseContext, ControlBreach, ExpectedMessage, Fingerprint, LeakBreach, LocatedValue,
    MessageBreach, NameBinding, NonObjectBodyKind, RecordedViolation, ResponseKind,
    ResponseSummary, RowBreach, Violation, VolatileValueRedactor, WireFormatBreach,
};
use crate::contract::{ErrorId, JsonPointer, Level, RequirementId};
use crate::exchange::Actor;

/// Parses a JSON pointer into a body.
pub(crate) fn json_pointer(text: &str) -> JsonPointer {
    text.to_owned().try_into().expect("it is a JSON pointer")
}

/// Returns a fingerprint of these words.
pub(crate) fn fingerprint(at: &str, expected: &str, got: &str) -> Fingerprint {
    Fingerprint {
        at: at.to_owned(),
        expected: expected.to_owned(),
        got: got.to_owned(),
    }
}

/// Returns a response of this status code and code, as violations record it.
pub(crate) fn response_summary(status: u16, code: i64) -> ResponseSummary {
    ResponseSummary {
        status,
        kind: ResponseKind::Error,
        row: None,
        code: Some(LocatedValue {
            at: JsonPointer::root().join_key("code"),
            value: code.into(),
        }),
        message: None,
        body: None,
    }
}

/// Returns a violation of a *must* by the judged response of a case that has one exchange and no names.
pub(crate) fn violation(breach: impl Into<Breach>) -> RecordedViolation {
    violation_with_bindings(&[], breach)
}

/// Returns the same violation in a case with these names.
pub(crate) fn violation_with_bindings(
    bindings: &[NameBinding],
    breach: impl Into<Breach>,
) -> RecordedViolation {
    let violation = Violation {
        level: Level::Must,
        step: Some(0),
        breach: breach.into(),
    };
    let context = CauseContext {
        redactor: &VolatileValueRedactor::new(bindings),
        operation: None,
        defect: None,
        defect_form: None,
    };
    RecordedViolation::new(violation, &context)
}

/// Returns a violation by a case of this operation and defect, which has this form.
pub(crate) fn violation_for_defect(
    operation: Option<&str>,
    defect: Option<&str>,
    defect_form: Option<&BodyDefectKind>,
    breach: impl Into<Breach>,
) -> RecordedViolation {
    let violation = Violation {
        level: Level::Must,
        step: Some(0),
        breach: breach.into(),
    };
    let context = CauseContext {
        redactor: &VolatileValueRedactor::new(&[]),
        operation,
        defect,
        defect_form,
    };
    RecordedViolation::new(violation, &context)
}

/// Returns a response of status code 200 in place of an error, as violations record it.
pub(crate) fn served_response_summary() -> ResponseSummary {
    ResponseSummary {
        kind: ResponseKind::NoError,
        ..bare_response_summary(200)
    }
}

/// Returns the row 404/7, as violations record it.
pub(crate) fn accepted_row_seven() -> AcceptedRow {
    AcceptedRow {
        row: ErrorId::new(7, 404),
        status: Some(404),
        code: 7.into(),
        message: ExpectedMessage::Any,
    }
}

/// Returns a violation of `row-expected`: 404/7 is expected and 404/9 came.
pub(crate) fn wrong_row_violation() -> RecordedViolation {
    wrong_row_violation_with_code(9)
}

/// Returns a violation of `row-expected`: 404/7 is expected and another code came.
pub(crate) fn wrong_row_violation_with_code(code: i64) -> RecordedViolation {
    violation(RowBreach::OtherRow {
        expected: vec![accepted_row_seven()],
        answer: response_summary(404, code),
    })
}

/// Returns a violation of this requirement at `/code`, where an integer is expected.
pub(crate) fn non_integer_code_violation(
    requirement: RequirementId,
    actual: impl Into<Value>,
) -> RecordedViolation {
    violation(BodySchemaBreach {
        requirement,
        at: JsonPointer::root().join_key("code"),
        rule: BodySchemaRule::Schema(serde_json::Map::from_iter([(
            "type".to_owned(),
            "integer".into(),
        )])),
        wanted: None,
        actual: Some(actual.into()),
    })
}

/// Returns a violation of `message-text`.
pub(crate) fn wrong_message_violation(expected: &str, actual: &str) -> RecordedViolation {
    violation(MessageBreach {
        at: JsonPointer::root().join_key("message"),
        expected: expected.to_owned(),
        actual: actual.to_owned(),
    })
}

/// Returns the failure of a control of this number that expected 200 or 204 and got this response.
pub(crate) fn failed_control_breach(number: usize, answer: ResponseSummary) -> ControlBreach {
    ControlBreach {
        number,
        statuses: vec![200, 204],
        answer,
    }
}

/// Returns a response of this status code without any other detail.
pub(crate) fn bare_response_summary(status: u16) -> ResponseSummary {
    ResponseSummary {
        code: None,
        ..response_summary(status, 0)
    }
}

/// Returns a violation of `body-one-object`: a list came.
pub(crate) fn non_object_body_violation() -> RecordedViolation {
    violation(WireFormatBreach::NotOneObject {
        found: NonObjectBodyKind::Array,
        text: "[]".to_owned(),
    })
}

/// Returns a violation of `no-token` in the body.
pub(crate) fn leaked_token_violation() -> RecordedViolation {
    violation(LeakBreach::Token {
        place: BreachPlace::Body,
        actors: vec![Actor::Owner],
    })
}
