//! Signals that ask a command to end.

use std::io;

use super::SignalListener;
use super::shutdown_signal::ShutdownSignal;

/// A stream of the signals that ask this process to end: interrupt, terminate and hang-up.
#[derive(Debug)]
pub(in crate::cli) struct ShutdownSignals(SignalListener);

impl ShutdownSignals {
    /// Starts to listen; from then on none of these signals ends the process by itself.
    pub(in crate::cli) fn listen() -> io::Result<Self> {
        SignalListener::listen().map(Self)
    }

    /// Waits for the next signal.
    pub(in crate::cli) async fn next(&mut self) -> ShutdownSignal {
        self.0.next().await
    }

    /// Waits until one of the signals comes a second time.
    ///
    /// CI systems interrupt a process first and terminate it soon after. That is one request to end, not two.
    pub(in crate::cli) async fn wait_for_repeated_signal(&mut self, first: ShutdownSignal) {
        let mut seen = vec![first];
        loop {
            let next = self.next().await;
            if seen.contains(&next) {
                return;
            }
            seen.push(next);
        }
    }
}
