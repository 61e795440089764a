//! Where a response holds what changes by itself.

use crate::outcome::RateHeaders;

/// The beginnings of the names of headers that show what a response is, whatever the API.
const SHOWN: &[&str] = &[
    "content-type",
    "location",
    "retry-after",
    "www-authenticate",
];

/// The names that a contract gives to what changes from response to response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangingNames {
    /// The key of a body that holds the time to wait.
    pub wait: String,
    /// The headers that report the state of a limit, where limits are documented.
    pub limits: Option<RateHeaders>,
}

impl ChangingNames {
    /// Whether a snapshot shows the header of this name.
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

    /// Whether the value of the header of this name changes by itself.
    pub(super) fn is_changing_header(&self, name: &str) -> bool {
        let changes = |limits: &RateHeaders| name == limits.remaining || name == limits.reset;
        name == "retry-after" || self.limits.as_ref().is_some_and(changes)
    }
}
