//! Clock skew: how far the clock of a target is ahead of that of the harness.
//!
//! A server states times by its own clock, and its `Date` header field shows this clock (RFC 9110, 6.6.1).

use jiff::fmt::rfc2822::DateTimeParser;

use crate::exchange::Exchange;

/// The resolution of `Date`, in milliseconds.
const DATE_RESOLUTION_MS: i64 = 1000;

/// An interval that contains the skew of a clock: the time by which it is ahead of that of the harness. It is negative for a clock that is behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClockSkewRange {
    /// The least possible skew in milliseconds.
    pub least_ms: i64,
    /// The greatest possible skew in milliseconds.
    pub most_ms: i64,
}

impl ClockSkewRange {
    /// Derives the skew that the `Date` of a response allows; `None` if it has none that can be read, or comes from a cache.
    ///
    /// The server wrote the date at some time between sending and arrival, and left out the fraction of the second.
    #[must_use]
    pub fn from_exchange(exchange: &Exchange) -> Option<Self> {
        let response = &exchange.response;
        if response.header_values("age").next().is_some() {
            return None;
        }
        let date = response.header_text("date")?;
        let date = DateTimeParser::new().parse_timestamp(date.trim()).ok()?;
        let date_ms = date.as_millisecond();
        let sent_ms = i64::try_from(exchange.timing.sent_unix_ms).ok()?;
        let received_ms = i64::try_from(exchange.timing.received_unix_ms).ok()?;
        Some(Self {
            least_ms: date_ms.saturating_sub(received_ms),
            most_ms: date_ms
                .saturating_add(DATE_RESOLUTION_MS)
                .saturating_sub(sent_ms),
        })
    }

    /// Reports whether any clock has this skew: the least is not greater than the most.
    #[must_use]
    pub fn is_nonempty(self) -> bool {
        self.least_ms <= self.most_ms
    }

    /// Returns the skew that two responses allow; it is impossible if they come from different clocks.
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        Self {
            least_ms: self.least_ms.max(other.least_ms),
            most_ms: self.most_ms.min(other.most_ms),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::testing::{NOW, build_exchange};
    use super::*;

    /// `NOW` as a date. The exchanges of these tests are sent then and take 20 ms.
    const DATE_NOW: &str = "Tue, 14 Nov 2023 22:13:20 GMT";

    fn skew(headers: &[(&str, &str)]) -> Option<(i64, i64)> {
        let skew = ClockSkewRange::from_exchange(&build_exchange(200, headers, ""));
        skew.map(|skew| (skew.least_ms, skew.most_ms))
    }

    #[rstest]
    #[case::the_same_clock(DATE_NOW, Some((-20, 1000)))]
    #[case::forty_seconds_ahead("Tue, 14 Nov 2023 22:14:00 GMT", Some((39_980, 41_000)))]
    #[case::a_minute_behind("Tue, 14 Nov 2023 22:12:20 GMT", Some((-60_020, -59_000)))]
    #[case::no_date("now", None)]
    #[case::another_weekday("Mon, 14 Nov 2023 22:13:20 GMT", None)]
    fn a_date_allows_an_interval_of_a_second_and_the_time_of_the_exchange(
        #[case] date: &str,
        #[case] expected: Option<(i64, i64)>,
    ) {
        assert_eq!(NOW % 1000, 0);
        assert_eq!(skew(&[("date", date)]), expected);
    }

    #[test]
    fn a_response_without_a_date_or_from_a_cache_allows_any_skew() {
        assert_eq!(skew(&[]), None);
        assert_eq!(skew(&[("date", DATE_NOW), ("age", "40")]), None);
    }

    #[test]
    fn several_responses_allow_only_what_each_of_them_does() {
        let one = ClockSkewRange {
            least_ms: -20,
            most_ms: 980,
        };
        let other = ClockSkewRange {
            least_ms: 300,
            most_ms: 1300,
        };
        let both = ClockSkewRange {
            least_ms: 300,
            most_ms: 980,
        };
        assert_eq!(one.intersect(other), both);
        assert!(both.is_nonempty());
        let of_another_clock = ClockSkewRange {
            least_ms: 39_980,
            most_ms: 41_000,
        };
        assert!(!both.intersect(of_another_clock).is_nonempty());
    }
}
