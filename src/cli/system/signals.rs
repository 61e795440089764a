//! Signals that ask a command to end.

use std::io;

use super::SignalListener;
use super::asked::Asked;

/// Interrupts, terminations and hang-ups of this process, from the moment of listening on.
#[derive(Debug)]
pub(in crate::cli) struct Signals(SignalListener);

impl Signals {
    /// Begins to listen; from here on none of these signals ends the process by itself.
    pub(in crate::cli) fn listen() -> io::Result<Self> {
        SignalListener::listen().map(Self)
    }

    /// Waits for the next of them.
    pub(in crate::cli) async fn next(&mut self) -> Asked {
        self.0.next().await
    }

    /// Waits until one of them comes a second time.
    ///
    /// Pipelines interrupt, and terminate what does not end soon: that is one wish, not two.
    pub(in crate::cli) async fn twice(&mut self, first: Asked) {
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
