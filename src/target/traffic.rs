//! What a target was sent.

use std::time::Duration;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// What a target was sent so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// Requests that were sent, of every scope and of none.
    pub requests: u64,
    /// How many of them were sent again, because no answer came: the target was not reached, or a connection broke.
    pub repeated: u64,
    /// Each scope by its name, in the order in which the limits list them.
    pub scopes: IndexMap<String, ScopeTraffic>,
    /// Requests for which no limit is documented; all of them where the target is not paced.
    pub unlimited: ScopeTraffic,
}

/// What was sent in one scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeTraffic {
    /// Requests that were sent.
    pub sent: u64,
    /// The most of them that were sent within any one second.
    pub peak_per_second: u64,
    /// How long a request stood ready and was held back to stay under the limit, in milliseconds.
    ///
    /// Counted once, however many more stood in line behind it.
    pub waited_ms: u64,
}

impl ScopeTraffic {
    /// How long a request stood ready and was held back to stay under the limit.
    #[must_use]
    pub const fn waited(&self) -> Duration {
        Duration::from_millis(self.waited_ms)
    }
}
