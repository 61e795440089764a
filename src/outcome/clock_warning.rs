//! Warnings about the clock of a target.

use super::{CaseOutcome, VacuityWarning};
use crate::check::ClockSkewRange;

/// The skew in milliseconds up to which a clock needs no remark.
const MAX_PLAIN_SKEW_MS: i64 = 2000;

/// The time in milliseconds by which the dates of one clock may contradict each other: servers renew them once a second only.
const DATE_RENEWAL_MS: i64 = 1000;

/// Finds a clock that is wrong by more than two seconds, or several clocks, in the dates of all recorded responses.
pub(super) fn find_clock_warning(cases: &[CaseOutcome]) -> Option<VacuityWarning> {
    let exchanges = cases.iter().flat_map(|outcome| &outcome.steps);
    let skews = exchanges.filter_map(|step| ClockSkewRange::from_exchange(&step.exchange));
    let ClockSkewRange { least_ms, most_ms } = skews.reduce(ClockSkewRange::intersect)?;
    let apart_ms = least_ms.saturating_sub(most_ms);
    if apart_ms > DATE_RENEWAL_MS {
        return Some(VacuityWarning::SeveralClocks { apart_ms });
    }
    let (low, high) = (least_ms.min(most_ms), least_ms.max(most_ms));
    let is_skewed = low > MAX_PLAIN_SKEW_MS || high < -MAX_PLAIN_SKEW_MS;
    is_skewed.then(|| VacuityWarning::ClockSkewed {
        ahead_ms: low.midpoint(high),
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::outcome::Verdict;
    use crate::outcome::testing::case_outcome;

    /// 14 November 2023, 22:13:20 GMT, as UNIX time in milliseconds.
    const NOW: u64 = 1_700_000_000_000;

    /// Returns a case whose response arrived 20 ms after its request was sent, so many milliseconds after `NOW`.
    fn dated(sent_after_ms: u64, date: &str) -> CaseOutcome {
        let mut outcome = case_outcome("a", Verdict::Pass, None);
        let exchange = &mut outcome.steps[0].exchange;
        exchange.response.headers = vec![("date".to_owned(), date.into())];
        exchange.timing.sent_unix_ms = NOW + sent_after_ms;
        exchange.timing.received_unix_ms = NOW + sent_after_ms + 20;
        outcome
    }

    const AT_20: &str = "Tue, 14 Nov 2023 22:13:20 GMT";
    const AT_22: &str = "Tue, 14 Nov 2023 22:13:22 GMT";
    const AT_23: &str = "Tue, 14 Nov 2023 22:13:23 GMT";
    const A_MINUTE_AGO: &str = "Tue, 14 Nov 2023 22:12:20 GMT";

    #[rstest]
    #[case::none(vec![case_outcome("a", Verdict::Pass, None)], None)]
    #[case::right(vec![dated(0, AT_20), dated(999, AT_20)], None)]
    #[case::perhaps_two_seconds_ahead(vec![dated(0, AT_22)], None)]
    #[case::more_than_two_seconds_ahead(
        vec![dated(0, AT_23), dated(500, AT_23)],
        Some(VacuityWarning::ClockSkewed { ahead_ms: 3240 })
    )]
    #[case::behind(
        vec![dated(0, A_MINUTE_AGO)],
        Some(VacuityWarning::ClockSkewed { ahead_ms: -59_510 })
    )]
    #[case::a_date_that_is_renewed_once_a_second(vec![dated(0, AT_20), dated(1900, AT_20)], None)]
    #[case::two_clocks(
        vec![dated(0, AT_20), dated(0, A_MINUTE_AGO)],
        Some(VacuityWarning::SeveralClocks { apart_ms: 58_980 })
    )]
    fn a_clock_that_is_wrong_is_remarked_on_once(
        #[case] cases: Vec<CaseOutcome>,
        #[case] expected: Option<VacuityWarning>,
    ) {
        assert_eq!(find_clock_warning(&cases), expected);
    }
}
