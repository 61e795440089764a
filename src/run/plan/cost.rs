//! The cost of requests to a target, estimated before they are sent.

use std::iter::Sum;
use std::ops::{Add, AddAssign};
use std::time::Duration;

use crate::contract::RateLimits;

/// A cost for comparison. Fields are compared in order: updates are the most expensive, then idle time, then reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::run) struct Weight {
    /// The number of requests that may change something.
    pub(in crate::run) updates: u64,
    /// The time in which nothing is sent, as between bursts.
    pub(in crate::run) waiting: Duration,
    /// The number of requests that only read.
    pub(in crate::run) reads: u64,
}

impl Add for Weight {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            updates: self.updates + other.updates,
            waiting: self.waiting + other.waiting,
            reads: self.reads + other.reads,
        }
    }
}

impl Sum for Weight {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::default(), Add::add)
    }
}

/// The cost of requests, by rate limit scope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::run) struct Bill {
    pub(in crate::run) weight: Weight,
    /// The number of requests in each scope, in the order of the limits. Scopes after the last entry have none.
    scopes: Vec<u64>,
    /// The number of resources that are created on the target.
    pub(in crate::run) made: u64,
}

impl Bill {
    /// Returns the cost of a number of requests in the scope with this index in the limits.
    pub(in crate::run) fn requests(count: u64, is_read: bool, scope: Option<usize>) -> Self {
        let mut bill = Self::default();
        if is_read {
            bill.weight.reads = count;
        } else {
            bill.weight.updates = count;
        }
        if let Some(scope) = scope {
            bill.scopes.resize(scope + 1, 0);
            if let Some(own) = bill.scopes.get_mut(scope) {
                *own = count;
            }
        }
        bill
    }

    /// Returns this cost multiplied by a count.
    pub(in crate::run) fn times(&self, count: u64) -> Self {
        let weight = self.weight;
        Self {
            weight: Weight {
                updates: weight.updates * count,
                waiting: weight.waiting * u32::try_from(count).unwrap_or(u32::MAX),
                reads: weight.reads * count,
            },
            scopes: self.scopes.iter().map(|own| own * count).collect(),
            made: self.made * count,
        }
    }

    /// Returns the cost of a time in which nothing is sent.
    pub(in crate::run) fn waiting(time: Duration) -> Self {
        Self {
            weight: Weight {
                waiting: time,
                ..Weight::default()
            },
            ..Self::default()
        }
    }

    /// Returns the number of requests in all scopes and outside of any.
    pub(in crate::run) fn sent(&self) -> u64 {
        self.weight.updates + self.weight.reads
    }

    /// Returns the number of requests in this scope.
    pub(in crate::run) fn in_scope(&self, scope: usize) -> u64 {
        self.scopes.get(scope).copied().unwrap_or(0)
    }

    /// Estimates the time that the requests take under these limits, with all scopes in parallel.
    ///
    /// Adds a fiftieth to each window, for the time that the throttle loses between a response and the next request.
    pub(in crate::run) fn time(&self, limits: &RateLimits) -> Duration {
        let window = Duration::from_millis(limits.window_ms);
        let scopes = limits.scopes.iter().enumerate().map(|(index, scope)| {
            let requests = u32::try_from(self.in_scope(index)).unwrap_or(u32::MAX);
            (window + window / 50) * requests / scope.limit.max(1)
        });
        scopes.max().unwrap_or_default() + self.weight.waiting
    }

    /// Subtracts a cost that is no longer due. No count falls below zero.
    pub(in crate::run) fn take_away(&mut self, other: &Self) {
        let weight = &mut self.weight;
        weight.updates = weight.updates.saturating_sub(other.weight.updates);
        weight.reads = weight.reads.saturating_sub(other.weight.reads);
        weight.waiting = weight.waiting.saturating_sub(other.weight.waiting);
        self.made = self.made.saturating_sub(other.made);
        for (own, other) in self.scopes.iter_mut().zip(&other.scopes) {
            *own = own.saturating_sub(*other);
        }
    }
}

impl AddAssign<&Self> for Bill {
    fn add_assign(&mut self, other: &Self) {
        self.weight = self.weight + other.weight;
        self.made += other.made;
        if self.scopes.len() < other.scopes.len() {
            self.scopes.resize(other.scopes.len(), 0);
        }
        for (own, other) in self.scopes.iter_mut().zip(&other.scopes) {
            *own += other;
        }
    }
}

impl Sum for Bill {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::default(), |mut sum, item| {
            sum += &item;
            sum
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Bill, Weight};
    use crate::contract::{RateHeaders, RateLimits, Scope};

    fn limits() -> RateLimits {
        let scope = |name: &str, limit| Scope {
            name: name.to_owned(),
            methods: Vec::new(),
            path_prefix: String::new(),
            limit,
        };
        RateLimits {
            window_ms: 1000,
            headers: RateHeaders {
                limit: String::new(),
                remaining: String::new(),
                reset: String::new(),
                scope: String::new(),
            },
            scopes: vec![scope("read", 10), scope("update", 3)],
        }
    }

    #[test]
    fn scopes_take_their_time_side_by_side_and_waiting_comes_on_top() {
        let bills = [
            Bill::requests(20, true, Some(0)),
            Bill::requests(9, false, Some(1)),
            Bill::requests(1000, true, None),
            Bill::waiting(Duration::from_secs(2)),
        ];
        let bill: Bill = bills.into_iter().sum();
        assert_eq!(bill.time(&limits()), Duration::from_millis(3060 + 2000));
        assert_eq!(
            (bill.sent(), bill.in_scope(0), bill.in_scope(1)),
            (1029, 20, 9)
        );
    }

    #[test]
    fn an_update_is_dearer_than_any_wait_and_a_wait_than_any_reads() {
        let of = |bill: Bill| bill.weight;
        let update = of(Bill::requests(1, false, None));
        let wait = of(Bill::waiting(Duration::from_secs(9)));
        let reads = of(Bill::requests(99, true, None));
        assert!(update > wait && wait > reads && reads > Weight::default());
    }

    #[test]
    fn what_is_taken_away_is_no_longer_to_come() {
        let mut bill: Bill = [
            Bill::requests(5, false, Some(1)),
            Bill::requests(2, true, Some(0)),
        ]
        .into_iter()
        .sum();
        bill.take_away(&Bill::requests(5, false, Some(1)));
        assert_eq!((bill.sent(), bill.in_scope(0), bill.in_scope(1)), (2, 2, 0));
    }
}
