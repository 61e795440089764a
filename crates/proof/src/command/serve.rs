//! `badreq-proof serve`.

use std::collections::BTreeSet;
use std::sync::Arc;

use badreq::cli::{CommandFailure, ExitStatus, ReadyMessage, serve_until_signal};
use badreq_reference::{ServerOptions, TriggerMode};
use serde::Serialize;

use super::args::ServeArgs;
use crate::{BrokenRowsWire, start_faulty_server, vary_server_options};

/// The JSON line that is printed when the server is ready. The command stands at its end, as in the line of `badreq serve`.
#[derive(Serialize)]
struct FaultyServerReadyMessage {
    faults: Vec<String>,
    variants: Vec<String>,
    #[serde(flatten)]
    ready: ReadyMessage,
}

/// Serves the reference server with the faults, variants and broken rows of the arguments.
pub(super) fn serve_broken_server(args: &ServeArgs) -> Result<ExitStatus, CommandFailure> {
    let triggers = if args.triggers {
        TriggerMode::On
    } else {
        TriggerMode::Off
    };
    let mut options = ServerOptions {
        addr: args.addr,
        limits: args.limits,
        triggers,
        ..ServerOptions::default()
    };
    if !args.broken_row.is_empty() {
        options.wire = Arc::new(BrokenRowsWire(args.broken_row.clone()));
    }
    let variants: BTreeSet<_> = args.variant.iter().copied().collect();
    let options = vary_server_options(&variants, options);
    serve_until_signal(async move || {
        let server = start_faulty_server(options, &args.fault).await?;
        let ready = FaultyServerReadyMessage {
            faults: args.fault.iter().map(ToString::to_string).collect(),
            variants: variants.iter().map(ToString::to_string).collect(),
            ready: ReadyMessage::new(&server, args.limits, triggers),
        };
        Ok((server, ready))
    })
}
