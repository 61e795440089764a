//! The time at which a request is judged, read once per request and handed down.

use std::time::{Duration, Instant};

use jiff::{Timestamp, Unit};

/// A point in time: on the wall clock, for timestamps, and since the server started, for measuring.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestTime {
    /// The wall clock time in whole microseconds.
    pub(crate) wall: Timestamp,
    pub(crate) uptime: Duration,
}

impl RequestTime {
    pub(crate) fn now(started: Instant) -> Self {
        Self {
            wall: truncate_to_micros(Timestamp::now()),
            uptime: started.elapsed(),
        }
    }
}

/// Truncates a timestamp to microseconds, so that the value in a response equals the value that is compared.
pub(crate) fn truncate_to_micros(stamp: Timestamp) -> Timestamp {
    stamp
        .round(
            jiff::TimestampRound::new()
                .smallest(Unit::Microsecond)
                .mode(jiff::RoundMode::Trunc),
        )
        .unwrap_or(stamp)
}
