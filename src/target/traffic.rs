//! Counts of the requests that were sent to a target.

use std::time::Duration;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Counts of the requests that were sent to a target so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestCountsByScope {
    /// The number of requests sent, within the scopes and outside them.
    pub requests: u64,
    /// The number of requests sent again because no response arrived: the target was not reached, or a connection broke.
    pub repeated: u64,
    /// The counts of each scope by its name, in the order of the limits.
    pub scopes: IndexMap<String, RateLimitScopeCounts>,
    /// The counts of requests without a documented limit; all requests if the target is not throttled.
    pub unlimited: RateLimitScopeCounts,
}

/// Counts of the requests that were sent within one scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateLimitScopeCounts {
    /// The number of requests sent.
    pub sent: u64,
    /// The largest number of requests sent within any one second.
    pub peak_per_second: u64,
    /// The time for which a ready request was held back to stay under the limit, in milliseconds.
    ///
    /// Requests that wait at the same time are counted once.
    pub waited_ms: u64,
}

impl RateLimitScopeCounts {
    /// Returns the time for which a ready request was held back to stay under the limit.
    #[must_use]
    pub const fn throttle_wait_time(&self) -> Duration {
        Duration::from_millis(self.waited_ms)
    }
}
