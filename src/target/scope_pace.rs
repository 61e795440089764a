//! The pace of one scope.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::ScopeTraffic;

const SECOND: Duration = Duration::from_secs(1);

/// How often a scope may send.
#[derive(Clone, Copy, Debug)]
struct Allowance {
    window: Duration,
    limit: usize,
    spacing: Duration,
}

impl Allowance {
    fn new(window: Duration, limit: u32) -> Self {
        let limit = limit.max(1);
        // One twentieth more than an even share: requests that are delayed on their way by less than that share of
        // the window still arrive under the limit.
        let spacing = (window + window / 20) / limit;
        Self {
            window,
            limit: usize::try_from(limit).unwrap_or(usize::MAX),
            spacing,
        }
    }
}

/// Lets the requests of one scope out, one after the other in the order in which they asked.
#[derive(Debug)]
pub(super) struct ScopePace {
    allowance: Option<Allowance>,
    /// Whoever holds it is next. Fair: it is granted in the order in which it was asked for, and who gives up leaves the line.
    turn: tokio::sync::Mutex<()>,
    record: Mutex<Record>,
}

/// Whether a request that waited is one of the scope's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    Here,
    Elsewhere,
}

#[derive(Debug, Default)]
struct Record {
    /// When requests were sent, as far back as the limit or the peak reach.
    recent: VecDeque<Instant>,
    silent_until: Option<Instant>,
    sent: u64,
    peak: usize,
    waited: Duration,
}

impl ScopePace {
    /// A scope that is granted `limit` requests in a window.
    pub(super) fn limited(window: Duration, limit: u32) -> Self {
        Self::new(Some(Allowance::new(window, limit)))
    }

    /// A scope for which no limit is known.
    pub(super) fn unlimited() -> Self {
        Self::new(None)
    }

    fn new(allowance: Option<Allowance>) -> Self {
        Self {
            allowance,
            turn: tokio::sync::Mutex::default(),
            record: Mutex::default(),
        }
    }

    /// Waits until the next request may leave, and counts it as sent.
    ///
    /// Who stops waiting has not been counted and holds up nobody.
    pub(super) async fn permit(&self) {
        self.wait_for_turn(Counted::Here).await;
    }

    /// Waits like [`Self::permit`] for a request that may count here for the target, but is counted elsewhere.
    pub(super) async fn give_way(&self) {
        self.wait_for_turn(Counted::Elsewhere).await;
    }

    async fn wait_for_turn(&self, counted: Counted) {
        let _turn = self.turn.lock().await;
        let ready = Instant::now();
        // What is due may move while it is waited for: by a hold, or by a request that did not wait.
        while let Some(due) = self.due() {
            sleep_until(due).await;
        }
        let now = Instant::now();
        let mut record = self.record();
        record.waited += now.duration_since(ready);
        record.note(now, self.horizon());
        match counted {
            Counted::Here => {}
            Counted::Elsewhere => record.sent -= 1,
        }
    }

    /// Counts a request as sent that does not wait.
    pub(super) fn count(&self) {
        self.record().note(Instant::now(), self.horizon());
    }

    /// Lets nothing out for this long from now on; a longer silence that is already kept stays.
    pub(super) fn hold(&self, silence: Duration) {
        let until = Instant::now() + silence;
        let mut record = self.record();
        record.silent_until = record.silent_until.max(Some(until));
    }

    pub(super) fn traffic(&self) -> ScopeTraffic {
        let record = self.record();
        ScopeTraffic {
            sent: record.sent,
            peak_per_second: u64::try_from(record.peak).unwrap_or(u64::MAX),
            waited_ms: u64::try_from(record.waited.as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// When the next request may leave, `None` for at once.
    fn due(&self) -> Option<Instant> {
        let record = self.record();
        let due = match self.allowance {
            Some(allowance) => record.silent_until.max(record.due(allowance)),
            None => record.silent_until,
        };
        due.filter(|due| *due > Instant::now())
    }

    fn horizon(&self) -> Duration {
        self.allowance
            .map_or(SECOND, |allowance| allowance.window.max(SECOND))
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Record {
    fn due(&self, allowance: Allowance) -> Option<Instant> {
        let even = self.recent.back().map(|last| *last + allowance.spacing);
        // After requests that did not wait, even spacing alone would not stay under the limit.
        let full = self
            .recent
            .len()
            .checked_sub(allowance.limit)
            .and_then(|index| self.recent.get(index))
            .map(|earliest| *earliest + allowance.window + allowance.window / 20);
        even.max(full)
    }

    fn note(&mut self, now: Instant, horizon: Duration) {
        while self
            .recent
            .front()
            .is_some_and(|sent| now.duration_since(*sent) > horizon * 2)
        {
            self.recent.pop_front();
        }
        self.recent.push_back(now);
        self.sent += 1;
        let within_a_second = self
            .recent
            .iter()
            .rev()
            .take_while(|sent| now.duration_since(**sent) < SECOND)
            .count();
        self.peak = self.peak.max(within_a_second);
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn ten_per_second() -> ScopePace {
        ScopePace::limited(SECOND, 10)
    }

    fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[rstest]
    #[case::reads(10, 105)]
    #[case::updates(3, 350)]
    #[tokio::test(start_paused = true)]
    async fn requests_leave_evenly_a_little_slower_than_the_limit(
        #[case] limit: u32,
        #[case] spacing: u64,
    ) {
        let pace = ScopePace::limited(SECOND, limit);
        let start = Instant::now();
        for expected in 0..25 {
            pace.permit().await;
            let after = start.elapsed();
            // A timer is as fine as a millisecond.
            assert!(
                after >= ms(expected * spacing) && after <= ms(expected * (spacing + 2)),
                "{after:?}"
            );
        }
        assert!(pace.traffic().peak_per_second <= u64::from(limit));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_not_limited_does_not_wait() {
        let pace = ScopePace::unlimited();
        let start = Instant::now();
        for _ in 0..100 {
            pace.permit().await;
        }
        assert_eq!(start.elapsed(), Duration::ZERO);
        assert_eq!(
            pace.traffic(),
            ScopeTraffic {
                sent: 100,
                peak_per_second: 100,
                waited_ms: 0
            }
        );
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_burst_the_window_is_waited_out() {
        let pace = ten_per_second();
        for _ in 0..22 {
            pace.count();
        }
        let start = Instant::now();
        pace.permit().await;
        assert!(start.elapsed() >= SECOND, "{:?}", start.elapsed());
        assert_eq!(pace.traffic().peak_per_second, 22);
    }

    #[tokio::test(start_paused = true)]
    async fn a_hold_keeps_back_even_who_waits_already() {
        let pace = ten_per_second();
        pace.permit().await;
        let start = Instant::now();
        tokio::join!(pace.permit(), async {
            tokio::time::sleep(ms(50)).await;
            pace.hold(ms(700));
            pace.hold(ms(10));
        });
        assert!(start.elapsed() >= ms(750), "{:?}", start.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn who_gives_up_waiting_holds_up_nobody_and_is_not_counted() {
        let pace = ten_per_second();
        pace.permit().await;
        let start = Instant::now();
        let gave_up = tokio::time::timeout(ms(20), pace.permit()).await;
        assert!(gave_up.is_err());
        pace.permit().await;
        assert!(start.elapsed() < ms(110), "{:?}", start.elapsed());
        assert_eq!(pace.traffic().sent, 2);
    }

    #[tokio::test(start_paused = true)]
    async fn requests_leave_in_the_order_in_which_they_asked() {
        let pace = ten_per_second();
        let order = Mutex::new(Vec::new());
        let ask = |name: u8| {
            let (pace, order) = (&pace, &order);
            async move {
                pace.permit().await;
                order.lock().expect("nobody panicked").push(name);
            }
        };
        tokio::join!(ask(1), ask(2), ask(3), ask(4));
        assert_eq!(*order.lock().expect("nobody panicked"), [1, 2, 3, 4]);
    }

    #[tokio::test(start_paused = true)]
    async fn time_held_back_is_counted_once() {
        let pace = ten_per_second();
        tokio::join!(pace.permit(), pace.permit(), pace.permit());
        let waited = pace.traffic().waited();
        assert!(waited >= ms(210) && waited <= ms(214), "{waited:?}");
    }
}
