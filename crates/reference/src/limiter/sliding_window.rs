//! A sliding window: a limit during any second; every request is kept for one second.

use std::collections::VecDeque;
use std::time::Duration;

use super::algorithm::{TallyOutcome, WINDOW};

/// The choice whether refused requests count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RefusalCounting {
    Free,
    /// Refused requests count: a client that keeps sending stays refused, until it pauses for a second.
    Counted,
}

/// The times of the requests that count, oldest first: as many as the limit at most.
#[derive(Debug)]
pub(super) struct SlidingWindow {
    limit: usize,
    refusals: RefusalCounting,
    times: VecDeque<Duration>,
}

impl SlidingWindow {
    pub(super) fn new(limit: u32, refusals: RefusalCounting) -> Self {
        Self {
            limit: usize::try_from(limit).unwrap_or(usize::MAX),
            refusals,
            times: VecDeque::new(),
        }
    }

    pub(super) fn count_request(&mut self, now: Duration) -> TallyOutcome {
        self.times.retain(|time| *time + WINDOW > now);
        let is_refused = self.times.len() >= self.limit;
        match (is_refused, self.refusals) {
            (false, RefusalCounting::Free | RefusalCounting::Counted) => self.times.push_back(now),
            (true, RefusalCounting::Free) => {}
            (true, RefusalCounting::Counted) => {
                // Older ones no longer matter.
                self.times.pop_front();
                self.times.push_back(now);
            }
        }
        let leaves_in = |time: Option<&Duration>| {
            time.map_or(Duration::ZERO, |time| (*time + WINDOW).saturating_sub(now))
        };
        TallyOutcome {
            refused_for: is_refused.then(|| leaves_in(self.times.front())),
            remaining: u64::try_from(self.limit - self.times.len()).unwrap_or(0),
            full_in: leaves_in(self.times.back()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(window: &mut SlidingWindow, millis: u64) -> TallyOutcome {
        window.count_request(Duration::from_millis(millis))
    }

    fn wait(millis: u64) -> Option<Duration> {
        Some(Duration::from_millis(millis))
    }

    #[test]
    fn a_request_is_let_in_when_the_oldest_is_a_second_old() {
        let mut window = SlidingWindow::new(3, RefusalCounting::Free);
        for time in [100, 300, 500] {
            assert_eq!(ask(&mut window, time).refused_for, None);
        }
        assert_eq!(ask(&mut window, 600).refused_for, wait(500));
        assert_eq!(ask(&mut window, 1099).refused_for, wait(1));
        let count = ask(&mut window, 1100);
        assert_eq!((count.refused_for, count.remaining), (None, 0));
        assert_eq!(count.full_in, Duration::from_secs(1));
    }

    #[test]
    fn a_refusal_that_counts_puts_the_next_one_off_and_its_wait_is_true() {
        let mut window = SlidingWindow::new(2, RefusalCounting::Counted);
        for time in [0, 0] {
            assert_eq!(ask(&mut window, time).refused_for, None);
        }
        assert_eq!(ask(&mut window, 900).refused_for, wait(100));
        assert_eq!(ask(&mut window, 950).refused_for, wait(950));
        assert_eq!(ask(&mut window, 1900).refused_for, None);
    }

    #[test]
    fn a_second_of_silence_is_rest_whether_refusals_count_or_not() {
        for refusals in [RefusalCounting::Free, RefusalCounting::Counted] {
            let mut window = SlidingWindow::new(3, refusals);
            for _ in 0..9 {
                ask(&mut window, 0);
            }
            let granted = (0..4).filter(|_| ask(&mut window, 1000).refused_for.is_none());
            assert_eq!(granted.count(), 3);
        }
    }
}
