//! A fixed window: a limit per second of the clock; the count restarts at every full second.

use std::time::Duration;

use super::algorithm::{TallyOutcome, WINDOW};

/// The count of one window.
#[derive(Debug)]
pub(super) struct FixedWindow {
    limit: u64,
    /// The number of the window that was counted last.
    window: u64,
    count: u64,
}

impl FixedWindow {
    pub(super) fn new(limit: u32) -> Self {
        Self {
            limit: limit.into(),
            window: 0,
            count: 0,
        }
    }

    pub(super) fn count_request(&mut self, now: Duration) -> TallyOutcome {
        let window = now.as_secs() / WINDOW.as_secs();
        if window != self.window {
            self.window = window;
            self.count = 0;
        }
        let end = WINDOW * u32::try_from(window + 1).unwrap_or(u32::MAX);
        let left = end.saturating_sub(now);
        let refused_for = if self.count < self.limit {
            self.count += 1;
            None
        } else {
            Some(left)
        };
        TallyOutcome {
            refused_for,
            remaining: self.limit - self.count,
            full_in: left,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(window: &mut FixedWindow, millis: u64) -> TallyOutcome {
        window.count_request(Duration::from_millis(millis))
    }

    #[test]
    fn the_count_starts_anew_at_every_full_second() {
        let mut window = FixedWindow::new(3);
        for left in [2, 1, 0] {
            let count = ask(&mut window, 5900);
            assert_eq!((count.refused_for, count.remaining), (None, left));
        }
        let refused = ask(&mut window, 5901).refused_for;
        assert_eq!(refused, Some(Duration::from_millis(99)));
        assert_eq!(ask(&mut window, 6000).refused_for, None);
    }

    #[test]
    fn of_twice_the_limit_and_one_within_a_second_one_is_refused() {
        let mut window = FixedWindow::new(3);
        let times = [500, 500, 500, 1000, 1000, 1000, 1499];
        let refused = times.map(|time| ask(&mut window, time).refused_for.is_some());
        assert_eq!(refused, [false, false, false, false, false, false, true]);
    }
}
