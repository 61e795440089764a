//! A wish to stop.

use std::sync::Arc;

use tokio::sync::watch::Sender;

/// A wish to stop, shared between who wishes and who runs.
///
/// Nothing new is sent once it is pulled, and whoever waits for a turn waits no longer; what was made is undone all the
/// same.
#[derive(Clone, Debug)]
pub struct Stop {
    pulled: Arc<Sender<bool>>,
}

impl Default for Stop {
    fn default() -> Self {
        Self {
            pulled: Arc::new(Sender::new(false)),
        }
    }
}

impl Stop {
    /// Wishes to stop.
    pub fn pull(&self) {
        self.pulled.send_replace(true);
    }

    /// Whether somebody wishes to stop.
    #[must_use]
    pub fn is_pulled(&self) -> bool {
        *self.pulled.borrow()
    }

    /// Waits until somebody wishes to stop.
    pub async fn pulled(&self) {
        let mut told = self.pulled.subscribe();
        // The sender is held here, so that waiting ends in no other way.
        drop(told.wait_for(|pulled| *pulled).await);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::{sleep, timeout};

    use super::Stop;

    #[tokio::test(start_paused = true)]
    async fn who_waits_is_told_and_who_comes_later_too() {
        let stop = Stop::default();
        let early = stop.clone();
        let pull = async {
            sleep(Duration::from_secs(5)).await;
            stop.pull();
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
