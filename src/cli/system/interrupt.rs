//! Interrupts: the first one stops a command in good order, the second one at once.

use std::sync::OnceLock;

use tokio::runtime::Runtime;

use super::runtime;
use super::signals::ShutdownSignals;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::run::{CancelReason, CancelSignal, RunSession};

/// A runtime with the signals that have come since it was created.
///
/// Commands create it before they read any file: without it, a signal during a long read would end the process without a message.
#[derive(Debug)]
pub(in crate::cli) struct SignalRuntime {
    pub(in crate::cli) runtime: Runtime,
    pub(in crate::cli) signals: ShutdownSignals,
}

impl SignalRuntime {
    /// Creates the runtime and starts to listen for signals.
    pub(in crate::cli) fn start() -> Result<Self, CommandFailure> {
        let runtime = runtime::build_runtime()?;
        let signals = {
            let _within = runtime.enter();
            ShutdownSignals::listen()
                .map_err(|error| CommandFailure::from_error(ExitStatus::TargetUnusable, &error))?
        };
        Ok(Self { runtime, signals })
    }
}

/// The message for a command that ends without undoing its changes.
#[derive(Debug, Default)]
pub(in crate::cli) struct CleanupHint {
    message: OnceLock<String>,
}

impl CleanupHint {
    /// Records that from now on something that the run created may be on the target.
    pub(in crate::cli) async fn set_for_session(&self, session: &RunSession) {
        let id = &session.options().id;
        if let Some(path) = session.journal_path().await {
            self.message.get_or_init(|| {
                format!(
                    "what this run created is still on the target, named `badreq {id} …`; \
                     `badreq cleanup {}` removes it, with the same target and tokens",
                    path.display()
                )
            });
        }
    }

    fn to_failure(&self, reason: CancelReason) -> CommandFailure {
        let message = match self.message.get() {
            Some(behind) => format!("stopped at once, without undoing: {behind}"),
            None => "stopped at once".to_owned(),
        };
        CommandFailure::new(reason.into(), message)
    }
}

/// Waits for signals: the first one cancels the run in good order; the second one returns the failure to end with at once.
pub(in crate::cli) async fn handle_shutdown_signals(
    mut signals: ShutdownSignals,
    stop: CancelSignal,
    left: &CleanupHint,
    tell: impl Fn(&str),
) -> CommandFailure {
    let first = signals.next().await;
    tell("stopping: undoing what was created (interrupt again to stop at once)");
    let reason = first.cancel_reason();
    stop.cancel(reason);
    signals.wait_for_repeated_signal(first).await;
    left.to_failure(reason)
}
