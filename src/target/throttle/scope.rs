//! The throttle of one scope.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::send_log::{DueTime, SendLog, Urgency};
use crate::target::RateLimitScopeCounts;

/// The throttle of one scope. Urgent requests leave first, otherwise the order is that of the calls.
#[derive(Debug)]
pub(in crate::target) struct ScopeThrottle {
    /// The queue of the ordinary requests; the holder of the lock is next. The lock is fair: it is granted in the order of the calls, and
    /// a cancelled call leaves the queue.
    ordinary_queue: tokio::sync::Mutex<()>,
    /// The queue of the urgent requests.
    urgent_queue: tokio::sync::Mutex<()>,
    log: Mutex<SendLog>,
    /// The notification that a response has arrived, or that an urgent request no longer waits.
    changed: Notify,
}

/// A request that was sent; it is in flight until this guard is dropped.
#[derive(Debug)]
#[must_use]
pub(in crate::target) struct InFlightGuard<'p> {
    scope: &'p ScopeThrottle,
    number: u64,
}

/// An urgent request that waits until this guard is dropped.
struct UrgentWaitGuard<'p> {
    scope: &'p ScopeThrottle,
}

impl ScopeThrottle {
    /// Creates the throttle of a scope that allows `limit` requests per window.
    pub(in crate::target) fn with_limit(window: Duration, limit: u32) -> Self {
        Self::new(Some((window, limit)))
    }

    /// Creates the throttle of a scope without a known limit.
    pub(in crate::target) fn without_limit() -> Self {
        Self::new(None)
    }

    fn new(limit: Option<(Duration, u32)>) -> Self {
        Self {
            ordinary_queue: tokio::sync::Mutex::default(),
            urgent_queue: tokio::sync::Mutex::default(),
            log: Mutex::new(SendLog::new(limit)),
            changed: Notify::new(),
        }
    }

    /// Waits until the next request may leave, and counts it as sent.
    ///
    /// A cancelled call was not counted and delays no other call.
    pub(in crate::target) async fn acquire_permit(&self, urgency: Urgency) -> InFlightGuard<'_> {
        let _waiting = match urgency {
            Urgency::Urgent => Some(UrgentWaitGuard::new(self)),
            Urgency::Ordinary => None,
        };
        let line = match urgency {
            Urgency::Urgent => &self.urgent_queue,
            Urgency::Ordinary => &self.ordinary_queue,
        };
        let _first = line.lock().await;
        let ready = Instant::now();
        loop {
            // Listening starts here, so that no notification between the check and the wait is missed.
            let bell = self.changed.notified();
            tokio::pin!(bell);
            bell.as_mut().enable();
            match self.try_acquire(urgency, ready) {
                Ok(under_way) => return under_way,
                Err(Some(due)) => tokio::select! {
                    () = sleep_until(due) => {}
                    () = bell => {}
                },
                Err(None) => bell.await,
            }
        }
    }

    /// Waits as [`Self::acquire_permit`] does for a request that the target may count in this scope, but that is counted in another one here.
    pub(in crate::target) async fn acquire_uncounted_permit(
        &self,
        urgency: Urgency,
    ) -> InFlightGuard<'_> {
        let under_way = self.acquire_permit(urgency).await;
        self.lock_log().uncount_last();
        under_way
    }

    /// Counts a request as sent without waiting.
    pub(in crate::target) fn acquire_permit_immediately(&self) -> InFlightGuard<'_> {
        let number = self.lock_log().record_sent(Instant::now());
        InFlightGuard {
            scope: self,
            number,
        }
    }

    /// Pauses sending for this time from now on; a longer pause that is already set stays.
    pub(in crate::target) fn pause_for(&self, silence: Duration) {
        self.lock_log().pause_until(Instant::now() + silence);
    }

    pub(in crate::target) fn traffic(&self) -> RateLimitScopeCounts {
        self.lock_log().traffic()
    }

    /// Sends a request if it is due. Otherwise returns the earliest time at which it may be due; `None` means to wait for a notification.
    fn try_acquire(
        &self,
        urgency: Urgency,
        ready: Instant,
    ) -> Result<InFlightGuard<'_>, Option<Instant>> {
        let now = Instant::now();
        let mut sendings = self.lock_log();
        match sendings.next_due(urgency, now) {
            DueTime::Now => {
                sendings.record_wait(ready, now);
                Ok(InFlightGuard {
                    scope: self,
                    number: sendings.record_sent(now),
                })
            }
            DueTime::At(due) => Err(Some(due)),
            DueTime::AfterNotification => Err(None),
        }
    }

    fn lock_log(&self) -> MutexGuard<'_, SendLog> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for InFlightGuard<'_> {
    fn drop(&mut self) {
        self.scope
            .lock_log()
            .record_completed(self.number, Instant::now());
        self.scope.changed.notify_waiters();
    }
}

impl<'p> UrgentWaitGuard<'p> {
    fn new(scope: &'p ScopeThrottle) -> Self {
        scope.lock_log().urgent_waiting += 1;
        Self { scope }
    }
}

impl Drop for UrgentWaitGuard<'_> {
    fn drop(&mut self) {
        self.scope.lock_log().urgent_waiting -= 1;
        self.scope.changed.notify_waiters();
    }
}

#[cfg(test)]
#[path = "scope_tests.rs"]
mod tests;
