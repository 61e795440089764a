//! The times of an exchange.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The times at which a request was sent and its response arrived.
///
/// The sending client measures them; checks never read a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExchangeTiming {
    /// The wall-clock time at which the request was sent, as UNIX time in milliseconds.
    pub sent_unix_ms: u64,
    /// The wall-clock time at which the whole response had arrived, as UNIX time in milliseconds.
    pub received_unix_ms: u64,
    /// The time from the request's first byte to the response's last, in microseconds, by a monotonic clock.
    pub elapsed_us: u64,
}

impl ExchangeTiming {
    /// Returns the time from the request's first byte to the response's last.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        Duration::from_micros(self.elapsed_us)
    }
}
