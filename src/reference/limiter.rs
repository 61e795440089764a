//! The rate limiter: a bucket of R per scope and caller, refilled at R per second.

use std::collections::HashMap;
use std::time::Duration;

use axum::http::Method;

use super::access::Caller;
use super::fault::named;
use super::moment::Moment;
use super::options::{DOCUMENTED, Limits, LimitsError};

/// What one request costs. With this unit a bucket refills by R for each nanosecond, without fractions.
const COST: u64 = 1_000_000_000;
const NANOS_PER_MILLI: u64 = 1_000_000;

named! {
    /// What a limit is counted by, next to the caller.
    pub(crate) enum Scope {
        Get = "generic_get",
        Message = "message",
        Update = "generic_update",
    }
}

impl Scope {
    /// The scope of a request, known before its route is: whatever reads counts as a read.
    pub(crate) fn of(method: &Method, path: &str) -> Self {
        match *method {
            Method::GET | Method::HEAD | Method::OPTIONS => {
                if path.starts_with("/v2/messages/") {
                    Self::Message
                } else {
                    Self::Get
                }
            }
            _ => Self::Update,
        }
    }
}

/// Requests per second for each scope, none of them 0.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rates {
    get: u32,
    message: u32,
    update: u32,
}

impl Rates {
    pub(crate) const DOCUMENTED: Self = Self {
        get: DOCUMENTED.0,
        message: DOCUMENTED.1,
        update: DOCUMENTED.2,
    };

    /// The rates to enforce, `None` for no limits.
    ///
    /// # Errors
    ///
    /// [`LimitsError::Zero`] for a scope that would let nothing in.
    pub(crate) fn of(limits: Limits) -> Result<Option<Self>, LimitsError> {
        let (get, message, update) = match limits {
            Limits::Documented => DOCUMENTED,
            Limits::None => return Ok(None),
            Limits::PerSecond {
                get,
                update,
                message,
            } => (get, message, update),
        };
        for (scope, rate) in [("get", get), ("message", message), ("update", update)] {
            if rate == 0 {
                return Err(LimitsError::Zero {
                    scope: scope.to_owned(),
                });
            }
        }
        Ok(Some(Self {
            get,
            message,
            update,
        }))
    }

    const fn of_scope(self, scope: Scope) -> u32 {
        match scope {
            Scope::Get => self.get,
            Scope::Message => self.message,
            Scope::Update => self.update,
        }
    }
}

/// Where a caller stands in a scope after a request: the content of the rate limit headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) scope: Scope,
    pub(crate) limit: u32,
    pub(crate) remaining: u64,
    /// UNIX time in milliseconds at which the bucket is full again.
    pub(crate) reset: u64,
    pub(crate) admission: Admission,
}

/// Whether a request is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    Granted,
    /// Milliseconds until the next request is let in, rounded up.
    Refused {
        retry_after: u64,
    },
}

#[derive(Debug)]
struct Bucket {
    content: u64,
    seen: Duration,
}

/// Counts requests per scope and caller.
#[derive(Debug)]
pub(crate) struct Limiter {
    rates: Rates,
    buckets: HashMap<(Scope, Caller), Bucket>,
}

impl Limiter {
    pub(crate) fn new(rates: Rates) -> Self {
        Self {
            rates,
            buckets: HashMap::new(),
        }
    }

    /// Asks for one request. A refused one costs nothing.
    pub(crate) fn admit(&mut self, scope: Scope, caller: Caller, moment: Moment) -> Standing {
        let limit = self.rates.of_scope(scope);
        let rate = u64::from(limit);
        let full = rate * COST;
        let bucket = self.buckets.entry((scope, caller)).or_insert(Bucket {
            content: full,
            seen: moment.uptime,
        });
        let elapsed = moment.uptime.saturating_sub(bucket.seen).as_nanos();
        let refill = u64::try_from(elapsed.saturating_mul(u128::from(rate))).unwrap_or(full);
        bucket.content = bucket.content.saturating_add(refill).min(full);
        bucket.seen = bucket.seen.max(moment.uptime);

        let admission = match bucket.content.checked_sub(COST) {
            Some(rest) => {
                bucket.content = rest;
                Admission::Granted
            }
            None => Admission::Refused {
                retry_after: millis_to_gain(COST - bucket.content, rate),
            },
        };
        let now = u64::try_from(moment.wall.as_millisecond()).unwrap_or(0);
        Standing {
            scope,
            limit,
            remaining: bucket.content / COST,
            reset: now + millis_to_gain(full - bucket.content, rate),
            admission,
        }
    }
}

fn millis_to_gain(missing: u64, rate: u64) -> u64 {
    missing.div_ceil(rate).div_ceil(NANOS_PER_MILLI)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use rstest::rstest;

    use super::*;

    fn at(millis: u64) -> Moment {
        Moment {
            wall: Timestamp::from_millisecond(1_700_000_000_000 + i64::try_from(millis).unwrap())
                .unwrap(),
            uptime: Duration::from_millis(millis),
        }
    }

    fn ask(limiter: &mut Limiter, scope: Scope, millis: u64) -> Standing {
        limiter.admit(scope, Caller::Anonymous, at(millis))
    }

    #[rstest]
    #[case::reads(Scope::Get, 10, 100)]
    #[case::messages(Scope::Message, 10, 100)]
    #[case::updates(Scope::Update, 3, 334)]
    fn from_rest_the_limit_is_granted_and_no_more(
        #[case] scope: Scope,
        #[case] limit: u32,
        #[case] wait: u64,
    ) {
        let mut limiter = Limiter::new(Rates::DOCUMENTED);
        for sent in 1..=limit {
            let standing = ask(&mut limiter, scope, 0);
            assert_eq!(standing.admission, Admission::Granted);
            assert_eq!(standing.remaining, u64::from(limit - sent));
            assert_eq!(standing.limit, limit);
        }
        let refused = ask(&mut limiter, scope, 0);
        assert_eq!(refused.admission, Admission::Refused { retry_after: wait });
        assert_eq!(refused.reset, 1_700_000_001_000);
    }

    #[test]
    fn who_waits_for_as_long_as_told_gets_in_and_not_before() {
        let mut limiter = Limiter::new(Rates::DOCUMENTED);
        for _ in 0..3 {
            ask(&mut limiter, Scope::Update, 0);
        }
        assert_eq!(
            ask(&mut limiter, Scope::Update, 100).admission,
            Admission::Refused { retry_after: 234 }
        );
        assert_eq!(
            ask(&mut limiter, Scope::Update, 333).admission,
            Admission::Refused { retry_after: 1 }
        );
        assert_eq!(
            ask(&mut limiter, Scope::Update, 334).admission,
            Admission::Granted
        );
    }

    #[test]
    fn a_used_up_scope_leaves_the_others_and_other_callers_alone() {
        let mut limiter = Limiter::new(Rates::DOCUMENTED);
        for _ in 0..4 {
            ask(&mut limiter, Scope::Update, 0);
        }
        assert_eq!(ask(&mut limiter, Scope::Get, 0).remaining, 9);
        assert_eq!(ask(&mut limiter, Scope::Message, 0).remaining, 9);
        let owner = Caller::System(super::super::store::SystemKey::first());
        assert_eq!(limiter.admit(Scope::Update, owner, at(0)).remaining, 2);
    }

    #[test]
    fn a_bucket_never_holds_more_than_its_limit() {
        let mut limiter = Limiter::new(Rates::DOCUMENTED);
        ask(&mut limiter, Scope::Get, 0);
        let standing = ask(&mut limiter, Scope::Get, 60_000);
        assert_eq!(standing.remaining, 9);
        assert_eq!(standing.reset, 1_700_000_060_100);
    }

    #[rstest]
    #[case::read(Method::GET, "/v2/members/abcdef", Scope::Get)]
    #[case::message(Method::GET, "/v2/messages/1", Scope::Message)]
    #[case::post(Method::POST, "/v2/members", Scope::Update)]
    #[case::delete(Method::DELETE, "/v2/messages/1", Scope::Update)]
    fn the_scope_follows_from_method_and_path(
        #[case] method: Method,
        #[case] path: &str,
        #[case] scope: Scope,
    ) {
        assert_eq!(Scope::of(&method, path), scope);
    }
}
