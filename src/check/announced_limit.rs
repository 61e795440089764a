//! Announced limits: the limit of a scope as the header of a response states it.
//!
//! An operator may raise a limit for single clients. A limit above the documented one is taken as announced. One below it is not, since the documented
//! limit is granted to every client.

use crate::contract::{RateLimitScope, RateLimits};
use crate::exchange::{Exchange, Response};

/// The limits that the responses to one client announce for a scope, none below the documented one.
///
/// They differ only if the target contradicts itself. The least is what the scope has to grant, the greatest is what a burst has to exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnnouncedLimits {
    /// The least of these limits.
    pub least: u32,
    /// The greatest of these limits.
    pub greatest: u32,
}

impl AnnouncedLimits {
    /// Finds the limits that these responses announce; both are the documented one if no response announces any.
    #[must_use]
    pub fn find(limits: &RateLimits, scope: &RateLimitScope, exchanges: &[&Exchange]) -> Self {
        let announced = || {
            let responses = exchanges.iter().map(|exchange| &exchange.response);
            responses
                .filter_map(|response| parse_announced_limit(limits, response))
                .map(|limit| limit.max(scope.limit))
        };
        Self {
            least: announced().min().unwrap_or(scope.limit),
            greatest: announced().max().unwrap_or(scope.limit),
        }
    }
}

/// Returns the limit by which a response is judged: the documented one, or a higher one that the response announces.
pub(super) fn limit_in_force(
    limits: &RateLimits,
    scope: &RateLimitScope,
    response: &Response,
) -> u32 {
    parse_announced_limit(limits, response)
        .map_or(scope.limit, |announced| announced.max(scope.limit))
}

/// Parses the limit that a response announces; `None` unless it has one such header, with a whole number.
pub(super) fn parse_announced_limit(limits: &RateLimits, response: &Response) -> Option<u32> {
    let mut values = response.header_values(&limits.headers.limit);
    match (values.next(), values.next()) {
        (Some(value), None) => {
            let number = parse_whole_number(value.to_string_lossy().trim())?;
            Some(u32::try_from(number).unwrap_or(u32::MAX))
        }
        (None | Some(_), _) => None,
    }
}

/// Parses a number written in decimal digits only, without a sign, a point or an exponent.
pub(super) fn parse_whole_number(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::testing::{TestJudge, build_exchange};
    use super::*;

    /// Finds the limits that responses with these limit headers announce for updates, of which 3 are documented.
    fn announced(values: &[Vec<&str>]) -> (u32, u32) {
        let rig = TestJudge::new();
        let limits = rig.limits.as_ref().unwrap();
        let scope = limits.find_scope("generic_update").unwrap();
        let exchanges = values.iter().map(|values| {
            let headers = values.iter().map(|value| ("x-ratelimit-limit", *value));
            build_exchange(200, &headers.collect::<Vec<_>>(), "{}")
        });
        let exchanges: Vec<Exchange> = exchanges.collect();
        let found =
            AnnouncedLimits::find(limits, scope, &exchanges.iter().collect::<Vec<&Exchange>>());
        (found.least, found.greatest)
    }

    #[rstest]
    #[case::none(vec![vec![]], (3, 3))]
    #[case::the_documented_one(vec![vec!["3"]], (3, 3))]
    #[case::a_higher_one(vec![vec!["20"], vec!["20"]], (20, 20))]
    #[case::a_lower_one(vec![vec!["2"], vec!["2"]], (3, 3))]
    #[case::on_some_responses_only(vec![vec!["20"], vec![]], (20, 20))]
    #[case::two_limits(vec![vec!["20"], vec!["3"], vec!["9"]], (3, 20))]
    #[case::no_number(vec![vec!["twenty"], vec!["20.0"], vec![""]], (3, 3))]
    #[case::two_headers(vec![vec!["20", "20"]], (3, 3))]
    #[case::larger_than_any_limit(vec![vec!["99999999999"]], (u32::MAX, u32::MAX))]
    fn a_limit_above_the_documented_one_is_taken_as_announced(
        #[case] values: Vec<Vec<&str>>,
        #[case] expected: (u32, u32),
    ) {
        assert_eq!(announced(&values), expected);
    }
}
