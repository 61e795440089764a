//! A token bucket with room for R requests that is refilled at R per second.

use std::time::Duration;

use super::algorithm::TallyOutcome;

/// The cost of one request. In this unit a bucket gains R per nanosecond, without fractions.
const REQUEST_COST: u64 = 1_000_000_000;

/// The way in which a bucket is refilled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RefillMode {
    /// A little with every nanosecond.
    Steady,
    /// A whole request at regular intervals, whether requests come or not.
    OneByOne,
}

/// The content of a bucket, and the time of its last refill.
#[derive(Debug)]
pub(super) struct TokenBucket {
    rate: u64,
    refill: RefillMode,
    content: u64,
    refilled_at: Duration,
}

impl TokenBucket {
    /// Creates a full bucket.
    pub(super) fn new(limit: u32, refill: RefillMode, now: Duration) -> Self {
        let rate = u64::from(limit);
        let mut bucket = Self {
            rate,
            refill,
            content: rate * REQUEST_COST,
            refilled_at: Duration::ZERO,
        };
        bucket.refilled_at = bucket.compute_last_refill(now);
        bucket
    }

    /// Returns the last moment at which the bucket was refilled.
    fn compute_last_refill(&self, now: Duration) -> Duration {
        match self.refill {
            RefillMode::Steady => now,
            RefillMode::OneByOne => {
                let step = u128::from(REQUEST_COST.div_ceil(self.rate));
                let ticks = now.as_nanos() / step;
                Duration::from_nanos(u64::try_from(ticks * step).unwrap_or(u64::MAX))
            }
        }
    }

    pub(super) fn count_request(&mut self, now: Duration) -> TallyOutcome {
        let full = self.rate * REQUEST_COST;
        let tick = self.compute_last_refill(now);
        let elapsed = tick.saturating_sub(self.refilled_at).as_nanos();
        let refill = u64::try_from(elapsed.saturating_mul(u128::from(self.rate))).unwrap_or(full);
        self.content = self.content.saturating_add(refill).min(full);
        self.refilled_at = self.refilled_at.max(tick);
        let granted = self.content.checked_sub(REQUEST_COST);
        let refused_for = match granted {
            Some(rest) => {
                self.content = rest;
                None
            }
            None => Some(self.time_until_filled_to(REQUEST_COST, now)),
        };
        TallyOutcome {
            refused_for,
            remaining: self.content / REQUEST_COST,
            full_in: self.time_until_filled_to(full, now),
        }
    }

    /// Returns the time until the bucket has this content.
    fn time_until_filled_to(&self, content: u64, now: Duration) -> Duration {
        let missing = content.saturating_sub(self.content);
        let gained = Duration::from_nanos(missing.div_ceil(self.rate));
        let at = match self.refill {
            RefillMode::Steady => self.refilled_at + gained,
            RefillMode::OneByOne => {
                let step = Duration::from_nanos(REQUEST_COST.div_ceil(self.rate));
                let steps = gained.as_nanos().div_ceil(step.as_nanos());
                self.refilled_at + step * u32::try_from(steps).unwrap_or(u32::MAX)
            }
        };
        at.saturating_sub(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(bucket: &mut TokenBucket, millis: u64) -> TallyOutcome {
        bucket.count_request(Duration::from_millis(millis))
    }

    #[test]
    fn a_bucket_that_gains_one_by_one_lets_the_next_in_at_the_next_tick() {
        let mut bucket = TokenBucket::new(10, RefillMode::OneByOne, Duration::from_millis(1234));
        for left in (0..10).rev() {
            let count = ask(&mut bucket, 1234);
            assert_eq!((count.refused_for, count.remaining), (None, left));
        }
        let refused = ask(&mut bucket, 1234);
        assert_eq!(refused.refused_for, Some(Duration::from_millis(66)));
        assert_eq!(refused.full_in, Duration::from_millis(966));
        assert!(ask(&mut bucket, 1299).refused_for.is_some());
        assert!(ask(&mut bucket, 1300).refused_for.is_none());
        assert!(ask(&mut bucket, 1300).refused_for.is_some());
    }

    #[test]
    fn a_bucket_of_either_kind_lets_through_twice_its_limit_at_most_within_a_second() {
        for refill in [RefillMode::Steady, RefillMode::OneByOne] {
            let mut bucket = TokenBucket::new(3, refill, Duration::ZERO);
            let times = (0..1000).map(|millis| ask(&mut bucket, 5000 + millis));
            let granted = times.filter(|count| count.refused_for.is_none()).count();
            assert!((3..=6).contains(&granted), "{refill:?}: {granted}");
        }
    }
}
