//! The throttle of one scope.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::send_log::{Due, Sendings, Urgency};
use crate::target::ScopeTraffic;

/// The throttle of one scope. Urgent requests leave first, otherwise the order is that of the calls.
#[derive(Debug)]
pub(in crate::target) struct ScopePace {
    /// The queue of the ordinary requests; the holder of the lock is next. The lock is fair: it is granted in the order of the calls, and
    /// a cancelled call leaves the queue.
    ordinary: tokio::sync::Mutex<()>,
    /// The queue of the urgent requests.
    urgent: tokio::sync::Mutex<()>,
    sendings: Mutex<Sendings>,
    /// The notification that a response has arrived, or that an urgent request no longer waits.
    bell: Notify,
}

/// A request that was sent; it is in flight until this guard is dropped.
#[derive(Debug)]
#[must_use]
pub(in crate::target) struct UnderWay<'p> {
    scope: &'p ScopePace,
    number: u64,
}

/// An urgent request that waits until this guard is dropped.
struct Waiting<'p> {
    scope: &'p ScopePace,
}

impl ScopePace {
    /// Creates the throttle of a scope that allows `limit` requests per window.
    pub(in crate::target) fn limited(window: Duration, limit: u32) -> Self {
        Self::new(Some((window, limit)))
    }

    /// Creates the throttle of a scope without a known limit.
    pub(in crate::target) fn unlimited() -> Self {
        Self::new(None)
    }

    fn new(limit: Option<(Duration, u32)>) -> Self {
        Self {
            ordinary: tokio::sync::Mutex::default(),
            urgent: tokio::sync::Mutex::default(),
            sendings: Mutex::new(Sendings::new(limit)),
            bell: Notify::new(),
        }
    }

    /// Waits until the next request may leave, and counts it as sent.
    ///
    /// A cancelled call was not counted and delays no other call.
    pub(in crate::target) async fn permit(&self, urgency: Urgency) -> UnderWay<'_> {
        let _waiting = match urgency {
            Urgency::Urgent => Some(Waiting::in_line(self)),
            Urgency::Ordinary => None,
        };
        let line = match urgency {
            Urgency::Urgent => &self.urgent,
            Urgency::Ordinary => &self.ordinary,
        };
        let _first = line.lock().await;
        let ready = Instant::now();
        loop {
            // Listening starts here, so that no notification between the check and the wait is missed.
            let bell = self.bell.notified();
            tokio::pin!(bell);
            bell.as_mut().enable();
            match self.leave_if_due(urgency, ready) {
                Ok(under_way) => return under_way,
                Err(Some(due)) => tokio::select! {
                    () = sleep_until(due) => {}
                    () = bell => {}
                },
                Err(None) => bell.await,
            }
        }
    }

    /// Waits as [`Self::permit`] does for a request that the target may count in this scope, but that is counted in another one here.
    pub(in crate::target) async fn give_way(&self, urgency: Urgency) -> UnderWay<'_> {
        let under_way = self.permit(urgency).await;
        self.sendings().count_elsewhere();
        under_way
    }

    /// Counts a request as sent without waiting.
    pub(in crate::target) fn count(&self) -> UnderWay<'_> {
        let number = self.sendings().leave(Instant::now());
        UnderWay {
            scope: self,
            number,
        }
    }

    /// Pauses sending for this time from now on; a longer pause that is already set stays.
    pub(in crate::target) fn hold(&self, silence: Duration) {
        self.sendings().hold_until(Instant::now() + silence);
    }

    pub(in crate::target) fn traffic(&self) -> ScopeTraffic {
        self.sendings().traffic()
    }

    /// Sends a request if it is due. Otherwise returns the earliest time at which it may be due; `None` means to wait for a notification.
    fn leave_if_due(
        &self,
        urgency: Urgency,
        ready: Instant,
    ) -> Result<UnderWay<'_>, Option<Instant>> {
        let now = Instant::now();
        let mut sendings = self.sendings();
        match sendings.due(urgency, now) {
            Due::Now => {
                sendings.note_wait(ready, now);
                Ok(UnderWay {
                    scope: self,
                    number: sendings.leave(now),
                })
            }
            Due::At(due) => Err(Some(due)),
            Due::Later => Err(None),
        }
    }

    fn sendings(&self) -> MutexGuard<'_, Sendings> {
        self.sendings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.scope.sendings().answer(self.number, Instant::now());
        self.scope.bell.notify_waiters();
    }
}

impl<'p> Waiting<'p> {
    fn in_line(scope: &'p ScopePace) -> Self {
        scope.sendings().urgent += 1;
        Self { scope }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.scope.sendings().urgent -= 1;
        self.scope.bell.notify_waiters();
    }
}

#[cfg(test)]
#[path = "scope_tests.rs"]
mod tests;
