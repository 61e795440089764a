//! The log of the requests sent in one scope, which decides when the next one may leave.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use crate::target::RateLimitScopeCounts;

const SECOND: Duration = Duration::from_secs(1);

/// The priority of a request among others that wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::target) enum Urgency {
    /// The request leaves, evenly spaced, when no urgent request waits.
    #[default]
    Ordinary,
    /// The request leaves as soon as the limit allows it.
    Urgent,
}

/// The number of requests that a scope may send in a window.
///
/// A request reaches the server at some time between its sending and its response. With a limit of `limit`, a request therefore
/// leaves no earlier than a window after the *response* to the request `limit` places before it, and to all requests before that
/// one; while one of these has no response, it waits. As the server sees it, the last of any `limit + 1` requests then
/// arrives at least a window after the first, whatever the latencies are. No limiter that allows `limit` requests in a window can
/// refuse one: neither a sliding window, nor a fixed window, nor a bucket of `limit` tokens that
/// is refilled by `limit` per window, since within any time `t` no more than `limit * (t / window + 1)` requests arrive.
/// The price is one response time per window.
#[derive(Clone, Copy, Debug)]
struct SendQuota {
    window: Duration,
    limit: usize,
    /// The tolerance for the resolution of the two clocks, which do not show the same time at the same moment.
    clock_tolerance: Duration,
    /// The gap between ordinary requests. They are evenly spaced, so that an urgent request soon finds a free place and not a window later.
    spacing: Duration,
}

/// The time at which the next request may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::target) enum DueTime {
    /// The present moment.
    Now,
    /// A moment before which the request may not leave.
    At(Instant),
    /// A moment not yet known: a response must arrive first, or an urgent request must leave.
    AfterNotification,
}

/// A request that was sent.
#[derive(Clone, Copy, Debug)]
struct SentRequest {
    sent_at: Instant,
    /// The time at which its response arrived or the request failed; `None` while it is in flight.
    completed_at: Option<Instant>,
}

/// The log of the requests sent in one scope.
#[derive(Debug)]
pub(in crate::target) struct SendLog {
    quota: Option<SendQuota>,
    /// The most recent requests, as far back as the limit or the peak needs them.
    recent: VecDeque<SentRequest>,
    /// The number of requests that were dropped from the front of `recent`.
    pruned: u64,
    paused_until: Option<Instant>,
    /// The number of urgent requests that wait.
    pub(in crate::target) urgent_waiting: usize,
    sent_count: u64,
    peak: usize,
    waited: Duration,
    last_waited_for: Option<Instant>,
}

impl SendLog {
    /// Creates an empty log of a scope that allows `limit` requests per window, or of one without a limit.
    pub(in crate::target) fn new(limit: Option<(Duration, u32)>) -> Self {
        Self {
            quota: limit.map(|(window, limit)| SendQuota::new(window, limit)),
            recent: VecDeque::new(),
            pruned: 0,
            paused_until: None,
            urgent_waiting: 0,
            sent_count: 0,
            peak: 0,
            waited: Duration::ZERO,
            last_waited_for: None,
        }
    }

    /// Returns when a request of this urgency may leave.
    pub(in crate::target) fn next_due(&self, urgency: Urgency, now: Instant) -> DueTime {
        let mut due = self.paused_until;
        if let Some(allowance) = self.quota {
            match urgency {
                Urgency::Ordinary if self.urgent_waiting > 0 => return DueTime::AfterNotification,
                Urgency::Ordinary => {
                    let last = self.recent.back();
                    due = due.max(last.map(|last| last.sent_at + allowance.spacing));
                }
                Urgency::Urgent => {}
            }
            let full = (self.recent.len() + 1).saturating_sub(allowance.limit);
            for sending in self.recent.iter().take(full) {
                let Some(answered) = sending.completed_at else {
                    return DueTime::AfterNotification;
                };
                due = due.max(Some(
                    answered + allowance.window + allowance.clock_tolerance,
                ));
            }
        }
        due.filter(|due| *due > now)
            .map_or(DueTime::Now, DueTime::At)
    }

    /// Records that a request leaves, and returns its number; it is in flight until [`Self::record_completed`] is called.
    pub(in crate::target) fn record_sent(&mut self, now: Instant) -> u64 {
        self.prune_old_requests(now);
        self.recent.push_back(SentRequest {
            sent_at: now,
            completed_at: None,
        });
        self.sent_count += 1;
        let within_a_second = self
            .recent
            .iter()
            .rev()
            .take_while(|sending| now.duration_since(sending.sent_at) < SECOND)
            .count();
        self.peak = self.peak.max(within_a_second);
        self.pruned + u64::try_from(self.recent.len()).unwrap_or(u64::MAX) - 1
    }

    /// Removes the most recent request from the count, as it is counted in another scope.
    pub(in crate::target) fn uncount_last(&mut self) {
        self.sent_count -= 1;
    }

    /// Records that the request with this number has its response or has failed.
    pub(in crate::target) fn record_completed(&mut self, number: u64, now: Instant) {
        let place = number.checked_sub(self.pruned);
        let place = place.and_then(|place| usize::try_from(place).ok());
        if let Some(sending) = place.and_then(|place| self.recent.get_mut(place)) {
            sending.completed_at = Some(now);
        }
    }

    /// Records the wait of a request that was ready at `ready` and leaves now; time in which several wait is counted once.
    pub(in crate::target) fn record_wait(&mut self, ready: Instant, now: Instant) {
        let since = self.last_waited_for.map_or(ready, |last| last.max(ready));
        self.waited += now.duration_since(since);
        self.last_waited_for = Some(now);
    }

    /// Pauses sending until this time; a longer pause that is already set stays.
    pub(in crate::target) fn pause_until(&mut self, until: Instant) {
        self.paused_until = self.paused_until.max(Some(until));
    }

    pub(in crate::target) fn traffic(&self) -> RateLimitScopeCounts {
        RateLimitScopeCounts {
            sent: self.sent_count,
            peak_per_second: u64::try_from(self.peak).unwrap_or(u64::MAX),
            waited_ms: u64::try_from(self.waited.as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// Drops the requests that neither the limit nor the peak needs any more.
    fn prune_old_requests(&mut self, now: Instant) {
        let window = self.quota.map_or(SECOND, |allowance| allowance.window);
        let horizon = window.max(SECOND) * 2;
        let is_over = |at: Instant| now.duration_since(at) > horizon;
        let is_limited = self.quota.is_some();
        while let Some(first) = self.recent.front() {
            let is_done = !is_limited || first.completed_at.is_some_and(is_over);
            if !(is_done && is_over(first.sent_at)) {
                break;
            }
            self.recent.pop_front();
            self.pruned += 1;
        }
    }
}

impl SendQuota {
    fn new(window: Duration, limit: u32) -> Self {
        let limit = limit.max(1);
        Self {
            window,
            limit: usize::try_from(limit).unwrap_or(usize::MAX),
            clock_tolerance: window / 200,
            spacing: window / limit + Duration::from_millis(1),
        }
    }
}
