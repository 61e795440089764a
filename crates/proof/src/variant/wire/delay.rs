//! How long a response is held back.

use std::time::Duration;

use crate::variant::catalogue::Variant;
use crate::variant::set::VariantSet;

/// The longest time that jitter holds a response back, in milliseconds, plus one.
const JITTER: u64 = 10;

/// Returns the time for which the response to a request of this moment is held back.
pub(super) fn find_delay(variants: &VariantSet, uptime: Duration) -> Option<Duration> {
    let millis = if variants.has(Variant::Latency5) {
        5
    } else if variants.has(Variant::Latency300) {
        300
    } else if variants.has(Variant::Jitter) {
        // The last digits of the clock are as good as drawn: one request after another gets another delay.
        u64::from(uptime.subsec_micros()) % JITTER
    } else {
        return None;
    };
    Some(Duration::from_millis(millis))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn held_back(variant: Variant, micros: u64) -> Option<u128> {
        let variants = VariantSet::new(&BTreeSet::from([variant]));
        let delay = find_delay(&variants, Duration::from_micros(micros));
        delay.map(|delay| delay.as_millis())
    }

    #[test]
    fn a_response_is_held_back_for_as_long_as_the_variant_says() {
        assert_eq!(held_back(Variant::Chunked, 7), None);
        assert_eq!(held_back(Variant::Latency5, 7), Some(5));
        assert_eq!(held_back(Variant::Latency300, 7), Some(300));
        assert_eq!(held_back(Variant::Jitter, 1_000_007), Some(7));
        assert_eq!(held_back(Variant::Jitter, 1_000_049), Some(9));
    }
}
