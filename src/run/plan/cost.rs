//! The cost of requests to a target, estimated before they are sent.

use std::iter::Sum;
use std::ops::{Add, AddAssign};
use std::time::Duration;

use crate::contract::RateLimits;

/// A cost for comparison. Fields are compared in order: updates are the most expensive, then idle time, then reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::run) struct ComparableCost {
    /// The number of requests that may change something.
    pub(in crate::run) updates: u64,
    /// The time in which nothing is sent, as between bursts.
    pub(in crate::run) idle_time: Duration,
    /// The number of requests that only read.
    pub(in crate::run) reads: u64,
}

impl Add for ComparableCost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            updates: self.updates + other.updates,
            idle_time: self.idle_time + other.idle_time,
            reads: self.reads + other.reads,
        }
    }
}

impl Sum for ComparableCost {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::default(), Add::add)
    }
}

/// The cost of requests, by rate limit scope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::run) struct RequestCost {
    pub(in crate::run) cost_key: ComparableCost,
    /// The number of requests in each scope, in the order of the limits. Scopes after the last entry have none.
    requests_by_scope: Vec<u64>,
    /// The number of resources that are created on the target.
    pub(in crate::run) created: u64,
}

impl RequestCost {
    /// Returns the cost of a number of requests in the scope with this index in the limits.
    pub(in crate::run) fn from_requests(count: u64, is_read: bool, scope: Option<usize>) -> Self {
        let mut bill = Self::default();
        if is_read {
            bill.cost_key.reads = count;
        } else {
            bill.cost_key.updates = count;
        }
        if let Some(scope) = scope {
            bill.requests_by_scope.resize(scope + 1, 0);
            if let Some(own) = bill.requests_by_scope.get_mut(scope) {
                *own = count;
            }
        }
        bill
    }

    /// Returns this cost multiplied by a count.
    pub(in crate::run) fn multiply_by(&self, count: u64) -> Self {
        let weight = self.cost_key;
        Self {
            cost_key: ComparableCost {
                updates: weight.updates * count,
                idle_time: weight.idle_time * u32::try_from(count).unwrap_or(u32::MAX),
                reads: weight.reads * count,
            },
            requests_by_scope: self
                .requests_by_scope
                .iter()
                .map(|own| own * count)
                .collect(),
            created: self.created * count,
        }
    }

    /// Returns the cost of a time in which nothing is sent.
    pub(in crate::run) fn from_idle_time(time: Duration) -> Self {
        Self {
            cost_key: ComparableCost {
                idle_time: time,
                ..ComparableCost::default()
            },
            ..Self::default()
        }
    }

    /// Returns the number of requests in all scopes and outside of any.
    pub(in crate::run) fn request_count(&self) -> u64 {
        self.cost_key.updates + self.cost_key.reads
    }

    /// Returns the number of requests in this scope.
    pub(in crate::run) fn requests_in_scope(&self, scope: usize) -> u64 {
        self.requests_by_scope.get(scope).copied().unwrap_or(0)
    }

    /// Estimates the time that the requests take under these limits, with all scopes in parallel.
    ///
    /// Adds a fiftieth to each window, for the time that the throttle loses between a response and the next request.
    pub(in crate::run) fn estimate_time(&self, limits: &RateLimits) -> Duration {
        let window = Duration::from_millis(limits.window_ms);
        let scopes = limits.scopes.iter().enumerate().map(|(index, scope)| {
            let requests = u32::try_from(self.requests_in_scope(index)).unwrap_or(u32::MAX);
            (window + window / 50) * requests / scope.limit.max(1)
        });
        scopes.max().unwrap_or_default() + self.cost_key.idle_time
    }

    /// Subtracts a cost that is no longer due. No count falls below zero.
    pub(in crate::run) fn subtract(&mut self, other: &Self) {
        let weight = &mut self.cost_key;
        weight.updates = weight.updates.saturating_sub(other.cost_key.updates);
        weight.reads = weight.reads.saturating_sub(other.cost_key.reads);
        weight.idle_time = weight.idle_time.saturating_sub(other.cost_key.idle_time);
        self.created = self.created.saturating_sub(other.created);
        for (own, other) in self
            .requests_by_scope
            .iter_mut()
            .zip(&other.requests_by_scope)
        {
            *own = own.saturating_sub(*other);
        }
    }
}

impl AddAssign<&Self> for RequestCost {
    fn add_assign(&mut self, other: &Self) {
        self.cost_key = self.cost_key + other.cost_key;
        self.created += other.created;
        if self.requests_by_scope.len() < other.requests_by_scope.len() {
            self.requests_by_scope
                .resize(other.requests_by_scope.len(), 0);
        }
        for (own, other) in self
            .requests_by_scope
            .iter_mut()
            .zip(&other.requests_by_scope)
        {
            *own += other;
        }
    }
}

impl Sum for RequestCost {
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

    use super::{ComparableCost, RequestCost};
    use crate::contract::{RateLimitHeaderNames, RateLimitScope, RateLimits};

    fn limits() -> RateLimits {
        let scope = |name: &str, limit| RateLimitScope {
            name: name.to_owned(),
            methods: Vec::new(),
            path_prefix: String::new(),
            limit,
        };
        RateLimits {
            window_ms: 1000,
            headers: RateLimitHeaderNames {
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
            RequestCost::from_requests(20, true, Some(0)),
            RequestCost::from_requests(9, false, Some(1)),
            RequestCost::from_requests(1000, true, None),
            RequestCost::from_idle_time(Duration::from_secs(2)),
        ];
        let bill: RequestCost = bills.into_iter().sum();
        assert_eq!(
            bill.estimate_time(&limits()),
            Duration::from_millis(3060 + 2000)
        );
        assert_eq!(
            (
                bill.request_count(),
                bill.requests_in_scope(0),
                bill.requests_in_scope(1)
            ),
            (1029, 20, 9)
        );
    }

    #[test]
    fn an_update_is_dearer_than_any_wait_and_a_wait_than_any_reads() {
        let of = |bill: RequestCost| bill.cost_key;
        let update = of(RequestCost::from_requests(1, false, None));
        let wait = of(RequestCost::from_idle_time(Duration::from_secs(9)));
        let reads = of(RequestCost::from_requests(99, true, None));
        assert!(update > wait && wait > reads && reads > ComparableCost::default());
    }

    #[test]
    fn what_is_taken_away_is_no_longer_to_come() {
        let mut bill: RequestCost = [
            RequestCost::from_requests(5, false, Some(1)),
            RequestCost::from_requests(2, true, Some(0)),
        ]
        .into_iter()
        .sum();
        bill.subtract(&RequestCost::from_requests(5, false, Some(1)));
        assert_eq!(
            (
                bill.request_count(),
                bill.requests_in_scope(0),
                bill.requests_in_scope(1)
            ),
            (2, 2, 0)
        );
    }
}
