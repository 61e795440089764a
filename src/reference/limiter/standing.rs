//! What a caller learns of a limit.

use super::scope::Scope;

/// Where a caller stands in a scope after a request: the content of the rate limit headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) scope: Scope,
    pub(crate) limit: u32,
    pub(crate) remaining: u64,
    /// UNIX time in milliseconds at which as many as the limit are let in again.
    pub(crate) reset: u64,
    pub(crate) admission: Admission,
}

/// Whether a request is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    Granted,
    /// Milliseconds until the next request is let in, rounded up.
    Refused {
        retry_after: u64,
    },
}
