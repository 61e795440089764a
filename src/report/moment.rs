//! Points in time, as files want them.

/// A UNIX time in milliseconds as ISO 8601 has it: `2026-11-23T07:06:05.123Z`.
pub(super) fn moment(unix_ms: u64) -> String {
    let (seconds, milliseconds) = (unix_ms / 1000, unix_ms % 1000);
    let (year, month, day) = date(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milliseconds:03}Z")
}

/// Year, month and day of the day of this number, counted from 0 at the beginning of 1970.
fn date(day: u64) -> (u64, u64, u64) {
    // Years that begin with March have their leap day at the end; 400 of them have 146,097 days.
    let day = day + 719_468;
    let (era, day) = (day / 146_097, day % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (era * 400 + year + next, month, day)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::moment;

    #[rstest]
    #[case::the_first(0, "1970-01-01T00:00:00.000Z")]
    #[case::a_leap_day(951_782_400_000, "2000-02-29T00:00:00.000Z")]
    #[case::the_day_after(951_868_800_000, "2000-03-01T00:00:00.000Z")]
    #[case::the_end_of_a_year(1_798_761_599_999, "2026-12-31T23:59:59.999Z")]
    #[case::the_next(1_798_761_600_000, "2027-01-01T00:00:00.000Z")]
    fn a_time_is_told_as_iso_8601_has_it(#[case] unix_ms: u64, #[case] told: &str) {
        assert_eq!(moment(unix_ms), told);
    }
}
