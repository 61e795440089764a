//! How long an answer is held back.

use std::time::Duration;

use super::catalogue::Variant;
use crate::moment::RequestTime;

/// The longest that jitter holds an answer back, in milliseconds, plus one.
const JITTER: u64 = 10;

/// How long an answer to a request of this moment is held back.
pub(crate) fn delay(is: impl Fn(Variant) -> bool, moment: RequestTime) -> Option<Duration> {
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

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn held_back(variant: Option<Variant>, micros: u64) -> Option<Duration> {
        let moment = RequestTime {
            wall: Timestamp::UNIX_EPOCH,
            uptime: Duration::from_micros(micros),
        };
        delay(|other| variant == Some(other), moment)
    }

    #[test]
    fn an_answer_is_held_back_for_as_long_as_the_variant_says() {
        assert_eq!(held_back(None, 7), None);
        assert_eq!(held_back(Some(Variant::Chunked), 7), None);
        let millis =
            |variant, micros| held_back(Some(variant), micros).map(|time| time.as_millis());
        assert_eq!(millis(Variant::Latency5, 7), Some(5));
        assert_eq!(millis(Variant::Latency300, 7), Some(300));
        assert_eq!(millis(Variant::Jitter, 1_000_007), Some(7));
        assert_eq!(millis(Variant::Jitter, 1_000_049), Some(9));
    }
}
