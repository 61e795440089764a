//! The pace of one scope.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::send_log::{Due, Sendings, Urgency};
use crate::target::ScopeTraffic;

/// Lets the requests of one scope out: the urgent ones first, otherwise in the order in which they asked.
#[derive(Debug)]
pub(in crate::target) struct ScopePace {
    /// Whoever holds it is the next of the ordinary ones. Fair: it is granted in the order in which it was asked for, and
    /// who gives up leaves the line.
    ordinary: tokio::sync::Mutex<()>,
    /// The same for the urgent ones.
    urgent: tokio::sync::Mutex<()>,
    sendings: Mutex<Sendings>,
    /// Rung when a request is answered, and when an urgent one waits no longer.
    bell: Notify,
}

/// A request that has left; it is under way until this is dropped.
#[derive(Debug)]
#[must_use]
pub(in crate::target) struct UnderWay<'p> {
    scope: &'p ScopePace,
    number: u64,
}

/// An urgent request that waits, until this is dropped.
struct Waiting<'p> {
    scope: &'p ScopePace,
}

impl ScopePace {
    /// A scope that is granted `limit` requests in a window.
    pub(in crate::target) fn limited(window: Duration, limit: u32) -> Self {
        Self::new(Some((window, limit)))
    }

    /// A scope for which no limit is known.
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
    /// Who stops waiting has not been counted and holds up nobody.
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
            // Heard from here on, so that nothing that happens behind the look at what is due is missed.
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

    /// Waits like [`Self::permit`] for a request that may count here for the target, but is counted elsewhere.
    pub(in crate::target) async fn give_way(&self, urgency: Urgency) -> UnderWay<'_> {
        let under_way = self.permit(urgency).await;
        self.sendings().count_elsewhere();
        under_way
    }

    /// Counts a request as sent that does not wait.
    pub(in crate::target) fn count(&self) -> UnderWay<'_> {
        let number = self.sendings().leave(Instant::now());
        UnderWay {
            scope: self,
            number,
        }
    }

    /// Lets nothing out for this long from now on; a longer silence that is already kept stays.
    pub(in crate::target) fn hold(&self, silence: Duration) {
        self.sendings().hold_until(Instant::now() + silence);
    }

    pub(in crate::target) fn traffic(&self) -> ScopeTraffic {
        self.sendings().traffic()
    }

    /// Lets a request leave, or tells until when it has to wait at least; `None` where a bell will tell.
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
