//! The fields of a response whose values differ from response to response.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::{Contract, JsonPointer, RateLimitHeaderNames};

/// The prefixes of the header names that are compared for every API.
const COMPARED_HEADER_PREFIXES: &[&str] = &[
    "content-type",
    "location",
    "retry-after",
    "www-authenticate",
];

/// The names that a contract gives to fields whose values differ from response to response.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct VolatileFieldNames {
    /// The place of a body that holds the time to wait, if bodies state it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<JsonPointer>,
    /// The headers that report the state of a rate limit, if limits are documented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_headers: Option<RateLimitHeaderNames>,
}

impl VolatileFieldNames {
    /// Reads the names from a contract.
    #[must_use]
    pub fn from_contract(contract: &Contract) -> Self {
        Self {
            wait: contract.model.wait.as_ref().map(|own| own.at.clone()),
            rate_headers: contract.limits.as_ref().map(|own| own.headers.clone()),
        }
    }

    /// Reports whether snapshots and comparisons show the header of this name, which is documented for the API or for every one.
    pub(crate) fn is_compared_header(&self, name: &str) -> bool {
        let reports_limit = |limits: &RateLimitHeaderNames| limits.names().contains(&name);
        COMPARED_HEADER_PREFIXES
            .iter()
            .any(|own| name.starts_with(own))
            || self.rate_headers.as_ref().is_some_and(reports_limit)
    }

    /// Reports whether the value of the header of this name differs from response to response.
    pub(crate) fn is_volatile_header(&self, name: &str) -> bool {
        let changes =
            |limits: &RateLimitHeaderNames| name == limits.remaining || name == limits.reset;
        name == "retry-after" || self.rate_headers.as_ref().is_some_and(changes)
    }

    /// Replaces the time to wait, which differs in each response, by a placeholder that keeps its type.
    pub(crate) fn redact_retry_wait(&self, body: &mut Value) {
        let is_whole = |wait: &Value| {
            wait.as_f64()
                .is_some_and(|wait| wait >= 0.0 && wait.fract() == 0.0)
        };
        if let Some(at) = &self.wait
            && at.find_in(body).is_some_and(is_whole)
        {
            at.insert_into(body, Value::from("[integer]"));
        }
    }
}
