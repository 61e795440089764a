//! One tally per scope and caller.

use std::collections::HashMap;
use std::time::Duration;

use super::algorithm::{RequestTally, ceil_millis};
use super::rates::ScopeRates;
use super::scope::LimiterScope;
use super::status::{AdmissionDecision, RateLimitStatus};
use crate::moment::RequestTime;
use crate::variant::{Counted, promised};

/// A limiter that counts requests per scope and caller.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    rates: ScopeRates,
    tallies: HashMap<(LimiterScope, Counted), RequestTally>,
    /// The latest moment so far: requests that arrive together may be admitted in another order than that of their clock readings.
    latest: Duration,
}

impl RateLimiter {
    pub(crate) fn new(rates: ScopeRates) -> Self {
        Self {
            rates,
            tallies: HashMap::new(),
            latest: Duration::ZERO,
        }
    }

    /// Counts one request and grants or refuses it.
    pub(crate) fn admit_request(
        &mut self,
        scope: LimiterScope,
        counted: impl Into<Counted>,
        moment: RequestTime,
    ) -> RateLimitStatus {
        let limit = self.rates.for_scope(scope);
        self.latest = self.latest.max(moment.uptime);
        let tally = self.tallies.entry((scope, counted.into()));
        let count = tally
            .or_insert_with(|| RequestTally::new(limit, self.latest))
            .count_request(self.latest);
        let now = u64::try_from(moment.wall.as_millisecond()).unwrap_or(0);
        RateLimitStatus {
            scope,
            limit,
            remaining: count.remaining,
            reset: now + ceil_millis(count.full_in),
            admission: match count.refused_for {
                None => AdmissionDecision::Granted,
                Some(wait) => AdmissionDecision::Refused {
                    retry_after: promised(ceil_millis(wait)),
                },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use rstest::rstest;

    use super::*;
    use crate::access::ApiCaller;
    use crate::fault::{Board, Mode, during};
    use crate::store::SystemKey;
    use crate::variant::Variant;

    fn at(millis: u64) -> RequestTime {
        RequestTime {
            wall: Timestamp::from_millisecond(1_700_000_000_000 + i64::try_from(millis).unwrap())
                .unwrap(),
            uptime: Duration::from_millis(millis),
        }
    }

    fn ask(limiter: &mut RateLimiter, scope: LimiterScope, millis: u64) -> RateLimitStatus {
        limiter.admit_request(scope, ApiCaller::Anonymous, at(millis))
    }

    #[rstest]
    #[case::reads(LimiterScope::Get, 10, 100)]
    #[case::messages(LimiterScope::Message, 10, 100)]
    #[case::updates(LimiterScope::Update, 3, 334)]
    fn from_rest_the_limit_is_granted_and_no_more(
        #[case] scope: LimiterScope,
        #[case] limit: u32,
        #[case] wait: u64,
    ) {
        let mut limiter = RateLimiter::new(ScopeRates::DOCUMENTED);
        for sent in 1..=limit {
            let standing = ask(&mut limiter, scope, 0);
            assert_eq!(standing.admission, AdmissionDecision::Granted);
            assert_eq!(standing.remaining, u64::from(limit - sent));
            assert_eq!(standing.limit, limit);
        }
        let refused = ask(&mut limiter, scope, 0);
        assert_eq!(
            refused.admission,
            AdmissionDecision::Refused { retry_after: wait }
        );
        assert_eq!(refused.reset, 1_700_000_001_000);
    }

    #[test]
    fn who_waits_for_as_long_as_told_gets_in_and_not_before() {
        let mut limiter = RateLimiter::new(ScopeRates::DOCUMENTED);
        for _ in 0..3 {
            ask(&mut limiter, LimiterScope::Update, 0);
        }
        assert_eq!(
            ask(&mut limiter, LimiterScope::Update, 100).admission,
            AdmissionDecision::Refused { retry_after: 234 }
        );
        assert_eq!(
            ask(&mut limiter, LimiterScope::Update, 333).admission,
            AdmissionDecision::Refused { retry_after: 1 }
        );
        assert_eq!(
            ask(&mut limiter, LimiterScope::Update, 334).admission,
            AdmissionDecision::Granted
        );
    }

    #[test]
    fn a_used_up_scope_leaves_the_others_and_other_callers_alone() {
        let mut limiter = RateLimiter::new(ScopeRates::DOCUMENTED);
        for _ in 0..4 {
            ask(&mut limiter, LimiterScope::Update, 0);
        }
        assert_eq!(ask(&mut limiter, LimiterScope::Get, 0).remaining, 9);
        assert_eq!(ask(&mut limiter, LimiterScope::Message, 0).remaining, 9);
        let owner = ApiCaller::System(SystemKey::first());
        assert_eq!(
            limiter
                .admit_request(LimiterScope::Update, owner, at(0))
                .remaining,
            2
        );
    }

    #[test]
    fn a_clock_that_was_read_too_early_promises_no_longer_wait() {
        for variant in [
            None,
            Some(Variant::SlidingWindow),
            Some(Variant::RefusalsCount),
        ] {
            let board = Board::new(Mode::Sound, variant);
            during(&board, || {
                let mut limiter = RateLimiter::new(ScopeRates::DOCUMENTED);
                for millis in [102, 102, 101, 101, 100] {
                    let standing = ask(&mut limiter, LimiterScope::Update, millis);
                    match standing.admission {
                        AdmissionDecision::Granted => {}
                        AdmissionDecision::Refused { retry_after } => {
                            assert!(retry_after <= 1000, "{variant:?}: {retry_after}");
                        }
                    }
                }
            });
        }
    }

    #[test]
    fn a_bucket_never_holds_more_than_its_limit() {
        let mut limiter = RateLimiter::new(ScopeRates::DOCUMENTED);
        ask(&mut limiter, LimiterScope::Get, 0);
        let standing = ask(&mut limiter, LimiterScope::Get, 60_000);
        assert_eq!(standing.remaining, 9);
        assert_eq!(standing.reset, 1_700_000_060_100);
    }
}
