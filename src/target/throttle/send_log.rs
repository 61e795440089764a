//! What one scope was sent, and when the next request may leave.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use crate::target::ScopeTraffic;

const SECOND: Duration = Duration::from_secs(1);

/// Whether a request goes before others that wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::target) enum Urgency {
    /// It leaves when nothing urgent waits, evenly spaced.
    #[default]
    Ordinary,
    /// It leaves as soon as the limit lets it.
    Urgent,
}

/// How often a scope may send.
///
/// A request reaches the server somewhere between its sending and its answer. So a request leaves no earlier than a window
/// after the *answer* of the one that is as many places before it as the limit is high, and of all that were sent before that
/// one; as long as one of these has no answer it waits. Then, as the server sees it, of any `limit + 1` requests the last
/// comes at least a window after the first, however long each was on its way. No limiter that grants `limit` in a window can
/// refuse one: none that counts the window that is behind a request, none that counts in windows of its clock, and no bucket of
/// `limit` that is refilled by `limit` in a window, since within any time `t` no more than `limit * (t / window + 1)` arrive.
/// The price is one answer time in each window.
#[derive(Clone, Copy, Debug)]
struct Allowance {
    window: Duration,
    limit: usize,
    /// For the grain of the two clocks, which do not read the same moment alike.
    grain: Duration,
    /// Ordinary requests leave evenly, so that an urgent one finds the next place free soon, and not a window later.
    spacing: Duration,
}

/// When the next request may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::target) enum Due {
    /// Now.
    Now,
    /// Not before this moment.
    At(Instant),
    /// Not before another request is answered, or an urgent one has left.
    Later,
}

/// One request.
#[derive(Clone, Copy, Debug)]
struct Sending {
    left: Instant,
    /// When its answer had come, or it was given up; `None` while it is under way.
    answered: Option<Instant>,
}

/// What one scope was sent.
#[derive(Debug)]
pub(in crate::target) struct Sendings {
    allowance: Option<Allowance>,
    /// As far back as the limit or the peak reach.
    recent: VecDeque<Sending>,
    /// How many were sent before the first of these.
    forgotten: u64,
    silent_until: Option<Instant>,
    /// How many urgent requests wait.
    pub(in crate::target) urgent: usize,
    sent_here: u64,
    peak: usize,
    waited: Duration,
    last_waited_for: Option<Instant>,
}

impl Sendings {
    /// Nothing sent so far in a scope that is granted `limit` requests in a window, where it has a limit.
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

    /// When a request of this urgency may leave.
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

    /// Notes that a request leaves, and gives it a number; it is under way until [`Self::answer`].
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

    /// Leaves the request that was sent last out of the count: it is counted elsewhere.
    pub(in crate::target) fn count_elsewhere(&mut self) {
        self.sent_here -= 1;
    }

    /// Notes that the request of this number was answered, or given up.
    pub(in crate::target) fn answer(&mut self, number: u64, now: Instant) {
        let place = number.checked_sub(self.forgotten);
        let place = place.and_then(|place| usize::try_from(place).ok());
        if let Some(sending) = place.and_then(|place| self.recent.get_mut(place)) {
            sending.answered = Some(now);
        }
    }

    /// Notes that a request stood ready since then and leaves now; where several wait at once, the time counts once.
    pub(in crate::target) fn note_wait(&mut self, ready: Instant, now: Instant) {
        let since = self.last_waited_for.map_or(ready, |last| last.max(ready));
        self.waited += now.duration_since(since);
        self.last_waited_for = Some(now);
    }

    /// Lets nothing out until then; a longer silence that is already kept stays.
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

    /// Forgets what neither the limit nor the peak asks for any more.
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
