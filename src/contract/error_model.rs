//! The error model: the keys of an error body and their meanings.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ErrorId;

/// The keys of an error body, and the rows whose bodies have the optional keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorModel {
    /// The key of the numerical error code.
    pub code: String,
    /// The key of the description.
    pub message: String,
    /// The key of the details of a validation error.
    pub errors: String,
    /// The key of the milliseconds to wait after a rate-limit refusal.
    pub retry_after: String,
    /// The key of an error object that holds the limit.
    pub max_length: String,
    /// The key of an error object that holds the length of the value sent.
    pub actual_length: String,
    /// The rows whose bodies have the details of a validation error.
    pub model_error_rows: Vec<ErrorId>,
    /// The rows that refuse a request because of a rate limit.
    pub rate_limit_rows: Vec<ErrorId>,
    /// The rows whose meaning describes the error instead of giving its message.
    pub described_rows: Vec<ErrorId>,
}

impl ErrorModel {
    /// Reports whether a body has the key of the error code, by which an error of the API is told from the page of a gateway.
    #[must_use]
    pub fn has_code(&self, body: &Value) -> bool {
        body.get(&self.code).is_some()
    }
}
