//! What a command does that is asked to end: it stops in good order, and at once where it is asked again.

use std::sync::OnceLock;

use tokio::runtime::Runtime;

use super::runtime;
use super::signals::Signals;
use crate::cli::exit::{Exit, Failure};
use crate::run::{Session, Stop};

/// A runtime, and the signals that have come since it was made.
///
/// It is made before anything is read: a result or suites that take long to read must not be a time in which a signal ends the process without a word.
#[derive(Debug)]
pub(in crate::cli) struct Interruptible {
    pub(in crate::cli) runtime: Runtime,
    pub(in crate::cli) signals: Signals,
}

impl Interruptible {
    /// Begins to listen.
    pub(in crate::cli) fn begin() -> Result<Self, Failure> {
        let runtime = runtime::single()?;
        let signals = {
            let _within = runtime.enter();
            Signals::listen().map_err(|error| Failure::of(Exit::Target, &error))?
        };
        Ok(Self { runtime, signals })
    }
}

/// What to say where a command is left without undoing.
#[derive(Debug, Default)]
pub(in crate::cli) struct Left {
    behind: OnceLock<String>,
}

impl Left {
    /// From now on something of this session may be on the target.
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

    fn failure(&self) -> Failure {
        let message = match self.behind.get() {
            Some(behind) => format!("left at once, without undoing: {behind}"),
            None => "left at once".to_owned(),
        };
        Failure::new(Exit::Interrupted, message)
    }
}

/// The first interrupt stops the run in good order; the second leaves at once.
pub(in crate::cli) async fn heed(
    mut signals: Signals,
    stop: Stop,
    left: &Left,
    tell: impl Fn(&str),
) -> Failure {
    let first = signals.next().await;
    tell("stopping: undoing what was made (interrupt again to leave at once)");
    stop.pull();
    signals.twice(first).await;
    left.failure()
}
