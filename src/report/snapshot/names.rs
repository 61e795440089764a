//! The fields of a response whose values differ from run to run.

use crate::outcome::RateHeaders;

/// The prefixes of the header names that a snapshot shows for every API.
const SHOWN: &[&str] = &[
    "content-type",
    "location",
    "retry-after",
    "www-authenticate",
];

/// The names that a contract gives to fields whose values differ from response to response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangingNames {
    /// The key of a body that holds the time to wait.
    pub wait: String,
    /// The headers that report the state of a rate limit, if limits are documented.
    pub limits: Option<RateHeaders>,
}

impl ChangingNames {
    /// Reports whether a snapshot shows the header of this name.
    pub(super) fn shows_header(&self, name: &str) -> bool {
        let reports_limit = |limits: &RateHeaders| {
            [
                &limits.limit,
                &limits.remaining,
                &limits.reset,
                &limits.scope,
            ]
            .into_iter()
            .any(|own| own == name)
        };
        SHOWN.iter().any(|own| name.starts_with(own))
            || self.limits.as_ref().is_some_and(reports_limit)
    }

    /// Reports whether the value of the header of this name differs from response to response.
    pub(super) fn is_changing_header(&self, name: &str) -> bool {
        let changes = |limits: &RateHeaders| name == limits.remaining || name == limits.reset;
        name == "retry-after" || self.limits.as_ref().is_some_and(changes)
    }
}
