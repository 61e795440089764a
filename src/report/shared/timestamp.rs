//! Timestamps in files.

use jiff::Timestamp;

/// Formats a UNIX time in milliseconds as ISO 8601: `2026-11-23T07:06:05.123Z`. A time after [`Timestamp::MAX`] (in the year 9999) becomes that.
pub(in crate::report) fn format_timestamp(unix_ms: u64) -> String {
    let timestamp = i64::try_from(unix_ms)
        .ok()
        .and_then(|unix_ms| Timestamp::from_millisecond(unix_ms).ok())
        .unwrap_or(Timestamp::MAX);
    format!("{timestamp:.3}")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::format_timestamp;

    #[rstest]
    #[case::the_first(0, "1970-01-01T00:00:00.000Z")]
    #[case::a_leap_day(951_782_400_000, "2000-02-29T00:00:00.000Z")]
    #[case::the_day_after(951_868_800_000, "2000-03-01T00:00:00.000Z")]
    #[case::the_end_of_a_year(1_798_761_599_999, "2026-12-31T23:59:59.999Z")]
    #[case::the_next(1_798_761_600_000, "2027-01-01T00:00:00.000Z")]
    fn a_time_is_told_as_iso_8601_has_it(#[case] unix_ms: u64, #[case] told: &str) {
        assert_eq!(format_timestamp(unix_ms), told);
    }
}
