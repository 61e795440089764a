//! The algorithms by which requests are counted.

use std::time::Duration;

use super::bucket::{RefillMode, TokenBucket};
use super::fixed_window::FixedWindow;
use super::options::LimiterAlgorithm;
use super::sliding_window::{RefusalCounting, SlidingWindow};

/// The length of a window.
pub(super) const WINDOW: Duration = Duration::from_secs(1);

/// The requests of one scope and caller, as one algorithm counts them.
#[derive(Debug)]
pub(super) enum RequestTally {
    Bucket(TokenBucket),
    FixedWindow(FixedWindow),
    SlidingWindow(SlidingWindow),
}

/// The result of counting one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TallyOutcome {
    /// The time until the next request is granted, if this one is refused.
    pub(super) refused_for: Option<Duration>,
    /// The number of requests that would still be granted now.
    pub(super) remaining: u64,
    /// The time until the whole limit is available again.
    pub(super) full_in: Duration,
}

impl RequestTally {
    /// Creates an empty tally.
    pub(super) fn new(algorithm: LimiterAlgorithm, limit: u32, now: Duration) -> Self {
        match algorithm {
            LimiterAlgorithm::SteadyBucket => {
                Self::Bucket(TokenBucket::new(limit, RefillMode::Steady, now))
            }
            LimiterAlgorithm::TokenBucket => {
                Self::Bucket(TokenBucket::new(limit, RefillMode::OneByOne, now))
            }
            LimiterAlgorithm::FixedWindow => Self::FixedWindow(FixedWindow::new(limit)),
            LimiterAlgorithm::SlidingWindow => {
                Self::SlidingWindow(SlidingWindow::new(limit, RefusalCounting::Free))
            }
            LimiterAlgorithm::SlidingWindowWithRefusals => {
                Self::SlidingWindow(SlidingWindow::new(limit, RefusalCounting::Counted))
            }
        }
    }

    /// Counts one request; `now` is the time since the server started.
    pub(super) fn count_request(&mut self, now: Duration) -> TallyOutcome {
        match self {
            Self::Bucket(bucket) => bucket.count_request(now),
            Self::FixedWindow(window) => window.count_request(now),
            Self::SlidingWindow(window) => window.count_request(now),
        }
    }
}

/// Returns whole milliseconds, rounded up, so that this wait is long enough.
pub(super) fn ceil_millis(time: Duration) -> u64 {
    u64::try_from(time.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}
