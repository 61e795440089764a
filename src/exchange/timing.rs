//! When an exchange happened and how long it took.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// When a request left and its response arrived.
///
/// Taken by whoever sends; nothing that judges looks at a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Timing {
    /// Wall clock when the request left, as UNIX time in milliseconds.
    pub sent_unix_ms: u64,
    /// Wall clock when the response had arrived in full, as UNIX time in milliseconds.
    pub received_unix_ms: u64,
    /// Time from the request's first byte to the response's last, in microseconds, by a monotonic clock.
    pub elapsed_us: u64,
}

impl Timing {
    /// Time from the request's first byte to the response's last.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        Duration::from_micros(self.elapsed_us)
    }
}
