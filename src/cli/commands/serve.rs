//! `badreq serve`.

use std::time::Duration;

use badreq_reference::{
    ReferenceServer, SeedValues, ServerConduct, ServerOptions, ServerRateLimits, TriggerMode, start,
};
use serde::Serialize;

use crate::cli::args::ServeArgs;
use crate::cli::embedded_server::REFERENCE_TRIGGERS;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::output::printer::Printer;
use crate::cli::system::signals::ShutdownSignals;

/// The longest wait for open requests at the end.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(1);

/// The JSON line that is printed when the server is ready.
#[derive(Serialize)]
struct ReadyMessage<'s> {
    url: String,
    #[serde(flatten)]
    seeds: &'s SeedValues,
    limits: String,
    /// The names of the injected faults, separated by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
    /// The name of the conforming variant.
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<String>,
    /// The command that runs every case against this server.
    run: String,
}

pub(in crate::cli) fn serve_reference_server(
    args: &ServeArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let options = ServerOptions {
        addr: args.addr,
        limits: args.limits,
        triggers: if args.triggers {
            TriggerMode::On
        } else {
            TriggerMode::Off
        },
        seed: args.seed,
        conduct: if args.fault.is_empty() {
            ServerConduct::Conforming
        } else {
            ServerConduct::Faulty(args.fault.clone())
        },
        variants: args.variant.into_iter().collect(),
        ..ServerOptions::default()
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CommandFailure::from_error(ExitStatus::TargetUnusable, &error))?;
    runtime.block_on(async {
        let server = start(options)
            .await
            .map_err(|error| CommandFailure::from_error(ExitStatus::TargetUnusable, &error))?;
        let ready = ReadyMessage {
            url: server.url(),
            seeds: server.seeds(),
            limits: args.limits.to_string(),
            fault: (!args.fault.is_empty()).then(|| {
                let names: Vec<String> = args.fault.iter().map(ToString::to_string).collect();
                names.join(",")
            }),
            variant: args.variant.map(|variant| variant.to_string()),
            run: format_run_command(&server, args),
        };
        // Listen before the line is printed: its reader may end the server at once.
        let mut signals = ShutdownSignals::listen()
            .map_err(|error| CommandFailure::from_error(ExitStatus::TargetUnusable, &error))?;
        let line = serde_json::to_string(&ready)
            .map_err(|error| CommandFailure::from_error(ExitStatus::TargetUnusable, &error))?;
        printer
            .write_stdout(|out| writeln!(out, "{line}"))
            .map_err(|error| CommandFailure::from_error(ExitStatus::TargetUnusable, &error))?;
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

fn format_run_command(server: &ReferenceServer, args: &ServeArgs) -> String {
    let seeds = server.seeds();
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
    if args.triggers {
        words.extend(
            REFERENCE_TRIGGERS
                .iter()
                .map(|(name, hook)| format!("--trigger '{name}={hook}'")),
        );
    }
    match args.limits {
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
