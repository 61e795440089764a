//! The values that error objects have at the keys of the error model; each may be missing.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::optional_value::deserialize_present_value;

/// The keys of an error object that hold lengths.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ErrorLengthKeys {
    /// The key of the limit.
    pub max: String,
    /// The key of the length that was sent.
    pub actual: String,
}

/// The text that an error object has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReceivedErrorText {
    /// The text; `None` if there is none.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "deserialize_present_value"
    )]
    pub text: Option<Value>,
}

/// The lengths that an error object states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReceivedErrorLengths {
    /// The limit; `None` if there is none.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "deserialize_present_value"
    )]
    pub max: Option<Value>,
    /// The length that was sent; `None` if there is none.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "deserialize_present_value"
    )]
    pub actual: Option<Value>,
}
