//! The time at which a request is judged, read once per request and handed down.

use std::time::{Duration, Instant};

use jiff::{Timestamp, Unit};

/// One point in time: on the wall, for stamps, and since the server started, for measuring.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// Whole microseconds.
    pub(crate) wall: Timestamp,
    pub(crate) uptime: Duration,
}

impl Moment {
    pub(crate) fn now(started: Instant) -> Self {
        Self {
            wall: to_micros(Timestamp::now()),
            uptime: started.elapsed(),
        }
    }
}

/// A time stamp without what lies below a microsecond, so that what is answered is what is compared.
pub(crate) fn to_micros(stamp: Timestamp) -> Timestamp {
    stamp
        .round(
            jiff::TimestampRound::new()
                .smallest(Unit::Microsecond)
                .mode(jiff::RoundMode::Trunc),
        )
        .unwrap_or(stamp)
}
