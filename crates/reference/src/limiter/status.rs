//! The status of a caller in a scope.

use super::scope::LimiterScope;

/// The status of a caller in a scope after a request: the content of the rate limit headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RateLimitStatus {
    pub(crate) scope: LimiterScope,
    pub(crate) limit: u32,
    pub(crate) remaining: u64,
    /// The UNIX time in milliseconds at which the whole limit is available again.
    pub(crate) reset: u64,
    pub(crate) admission: AdmissionDecision,
}

/// The decision about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AdmissionDecision {
    Granted,
    /// The request is refused; the wait until the next one is granted, in milliseconds, rounded up.
    Refused {
        retry_after: u64,
    },
}
