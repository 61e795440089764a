//! Timeouts, as written in the configuration file.

use std::time::Duration;

use crate::cli::args::duration::parse_duration;

/// The longest timeout.
const MAX_TIMEOUT: Duration = Duration::from_secs(3600);

/// The error of a text that is not a timeout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a timeout: write `500ms`, `10s`, `2m` or `1m30s`, up to an hour")]
pub(super) struct TimeoutFormatError;

/// Parses `500ms`, `10s`, `2m` or `1m30s`, up to an hour.
pub(super) fn parse_timeout(text: &str) -> Result<Duration, TimeoutFormatError> {
    parse_duration(text)
        .ok()
        .filter(|length| *length <= MAX_TIMEOUT)
        .ok_or(TimeoutFormatError)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("500ms", 500)]
    #[case("10s", 10_000)]
    #[case("1m30s", 90_000)]
    #[case("60m", 3_600_000)]
    #[case("1h", 3_600_000)]
    fn a_number_has_a_unit(#[case] text: &str, #[case] milliseconds: u64) {
        assert_eq!(parse_timeout(text), Ok(Duration::from_millis(milliseconds)));
    }

    #[rstest]
    fn what_is_no_time_to_wait_is_refused(
        #[values(
            "",
            "10",
            "s",
            "0s",
            "-1s",
            "+1s ",
            "1.5s",
            "1h1s",
            "61m",
            "10 s",
            "99999999999999999999s",
            "18446744073709551615m"
        )]
        text: &str,
    ) {
        assert_eq!(parse_timeout(text), Err(TimeoutFormatError));
    }
}
