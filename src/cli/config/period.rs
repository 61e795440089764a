//! How long things may take, as people write it.

use std::time::Duration;

/// The longest that may be waited for anything.
const LONGEST: Duration = Duration::from_secs(3600);

/// A text that is no time to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is no time to wait: write a number and its unit, `500ms`, `10s` or `2m`, up to an hour")]
pub(super) struct PeriodError;

/// Reads a number with a unit: `500ms`, `10s`, `2m`.
pub(super) fn period(text: &str) -> Result<Duration, PeriodError> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: u64 = digits.parse().map_err(|_error| PeriodError)?;
    let length = match &text[digits.len()..] {
        "ms" => Duration::from_millis(number),
        "s" => Duration::from_secs(number),
        "m" => Duration::from_secs(number.saturating_mul(60)),
        _ => return Err(PeriodError),
    };
    if length.is_zero() || length > LONGEST {
        return Err(PeriodError);
    }
    Ok(length)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("500ms", 500)]
    #[case("10s", 10_000)]
    #[case("60m", 3_600_000)]
    fn a_number_has_a_unit(#[case] text: &str, #[case] milliseconds: u64) {
        assert_eq!(period(text), Ok(Duration::from_millis(milliseconds)));
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
            "1h",
            "61m",
            "10 s",
            "99999999999999999999s",
            "18446744073709551615m"
        )]
        text: &str,
    ) {
        assert_eq!(period(text), Err(PeriodError));
    }
}
