//! The texts that are usual and not documented.

use super::catalogue::Variant;
use super::here::is;
use crate::api_error::DocumentedError;

/// The message of a row.
pub(crate) fn message(row: DocumentedError, usual: impl FnOnce() -> String) -> String {
    let text = match row {
        DocumentedError::InternalError => "Something went wrong on our side; try again later",
        DocumentedError::BadRequest => {
            "Invalid JSON, or invalid request format (check `error` key in the response body)"
        }
        DocumentedError::Unauthorized => "You need to be logged in for this.",
        DocumentedError::Forbidden => {
            "Your access to the API is blocked - please contact us in the support server"
        }
        DocumentedError::TooManyRequests => "Slow down!",
        DocumentedError::ModelInvalid => "The model could not be read (see `errors`)",
        _ => return usual(),
    };
    if is(Variant::Messages) {
        text.to_owned()
    } else {
        usual()
    }
}

/// The message of an error object.
pub(crate) fn worded(usual: String) -> String {
    if is(Variant::InnerMessages) {
        "This value cannot be used here.".to_owned()
    } else {
        usual
    }
}
