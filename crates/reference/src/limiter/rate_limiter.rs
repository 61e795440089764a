//! One tally per scope and caller.

use std::collections::HashMap;
use std::time::Duration;

use super::algorithm::{RequestTally, WINDOW, ceil_millis};
use super::options::{LimiterOptions, RateLimitKey, RetryAfterPolicy};
use super::rates::ScopeRates;
use super::scope::LimiterScope;
use super::status::{AdmissionDecision, RateLimitStatus};
use crate::access::ApiCaller;
use crate::moment::RequestTime;

/// A limiter that counts requests per scope and caller.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    rates: ScopeRates,
    options: LimiterOptions,
    tallies: HashMap<(LimiterScope, TallyOwner), RequestTally>,
    /// The latest moment so far: requests that arrive together may be admitted in another order than that of their clock readings.
    latest: Duration,
}

/// The owner of a tally.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum TallyOwner {
    Caller(ApiCaller),
    Token(Option<Vec<u8>>),
    Address,
}

impl RateLimiter {
    pub(crate) fn new(rates: ScopeRates, options: LimiterOptions) -> Self {
        Self {
            rates,
            options,
            tallies: HashMap::new(),
            latest: Duration::ZERO,
        }
    }

    /// Counts one request and grants or refuses it; `token` is the caller's as it was sent.
    pub(crate) fn admit_request(
        &mut self,
        scope: LimiterScope,
        caller: ApiCaller,
        token: Option<&[u8]>,
        moment: RequestTime,
    ) -> RateLimitStatus {
        let owner = match self.options.counted_by {
            RateLimitKey::Caller => TallyOwner::Caller(caller),
            RateLimitKey::Token => TallyOwner::Token(token.map(<[u8]>::to_vec)),
            RateLimitKey::Address => TallyOwner::Address,
        };
        let limit = self.rates.for_scope(scope);
        self.latest = self.latest.max(moment.uptime);
        let tally = self.tallies.entry((scope, owner));
        let count = tally
            .or_insert_with(|| RequestTally::new(self.options.algorithm, limit, self.latest))
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
                    retry_after: ceil_millis(match self.options.retry_wait {
                        RetryAfterPolicy::Exact => wait,
                        RetryAfterPolicy::WholeWindow => WINDOW,
                    }),
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
    use crate::limiter::LimiterAlgorithm;
    use crate::store::SystemKey;

    fn documented() -> RateLimiter {
        RateLimiter::new(ScopeRates::DOCUMENTED, LimiterOptions::default())
    }

    fn at(millis: u64) -> RequestTime {
        RequestTime {
            wall: Timestamp::from_millisecond(1_700_000_000_000 + i64::try_from(millis).unwrap())
                .unwrap(),
            uptime: Duration::from_millis(millis),
        }
    }

    fn ask(limiter: &mut RateLimiter, scope: LimiterScope, millis: u64) -> RateLimitStatus {
        limiter.admit_request(scope, ApiCaller::Anonymous, None, at(millis))
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
        let mut limiter = documented();
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
        let mut limiter = documented();
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
        let mut limiter = documented();
        for _ in 0..4 {
            ask(&mut limiter, LimiterScope::Update, 0);
        }
        assert_eq!(ask(&mut limiter, LimiterScope::Get, 0).remaining, 9);
        assert_eq!(ask(&mut limiter, LimiterScope::Message, 0).remaining, 9);
        let owner = ApiCaller::System(SystemKey::first());
        assert_eq!(
            limiter
                .admit_request(LimiterScope::Update, owner, None, at(0))
                .remaining,
            2
        );
    }

    #[test]
    fn a_clock_that_was_read_too_early_promises_no_longer_wait() {
        for algorithm in [
            LimiterAlgorithm::SteadyBucket,
            LimiterAlgorithm::SlidingWindow,
            LimiterAlgorithm::SlidingWindowWithRefusals,
        ] {
            let options = LimiterOptions {
                algorithm,
                ..LimiterOptions::default()
            };
            let mut limiter = RateLimiter::new(ScopeRates::DOCUMENTED, options);
            for millis in [102, 102, 101, 101, 100] {
                let standing = ask(&mut limiter, LimiterScope::Update, millis);
                match standing.admission {
                    AdmissionDecision::Granted => {}
                    AdmissionDecision::Refused { retry_after } => {
                        assert!(retry_after <= 1000, "{algorithm:?}: {retry_after}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_bucket_never_holds_more_than_its_limit() {
        let mut limiter = documented();
        ask(&mut limiter, LimiterScope::Get, 0);
        let standing = ask(&mut limiter, LimiterScope::Get, 60_000);
        assert_eq!(standing.remaining, 9);
        assert_eq!(standing.reset, 1_700_000_060_100);
    }

    #[rstest]
    #[case::by_caller(RateLimitKey::Caller, 1)]
    #[case::by_token(RateLimitKey::Token, 2)]
    #[case::by_address(RateLimitKey::Address, 0)]
    fn a_token_of_nobody_has_its_own_tally_only_if_tokens_are_counted(
        #[case] counted_by: RateLimitKey,
        #[case] remaining: u64,
    ) {
        let options = LimiterOptions {
            counted_by,
            ..LimiterOptions::default()
        };
        let mut limiter = RateLimiter::new(ScopeRates::DOCUMENTED, options);
        let owner = ApiCaller::System(SystemKey::first());
        let scope = LimiterScope::Update;
        limiter.admit_request(scope, owner, Some(b"own"), at(0));
        ask(&mut limiter, scope, 0);
        let standing = limiter.admit_request(scope, ApiCaller::Anonymous, Some(b"lost"), at(0));
        assert_eq!(standing.remaining, remaining);
    }

    #[test]
    fn a_refusal_may_ask_for_the_whole_window() {
        let options = LimiterOptions {
            retry_wait: RetryAfterPolicy::WholeWindow,
            ..LimiterOptions::default()
        };
        let mut limiter = RateLimiter::new(ScopeRates::DOCUMENTED, options);
        for _ in 0..3 {
            ask(&mut limiter, LimiterScope::Update, 0);
        }
        assert_eq!(
            ask(&mut limiter, LimiterScope::Update, 300).admission,
            AdmissionDecision::Refused { retry_after: 1000 }
        );
    }
}
