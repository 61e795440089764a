//! The texts that are usual and not documented.

use axum::http::StatusCode;
use badreq_reference::DocumentedError;
use serde_json::Value;

/// The rows whose message is only described, each with another message that fits.
const OTHER_MESSAGES: &[(DocumentedError, &str)] = &[
    (
        DocumentedError::InternalError,
        "Something went wrong on our side; try again later",
    ),
    (
        DocumentedError::BadRequest,
        "Invalid JSON, or invalid request format (check `error` key in the response body)",
    ),
    (
        DocumentedError::Unauthorized,
        "You need to be logged in for this.",
    ),
    (
        DocumentedError::Forbidden,
        "Your access to the API is blocked - please contact us in the support server",
    ),
    (DocumentedError::TooManyRequests, "Slow down!"),
    (
        DocumentedError::ModelInvalid,
        "The model could not be read (see `errors`)",
    ),
];

/// Replaces the message of an error body whose row has no exact one.
pub(super) fn replace_message(body: &mut Value, status: StatusCode) {
    let code = body.get("code").and_then(Value::as_u64);
    let is_row =
        |row: DocumentedError| row.status() == status.as_u16() && code == Some(row.code().into());
    let other = OTHER_MESSAGES.iter().find(|(row, _)| is_row(*row));
    if let (Some((_, text)), Some(message)) = (other, body.get_mut("message")) {
        *message = (*text).into();
    }
}

/// Replaces the message of every error object.
pub(super) fn replace_field_error_messages(body: &mut Value) {
    let errors = body.get_mut("errors").and_then(Value::as_object_mut);
    let lists = errors.into_iter().flat_map(serde_json::Map::values_mut);
    let objects = lists.filter_map(Value::as_array_mut).flatten();
    for message in objects.filter_map(|object| object.get_mut("message")) {
        *message = "This value cannot be used here.".into();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_a_described_message_is_replaced() {
        let mut described = json!({"message": "429: too many requests", "code": 0});
        replace_message(&mut described, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(described, json!({"message": "Slow down!", "code": 0}));
        let exact = json!({"message": "Member not found.", "code": 20002});
        let mut kept = exact.clone();
        replace_message(&mut kept, StatusCode::NOT_FOUND);
        assert_eq!(kept, exact);
    }

    #[test]
    fn every_error_object_gets_another_message_and_keeps_its_lengths() {
        let mut body = json!({"message": "m", "code": 40001, "errors": {
            "name": [{"message": "Field name is too long.", "max_length": 100, "actual_length": 101}],
        }});
        replace_field_error_messages(&mut body);
        assert_eq!(
            body,
            json!({"message": "m", "code": 40001, "errors": {
                "name": [{"message": "This value cannot be used here.", "max_length": 100, "actual_length": 101}],
            }})
        );
    }
}
