//! The status of a caller in a scope.

use super::scope::Scope;

/// The status of a caller in a scope after a request: the content of the rate limit headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) scope: Scope,
    pub(crate) limit: u32,
    pub(crate) remaining: u64,
    /// The UNIX time in milliseconds at which the whole limit is available again.
    pub(crate) reset: u64,
    pub(crate) admission: Admission,
}

/// The decision about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    Granted,
    /// The request is refused; the wait until the next one is granted, in milliseconds, rounded up.
    Refused {
        retry_after: u64,
    },
}
