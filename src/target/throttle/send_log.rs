//! The log of the requests sent in one scope, which decides when the next one may leave.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use crate::target::ScopeTraffic;

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
struct Allowance {
    window: Duration,
    limit: usize,
    /// The tolerance for the resolution of the two clocks, which do not show the same time at the same moment.
    grain: Duration,
    /// The gap between ordinary requests. They are evenly spaced, so that an urgent request soon finds a free place and not a window later.
    spacing: Duration,
}

/// The time at which the next request may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::target) enum Due {
    /// The present moment.
    Now,
    /// A moment before which the request may not leave.
    At(Instant),
    /// A moment not yet known: a response must arrive first, or an urgent request must leave.
    Later,
}

/// A request that was sent.
#[derive(Clone, Copy, Debug)]
struct Sending {
    left: Instant,
    /// The time at which its response arrived or the request failed; `None` while it is in flight.
    answered: Option<Instant>,
}

/// The log of the requests sent in one scope.
#[derive(Debug)]
pub(in crate::target) struct Sendings {
    allowance: Option<Allowance>,
    /// The most recent requests, as far back as the limit or the peak needs them.
    recent: VecDeque<Sending>,
    /// The number of requests that were dropped from the front of `recent`.
    forgotten: u64,
    silent_until: Option<Instant>,
    /// The number of urgent requests that wait.
    pub(in crate::target) urgent: usize,
    sent_here: u64,
    peak: usize,
    waited: Duration,
    last_waited_for: Option<Instant>,
}

impl Sendings {
    /// Creates an empty log of a scope that allows `limit` requests per window, or of one without a limit.
    pub(in crate::target) fn new(limit: Option<(Duration, u32)>) -> Self {
        Self {
            allowance: limit.map(|(window, limit)| Allowance::new(window, limit)),
            recent: VecDeque::new(),
            forgotten: 0,
            silent_until: None,
            urgent: 0,
            sent_here: 0,
            peak: 0,
            waited: Duration::ZERO,
            last_waited_for: None,
        }
    }

    /// Returns when a request of this urgency may leave.
    pub(in crate::target) fn due(&self, urgency: Urgency, now: Instant) -> Due {
        let mut due = self.silent_until;
        if let Some(allowance) = self.allowance {
            match urgency {
                Urgency::Ordinary if self.urgent > 0 => return Due::Later,
                Urgency::Ordinary => {
                    let last = self.recent.back();
                    due = due.max(last.map(|last| last.left + allowance.spacing));
                }
                Urgency::Urgent => {}
            }
            let full = (self.recent.len() + 1).saturating_sub(allowance.limit);
            for sending in self.recent.iter().take(full) {
                let Some(answered) = sending.answered else {
                    return Due::Later;
                };
                due = due.max(Some(answered + allowance.window + allowance.grain));
            }
        }
        due.filter(|due| *due > now).map_or(Due::Now, Due::At)
    }

    /// Records that a request leaves, and returns its number; it is in flight until [`Self::answer`] is called.
    pub(in crate::target) fn leave(&mut self, now: Instant) -> u64 {
        self.forget(now);
        self.recent.push_back(Sending {
            left: now,
            answered: None,
        });
        self.sent_here += 1;
        let within_a_second = self
            .recent
            .iter()
            .rev()
            .take_while(|sending| now.duration_since(sending.left) < SECOND)
            .count();
        self.peak = self.peak.max(within_a_second);
        self.forgotten + u64::try_from(self.recent.len()).unwrap_or(u64::MAX) - 1
    }

    /// Removes the most recent request from the count, as it is counted in another scope.
    pub(in crate::target) fn count_elsewhere(&mut self) {
        self.sent_here -= 1;
    }

    /// Records that the request with this number has its response or has failed.
    pub(in crate::target) fn answer(&mut self, number: u64, now: Instant) {
        let place = number.checked_sub(self.forgotten);
        let place = place.and_then(|place| usize::try_from(place).ok());
        if let Some(sending) = place.and_then(|place| self.recent.get_mut(place)) {
            sending.answered = Some(now);
        }
    }

    /// Records the wait of a request that was ready at `ready` and leaves now; time in which several wait is counted once.
    pub(in crate::target) fn note_wait(&mut self, ready: Instant, now: Instant) {
        let since = self.last_waited_for.map_or(ready, |last| last.max(ready));
        self.waited += now.duration_since(since);
        self.last_waited_for = Some(now);
    }

    /// Pauses sending until this time; a longer pause that is already set stays.
    pub(in crate::target) fn hold_until(&mut self, until: Instant) {
        self.silent_until = self.silent_until.max(Some(until));
    }

    pub(in crate::target) fn traffic(&self) -> ScopeTraffic {
        ScopeTraffic {
            sent: self.sent_here,
            peak_per_second: u64::try_from(self.peak).unwrap_or(u64::MAX),
            waited_ms: u64::try_from(self.waited.as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// Drops the requests that neither the limit nor the peak needs any more.
    fn forget(&mut self, now: Instant) {
        let window = self.allowance.map_or(SECOND, |allowance| allowance.window);
        let horizon = window.max(SECOND) * 2;
        let is_over = |at: Instant| now.duration_since(at) > horizon;
        let is_limited = self.allowance.is_some();
        while let Some(first) = self.recent.front() {
            let is_done = !is_limited || first.answered.is_some_and(is_over);
            if !(is_done && is_over(first.left)) {
                break;
            }
            self.recent.pop_front();
            self.forgotten += 1;
        }
    }
}

impl Allowance {
    fn new(window: Duration, limit: u32) -> Self {
        let limit = limit.max(1);
        Self {
            window,
            limit: usize::try_from(limit).unwrap_or(usize::MAX),
            grain: window / 200,
            spacing: window / limit + Duration::from_millis(1),
        }
    }
}
