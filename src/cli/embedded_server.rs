//! The embedded reference server, on a thread of its own.
//!
//! It is reached through its URL like any other target. Only the values that the operator of a target supplies are read from it directly.

use std::collections::BTreeMap;
use std::sync::mpsc;
use std::thread::JoinHandle;

use badreq_reference::{SeedValues, ServerOptions, ServerRateLimits, TriggerMode, start};
use tokio::sync::oneshot;

use super::exit::{CommandFailure, ExitStatus};
use crate::suite::{ErrorTrigger, TriggerParseError};

/// A running reference server, on a thread of its own.
#[derive(Debug)]
pub struct EmbeddedServer {
    pub(super) url: String,
    pub(super) seeds: SeedValues,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl EmbeddedServer {
    /// Starts a reference server without rate limits and with triggers for the errors that no ordinary request brings about.
    pub(super) fn start() -> Result<Self, CommandFailure> {
        let (ready, is_ready) = mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = match tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
            {
                Ok(runtime) => runtime,
                Err(error) => {
                    ready.send(Err(error.to_string())).ok();
                    return;
                }
            };
            runtime.block_on(async move {
                match start(unlimited_server_options()).await {
                    Ok(server) => {
                        ready
                            .send(Ok((server.url(), server.seed_values().clone())))
                            .ok();
                        // Dropping the sender stops the server as well.
                        stopped.await.ok();
                        server.shutdown().await;
                    }
                    Err(error) => {
                        ready.send(Err(error.to_string())).ok();
                    }
                }
            });
        });
        let failed = |detail: String| {
            CommandFailure::new(
                ExitStatus::TargetUnusable,
                format!("cannot start the reference server: {detail}"),
            )
        };
        let (url, seeds) = is_ready
            .recv()
            .map_err(|error| failed(error.to_string()))?
            .map_err(failed)?;
        Ok(Self {
            url,
            seeds,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Stops the server and waits for its thread to end.
    pub fn stop(mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

/// Returns the options of a reference server without rate limits and with triggers.
#[must_use]
pub fn unlimited_server_options() -> ServerOptions {
    ServerOptions {
        limits: ServerRateLimits::None,
        triggers: TriggerMode::On,
        ..ServerOptions::default()
    }
}

/// Parses the triggers of a reference server.
pub(super) fn reference_triggers() -> Result<BTreeMap<String, ErrorTrigger>, TriggerParseError> {
    let read = |(name, hook): &(&str, &str)| Ok(((*name).to_owned(), hook.parse()?));
    REFERENCE_TRIGGERS.iter().map(read).collect()
}

/// The triggers of a reference server, as `--trigger` takes them.
pub(super) const REFERENCE_TRIGGERS: &[(&str, &str)] = &[
    ("internal-error", "X-Reference-Hook: internal-error"),
    ("rate-limit", "X-Reference-Hook: rate-limit"),
];
