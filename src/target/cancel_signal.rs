//! A signal that cancels a run.

use std::sync::Arc;

use tokio::sync::watch::Sender;

/// The reason why a run is cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelReason {
    /// An interrupt, from a terminal or from the program that runs it.
    Interrupt,
    /// A request of another process to terminate.
    Terminate,
}

/// A signal that cancels a run; its clones share one state.
///
/// After it is sent, no new request is sent, and requests that wait for their turn stop waiting. The run still removes
/// or restores what it created or changed.
#[derive(Clone, Debug)]
pub struct CancelSignal {
    sent_reason: Arc<Sender<Option<CancelReason>>>,
}

impl Default for CancelSignal {
    fn default() -> Self {
        Self {
            sent_reason: Arc::new(Sender::new(None)),
        }
    }
}

impl CancelSignal {
    /// Sends the signal; the reason of the first one stays.
    pub fn cancel(&self, reason: CancelReason) {
        self.sent_reason.send_if_modified(|sent| {
            let is_first = sent.is_none();
            sent.get_or_insert(reason);
            is_first
        });
    }

    /// Returns the reason for which the signal was sent, if it was.
    #[must_use]
    pub fn cancel_reason(&self) -> Option<CancelReason> {
        *self.sent_reason.borrow()
    }

    /// Reports whether the signal was sent.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancel_reason().is_some()
    }

    /// Waits until the signal is sent.
    pub async fn wait_for_cancel(&self) {
        let mut told = self.sent_reason.subscribe();
        // `self` holds the sender, so the wait can't end because the sender was dropped.
        drop(told.wait_for(Option::is_some).await);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::{sleep, timeout};

    use super::{CancelReason, CancelSignal};

    #[tokio::test(start_paused = true)]
    async fn who_waits_is_told_and_who_comes_later_too() {
        let stop = CancelSignal::default();
        let early = stop.clone();
        let pull = async {
            sleep(Duration::from_secs(5)).await;
            stop.cancel(CancelReason::Interrupt);
        };
        tokio::join!(early.wait_for_cancel(), pull);
        assert!(early.is_cancelled());
        early.wait_for_cancel().await;
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_is_told_before_it_is_pulled() {
        let stop = CancelSignal::default();
        assert!(
            timeout(Duration::from_secs(5), stop.wait_for_cancel())
                .await
                .is_err()
        );
    }
}
