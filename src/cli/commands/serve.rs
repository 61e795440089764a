//! `badreq serve`.

use std::time::Duration;

use serde::Serialize;

use crate::cli::args::ServeArgs;
use crate::cli::embedded::HOOKS;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::printer::Printer;
use crate::cli::system::signals::Signals;
use crate::reference::{Conduct, Hooks, Limits, Options, Seeds, Server, start};

/// The longest wait for open requests at the end.
const GRACE: Duration = Duration::from_secs(1);

/// The JSON line that is printed when the server is ready.
#[derive(Serialize)]
struct Ready<'s> {
    url: String,
    #[serde(flatten)]
    seeds: &'s Seeds,
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

pub(in crate::cli) fn serve(args: &ServeArgs, printer: &Printer) -> Result<Exit, Failure> {
    let options = Options {
        addr: args.addr,
        limits: args.limits,
        hooks: if args.triggers { Hooks::On } else { Hooks::Off },
        seed: args.seed,
        conduct: if args.fault.is_empty() {
            Conduct::Sound
        } else {
            Conduct::Broken(args.fault.clone())
        },
        variant: args.variant,
        ..Options::default()
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::of(Exit::Target, &error))?;
    runtime.block_on(async {
        let server = start(options)
            .await
            .map_err(|error| Failure::of(Exit::Target, &error))?;
        let ready = Ready {
            url: server.url(),
            seeds: server.seeds(),
            limits: args.limits.to_string(),
            fault: (!args.fault.is_empty()).then(|| {
                let names: Vec<String> = args.fault.iter().map(ToString::to_string).collect();
                names.join(",")
            }),
            variant: args.variant.map(|variant| variant.to_string()),
            run: run_command(&server, args),
        };
        // Listen before the line is printed: its reader may end the server at once.
        let mut signals = Signals::listen().map_err(|error| Failure::of(Exit::Target, &error))?;
        let line =
            serde_json::to_string(&ready).map_err(|error| Failure::of(Exit::Target, &error))?;
        printer
            .out(|out| writeln!(out, "{line}"))
            .map_err(|error| Failure::of(Exit::Target, &error))?;
        printer.note(&format!(
            "serving {}; interrupt or terminate to end",
            server.url()
        ));
        signals.next().await;
        // Connections that are still open after this are closed.
        tokio::time::timeout(GRACE, server.shutdown()).await.ok();
        Ok(Exit::Fine)
    })
}

fn run_command(server: &Server, args: &ServeArgs) -> String {
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
            .told()
            .iter()
            .map(|(name, value)| format!("--value {name}={value}")),
    );
    if args.triggers {
        words.extend(
            HOOKS
                .iter()
                .map(|(name, hook)| format!("--trigger '{name}={hook}'")),
        );
    }
    match args.limits {
        Limits::Documented => {}
        Limits::None => words.push("--limits none".to_owned()),
        Limits::PerSecond {
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
