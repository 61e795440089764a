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
pub struct Stop {
    pulled: Arc<Sender<Option<CancelReason>>>,
}

impl Default for Stop {
    fn default() -> Self {
        Self {
            pulled: Arc::new(Sender::new(None)),
        }
    }
}

impl Stop {
    /// Sends the signal; the reason of the first one stays.
    pub fn pull(&self, reason: CancelReason) {
        self.pulled.send_if_modified(|sent| {
            let is_first = sent.is_none();
            sent.get_or_insert(reason);
            is_first
        });
    }

    /// Returns the reason for which the signal was sent, if it was.
    #[must_use]
    pub fn reason(&self) -> Option<CancelReason> {
        *self.pulled.borrow()
    }

    /// Reports whether the signal was sent.
    #[must_use]
    pub fn is_pulled(&self) -> bool {
        self.reason().is_some()
    }

    /// Waits until the signal is sent.
    pub async fn pulled(&self) {
        let mut told = self.pulled.subscribe();
        // `self` holds the sender, so the wait can't end because the sender was dropped.
        drop(told.wait_for(Option::is_some).await);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::{sleep, timeout};

    use super::{CancelReason, Stop};

    #[tokio::test(start_paused = true)]
    async fn who_waits_is_told_and_who_comes_later_too() {
        let stop = Stop::default();
        let early = stop.clone();
        let pull = async {
            sleep(Duration::from_secs(5)).await;
            stop.pull(CancelReason::Interrupt);
        };
        tokio::join!(early.pulled(), pull);
        assert!(early.is_pulled());
        early.pulled().await;
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_is_told_before_it_is_pulled() {
        let stop = Stop::default();
        assert!(
            timeout(Duration::from_secs(5), stop.pulled())
                .await
                .is_err()
        );
    }
}
