//! Interrupts: the first one stops a command in good order, the second one at once.

use std::sync::OnceLock;

use tokio::runtime::Runtime;

use super::runtime;
use super::signals::Signals;
use crate::cli::exit::{Exit, Failure};
use crate::run::{CancelReason, Session, Stop};

/// A runtime with the signals that have come since it was created.
///
/// Commands create it before they read any file: without it, a signal during a long read would end the process without a message.
#[derive(Debug)]
pub(in crate::cli) struct Interruptible {
    pub(in crate::cli) runtime: Runtime,
    pub(in crate::cli) signals: Signals,
}

impl Interruptible {
    /// Creates the runtime and starts to listen for signals.
    pub(in crate::cli) fn begin() -> Result<Self, Failure> {
        let runtime = runtime::single()?;
        let signals = {
            let _within = runtime.enter();
            Signals::listen().map_err(|error| Failure::of(Exit::Target, &error))?
        };
        Ok(Self { runtime, signals })
    }
}

/// The message for a command that ends without undoing its changes.
#[derive(Debug, Default)]
pub(in crate::cli) struct Left {
    behind: OnceLock<String>,
}

impl Left {
    /// Records that from now on something of this session may be on the target.
    pub(in crate::cli) async fn may_leave_behind(&self, session: &Session) {
        let id = &session.options().id;
        if let Some(path) = session.journal().await {
            self.behind.get_or_init(|| {
                format!(
                    "what this run made is still on the target, and named `badreq {id} …`; \
                     `badreq cleanup {}` removes it, with the same target and tokens",
                    path.display()
                )
            });
        }
    }

    fn failure(&self, reason: CancelReason) -> Failure {
        let message = match self.behind.get() {
            Some(behind) => format!("left at once, without undoing: {behind}"),
            None => "left at once".to_owned(),
        };
        Failure::new(reason.into(), message)
    }
}

/// Waits for signals: the first one cancels the run in good order; the second one returns the failure to end with at once.
pub(in crate::cli) async fn heed(
    mut signals: Signals,
    stop: Stop,
    left: &Left,
    tell: impl Fn(&str),
) -> Failure {
    let first = signals.next().await;
    tell("stopping: undoing what was made (interrupt again to leave at once)");
    let reason = first.cancel_reason();
    stop.pull(reason);
    signals.twice(first).await;
    left.failure(reason)
}
