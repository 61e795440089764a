//! One tally per scope and caller.

use std::collections::HashMap;
use std::time::Duration;

use super::algorithm::{Tally, millis};
use super::rates::Rates;
use super::scope::Scope;
use super::standing::{Admission, Standing};
use crate::reference::moment::Moment;
use crate::reference::variant::{Counted, promised};

/// A limiter that counts requests per scope and caller.
#[derive(Debug)]
pub(crate) struct Limiter {
    rates: Rates,
    tallies: HashMap<(Scope, Counted), Tally>,
    /// The latest moment so far: requests that arrive together may be admitted in another order than that of their clock readings.
    latest: Duration,
}

impl Limiter {
    pub(crate) fn new(rates: Rates) -> Self {
        Self {
            rates,
            tallies: HashMap::new(),
            latest: Duration::ZERO,
        }
    }

    /// Counts one request and grants or refuses it.
    pub(crate) fn admit(
        &mut self,
        scope: Scope,
        counted: impl Into<Counted>,
        moment: Moment,
    ) -> Standing {
        let limit = self.rates.of_scope(scope);
        self.latest = self.latest.max(moment.uptime);
        let tally = self.tallies.entry((scope, counted.into()));
        let count = tally
            .or_insert_with(|| Tally::new(limit, self.latest))
            .ask(self.latest);
        let now = u64::try_from(moment.wall.as_millisecond()).unwrap_or(0);
        Standing {
            scope,
            limit,
            remaining: count.remaining,
            reset: now + millis(count.full_in),
            admission: match count.refused_for {
                None => Admission::Granted,
                Some(wait) => Admission::Refused {
                    retry_after: promised(millis(wait)),
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
    use crate::reference::access::Caller;
    use crate::reference::fault::{Board, Mode, during};
    use crate::reference::store::SystemKey;
    use crate::reference::variant::Variant;

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
        let owner = Caller::System(SystemKey::first());
        assert_eq!(limiter.admit(Scope::Update, owner, at(0)).remaining, 2);
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
                let mut limiter = Limiter::new(Rates::DOCUMENTED);
                for millis in [102, 102, 101, 101, 100] {
                    let standing = ask(&mut limiter, Scope::Update, millis);
                    match standing.admission {
                        Admission::Granted => {}
                        Admission::Refused { retry_after } => {
                            assert!(retry_after <= 1000, "{variant:?}: {retry_after}");
                        }
                    }
                }
            });
        }
    }

    #[test]
    fn a_bucket_never_holds_more_than_its_limit() {
        let mut limiter = Limiter::new(Rates::DOCUMENTED);
        ask(&mut limiter, Scope::Get, 0);
        let standing = ask(&mut limiter, Scope::Get, 60_000);
        assert_eq!(standing.remaining, 9);
        assert_eq!(standing.reset, 1_700_000_060_100);
    }
}
