//! The error model: which keys of a body mean what.

use serde::{Deserialize, Serialize};

use super::RowName;

/// The keys of an error body and which rows carry the optional ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorModel {
    /// The key of the numerical error code.
    pub code: String,
    /// The key of the description.
    pub message: String,
    /// The key of the details of a model error.
    pub errors: String,
    /// The key of the milliseconds to wait after a rate-limit refusal.
    pub retry_after: String,
    /// The key of an error object that holds the limit.
    pub max_length: String,
    /// The key of an error object that holds the length that was sent.
    pub actual_length: String,
    /// Rows whose body has the details of a model error.
    pub model_error_rows: Vec<RowName>,
    /// Rows that refuse for the rate.
    pub rate_limit_rows: Vec<RowName>,
    /// Rows whose meaning describes the error instead of being its message.
    pub described_rows: Vec<RowName>,
}
