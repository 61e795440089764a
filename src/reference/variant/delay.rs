//! How long an answer is held back.

use std::time::Duration;

use super::catalogue::Variant;
use crate::reference::moment::Moment;

/// The longest that jitter holds an answer back, in milliseconds, plus one.
const JITTER: u64 = 25;

/// How long an answer to a request of this moment is held back.
pub(crate) fn delay(variant: Option<Variant>, moment: Moment) -> Option<Duration> {
    let is = |other| variant == Some(other);
    let millis = if is(Variant::Latency5) {
        5
    } else if is(Variant::Latency300) {
        300
    } else if is(Variant::Jitter) {
        // The last digits of the clock are as good as drawn: one request after another gets another delay.
        u64::from(moment.uptime.subsec_micros()) % JITTER
    } else {
        return None;
    };
    Some(Duration::from_millis(millis))
}
