//! `badreq serve`.

use std::time::Duration;

use badreq_reference::{
    ReferenceServer, SeedValues, ServerOptions, ServerRateLimits, ServerStartError, TriggerMode,
    start,
};
use serde::Serialize;

use crate::cli::args::ServeArgs;
use crate::cli::embedded_server::REFERENCE_TRIGGERS;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::output::printer::Printer;
use crate::cli::system::signals::ShutdownSignals;

/// The longest wait for open requests at the end.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(1);

/// The JSON line that is printed when a reference server is ready.
#[derive(Clone, Debug, Serialize)]
pub struct ReadyMessage {
    url: String,
    #[serde(flatten)]
    seeds: SeedValues,
    limits: String,
    /// The command that runs every case against this server.
    run: String,
}

impl ReadyMessage {
    /// Describes a server that was started with these limits and triggers.
    #[must_use]
    pub fn new(server: &ReferenceServer, limits: ServerRateLimits, triggers: TriggerMode) -> Self {
        Self {
            url: server.url(),
            seeds: server.seed_values().clone(),
            limits: limits.to_string(),
            run: format_run_command(server, limits, triggers),
        }
    }
}

pub(in crate::cli) fn serve_reference_server(
    args: &ServeArgs,
) -> Result<ExitStatus, CommandFailure> {
    let triggers = if args.triggers {
        TriggerMode::On
    } else {
        TriggerMode::Off
    };
    let options = ServerOptions {
        addr: args.addr,
        limits: args.limits,
        triggers,
        seed: args.seed,
        ..ServerOptions::default()
    };
    serve_until_signal(async move || {
        let server = start(options).await?;
        let ready = ReadyMessage::new(&server, args.limits, triggers);
        Ok((server, ready))
    })
}

/// Starts a server, prints its line, and serves until the process is asked to end.
///
/// # Errors
/// Fails with [`CommandFailure`] if the server does not start or the line cannot be printed.
pub fn serve_until_signal<M: Serialize>(
    start: impl AsyncFnOnce() -> Result<(ReferenceServer, M), ServerStartError>,
) -> Result<ExitStatus, CommandFailure> {
    let failed = |error: &dyn std::error::Error| {
        CommandFailure::from_error(ExitStatus::TargetUnusable, error)
    };
    let printer = Printer::with_normal_verbosity();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| failed(&error))?;
    runtime.block_on(async {
        let (server, ready) = start().await.map_err(|error| failed(&error))?;
        // Listen before the line is printed: its reader may end the server at once.
        let mut signals = ShutdownSignals::listen().map_err(|error| failed(&error))?;
        let line = serde_json::to_string(&ready).map_err(|error| failed(&error))?;
        printer
            .write_stdout(|out| writeln!(out, "{line}"))
            .map_err(|error| failed(&error))?;
        printer.print_note(&format!(
            "serving {}; interrupt or terminate to end",
            server.url()
        ));
        signals.next().await;
        // Connections that are still open after this are closed.
        tokio::time::timeout(SHUTDOWN_GRACE, server.shutdown())
            .await
            .ok();
        Ok(ExitStatus::Success)
    })
}

fn format_run_command(
    server: &ReferenceServer,
    limits: ServerRateLimits,
    triggers: TriggerMode,
) -> String {
    let seeds = server.seed_values();
    let mut words = vec![
        format!("badreq run --target {}", server.url()),
        format!(
            "--token {} --stranger-token {}",
            seeds.token, seeds.stranger_token
        ),
    ];
    words.extend(
        seeds
            .operator_values()
            .iter()
            .map(|(name, value)| format!("--value {name}={value}")),
    );
    if triggers == TriggerMode::On {
        words.extend(
            REFERENCE_TRIGGERS
                .iter()
                .map(|(name, hook)| format!("--trigger '{name}={hook}'")),
        );
    }
    match limits {
        ServerRateLimits::Documented => {}
        ServerRateLimits::None => words.push("--limits none".to_owned()),
        ServerRateLimits::PerSecond {
            get,
            update,
            message,
        } => {
            words.push(format!(
                "--limits get={get},update={update},message={message}"
            ));
        }
    }
    words.join(" ")
}
