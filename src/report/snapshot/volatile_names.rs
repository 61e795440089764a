//! The fields of a response whose values differ from run to run.

use crate::outcome::RateLimitHeaders;

/// The prefixes of the header names that a snapshot shows for every API.
const SHOWN_HEADER_PREFIXES: &[&str] = &[
    "content-type",
    "location",
    "retry-after",
    "www-authenticate",
];

/// The names that a contract gives to fields whose values differ from response to response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotFieldNames {
    /// The key of a body that holds the time to wait.
    pub wait_key: String,
    /// The headers that report the state of a rate limit, if limits are documented.
    pub rate_headers: Option<RateLimitHeaders>,
}

impl SnapshotFieldNames {
    /// Reports whether a snapshot shows the header of this name.
    pub(super) fn shows_header(&self, name: &str) -> bool {
        let reports_limit = |limits: &RateLimitHeaders| {
            [
                &limits.limit,
                &limits.remaining,
                &limits.reset,
                &limits.scope,
            ]
            .into_iter()
            .any(|own| own == name)
        };
        SHOWN_HEADER_PREFIXES
            .iter()
            .any(|own| name.starts_with(own))
            || self.rate_headers.as_ref().is_some_and(reports_limit)
    }

    /// Reports whether the value of the header of this name differs from response to response.
    pub(super) fn is_volatile_header(&self, name: &str) -> bool {
        let changes = |limits: &RateLimitHeaders| name == limits.remaining || name == limits.reset;
        name == "retry-after" || self.rate_headers.as_ref().is_some_and(changes)
    }
}
