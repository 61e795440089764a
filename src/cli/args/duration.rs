//! Durations on the command line.

use std::time::Duration;

/// Parses `30s`, `2m`, `1m30s`, `1h` or `500ms`: whole numbers, the larger unit first.
pub(in crate::cli) fn parse_duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is not a duration: write `30s`, `2m` or `1m30s`");
    let mut rest = text;
    let mut total = Duration::ZERO;
    let mut smallest = u64::MAX;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit());
        let (number, behind) = digits
            .and_then(|at| rest.split_at_checked(at))
            .ok_or_else(wrong)?;
        let unit = behind
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(behind.len());
        let (unit, behind) = behind.split_at_checked(unit).ok_or_else(wrong)?;
        let unit_ms = match unit {
            "ms" => 1,
            "s" => 1000,
            "m" => 60 * 1000,
            "h" => 60 * 60 * 1000,
            _ => return Err(wrong()),
        };
        if unit_ms >= smallest {
            return Err(wrong());
        }
        smallest = unit_ms;
        let number: u64 = number.parse().map_err(|_| wrong())?;
        let own = number.checked_mul(unit_ms).ok_or_else(wrong)?;
        total = total
            .checked_add(Duration::from_millis(own))
            .ok_or_else(wrong)?;
        rest = behind;
    }
    if total.is_zero() {
        return Err(format!(
            "`{text}` is no time at all: write a longer one, such as `30s` or `2m`"
        ));
    }
    Ok(total)
}

/// Parses a timeout of up to an hour; a number without a unit is in seconds.
pub(in crate::cli) fn parse_timeout_arg(text: &str) -> Result<Duration, String> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let spelled = if is_number {
        format!("{text}s")
    } else {
        text.to_owned()
    };
    parse_duration(&spelled)
        .ok()
        .filter(|length| *length <= Duration::from_secs(3600))
        .ok_or_else(|| {
            format!("`{text}` is not a duration: write `30s`, `2m` or a number of seconds, up to an hour")
        })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rstest::rstest;

    use super::{parse_duration, parse_timeout_arg};

    #[rstest]
    #[case::number("30", Some(30))]
    #[case::span("2m", Some(120))]
    #[case::nothing("0", None)]
    #[case::empty("", None)]
    #[case::too_long("3601", None)]
    fn a_time_to_wait_may_be_a_number_of_seconds(#[case] text: &str, #[case] seconds: Option<u64>) {
        assert_eq!(
            parse_timeout_arg(text).ok(),
            seconds.map(Duration::from_secs)
        );
    }

    #[rstest]
    #[case::seconds("30s", 30_000)]
    #[case::minutes("2m", 120_000)]
    #[case::both("1m30s", 90_000)]
    #[case::hours("1h", 3_600_000)]
    #[case::milliseconds("1s500ms", 1500)]
    fn a_span_is_read_unit_by_unit(#[case] text: &str, #[case] ms: u64) {
        assert_eq!(parse_duration(text), Ok(Duration::from_millis(ms)));
    }

    #[rstest]
    #[case::nothing("")]
    #[case::no_unit("30")]
    #[case::no_number("s")]
    #[case::no_such_unit("30x")]
    #[case::a_unit_twice("1s1s")]
    #[case::the_wrong_way_round("30s1m")]
    #[case::a_fraction("1.5s")]
    #[case::below_nothing("-1s")]
    #[case::no_time_at_all("0s")]
    #[case::more_than_fits("99999999999999999999h")]
    fn what_is_no_span_is_refused(#[case] text: &str) {
        let refused = parse_duration(text).expect_err("it is none");
        assert!(refused.contains("30s"), "{refused}");
    }
}
