//! A run of some cases against a reference server of their own, both on one thread.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use badreq_reference::{Fault, SeedValues, ServerOptions, start};

use crate::check::JudgeOptions;
use crate::cli::embedded_server::reference_triggers;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::ContractAndSuites;
use crate::cli::system::runtime;
use crate::outcome::RunOutcome;
use crate::run::{CancelSignal, RunOptions, RunSession, TargetRateLimiting, execute_run};
use crate::suite::{Case, RequestDefaults};
use crate::target::{Credentials, Target, TargetOptions, Token};

/// The choice whether response times are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum ResponseTimeJudging {
    /// Response times are judged by the default limit of `badreq run`.
    Judged,
    /// Response times are ignored: with many servers on one machine they say nothing about any of them.
    Ignored,
}

impl ResponseTimeJudging {
    fn max_response_time(self) -> Option<Duration> {
        match self {
            Self::Judged => Some(Duration::from_millis(2000)),
            Self::Ignored => None,
        }
    }
}

/// The outcome of a run against a reference server.
pub(in crate::cli) struct ServerRunOutcome {
    pub(in crate::cli) outcome: RunOutcome,
    /// The faults whose code the run reached, if the server traces them.
    pub(in crate::cli) reached_faults: BTreeSet<Fault>,
}

/// Starts a server, runs the cases against it, and stops it.
///
/// Server and client share a thread, so that many such pairs run in parallel without two threads each.
pub(in crate::cli) fn run_against_new_server(
    inputs: &ContractAndSuites,
    options: ServerOptions,
    cases: &[&Case],
    timing: ResponseTimeJudging,
) -> Result<ServerRunOutcome, CommandFailure> {
    let runtime = runtime::build_runtime()?;
    // Open requests of the server end with the runtime.
    runtime.block_on(async {
        let server = start(options)
            .await
            .map_err(|error| CommandFailure::from_error(ExitStatus::TargetUnusable, &error))?;
        let session = open_session(inputs, &server.url(), server.seeds(), timing).await?;
        // The reachability check at the opening of the session belongs to no case.
        drop(server.take_reached_faults());
        let outcome = execute_run(&session, cases, |_event| {}).await;
        Ok(ServerRunOutcome {
            outcome,
            reached_faults: server.take_reached_faults(),
        })
    })
}

async fn open_session(
    inputs: &ContractAndSuites,
    url: &str,
    seeds: &SeedValues,
    timing: ResponseTimeJudging,
) -> Result<RunSession, CommandFailure> {
    let failed = |error: &dyn std::error::Error| {
        CommandFailure::from_error(ExitStatus::TargetUnusable, error)
    };
    let token = |text: &str| text.parse::<Token>().map_err(|error| failed(&error));
    let credentials = Credentials::new(
        Some(token(&seeds.token)?),
        Some(token(&seeds.stranger_token)?),
    )
    .map_err(|error| failed(&error))?;
    let base = url.parse().map_err(|error| failed(&error))?;
    let target = Target::new(TargetOptions {
        authorization_header: inputs.contract.authorization_header.clone(),
        ..TargetOptions::new(base, credentials)
    })
    .map_err(|error| failed(&error))?;
    let usual = RequestDefaults {
        user_agent: target.user_agent().to_string(),
        authorization_header: inputs.contract.authorization_header.clone(),
        triggers: reference_triggers().map_err(|error| failed(&error))?,
    };
    let options = RunOptions {
        judge_options: JudgeOptions {
            max_response_time: timing.max_response_time(),
            ..JudgeOptions::default()
        },
        values: seeds.operator_values(),
        target_limits: TargetRateLimiting::Off,
        // The reference server has one copy of everything, and no clock in what it serves.
        settling_pause: Duration::ZERO,
        ..RunOptions::default()
    };
    RunSession::open(
        Arc::clone(&inputs.contract),
        &inputs.suites,
        target,
        usual,
        options,
        CancelSignal::default(),
    )
    .await
    .map_err(|error| failed(&error))
}
