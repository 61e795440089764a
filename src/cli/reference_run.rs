//! Sessions of runs against a reference server of one's own, in the same process.

use std::sync::Arc;
use std::time::Duration;

use badreq_reference::ReferenceServer;

use super::embedded_server::reference_triggers;
use super::exit::{CommandFailure, ExitStatus};
use super::inputs::ContractAndSuites;
use crate::check::JudgeOptions;
use crate::run::{CancelSignal, RunOptions, RunSession, TargetRateLimiting};
use crate::suite::RequestDefaults;
use crate::target::{Credentials, Target, TargetOptions, Token};

/// The choice whether response times are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseTimeJudging {
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

/// Opens a session of runs against a running reference server without rate limits.
///
/// # Errors
/// Fails with [`CommandFailure`] if the server does not respond, or its values cannot be used.
pub async fn open_reference_session(
    inputs: &ContractAndSuites,
    server: &ReferenceServer,
    timing: ResponseTimeJudging,
) -> Result<RunSession, CommandFailure> {
    let failed = |error: &dyn std::error::Error| {
        CommandFailure::from_error(ExitStatus::TargetUnusable, error)
    };
    let seeds = server.seed_values();
    let token = |text: &str| text.parse::<Token>().map_err(|error| failed(&error));
    let credentials = Credentials::new(
        Some(token(&seeds.token)?),
        Some(token(&seeds.stranger_token)?),
    )
    .map_err(|error| failed(&error))?;
    let base = server.url().parse().map_err(|error| failed(&error))?;
    let target = Target::new(TargetOptions {
        token_header: inputs.contract.token_header.clone(),
        ..TargetOptions::new(base, credentials)
    })
    .map_err(|error| failed(&error))?;
    let usual = RequestDefaults {
        user_agent: target.user_agent().to_string(),
        token_header: inputs.contract.token_header.clone(),
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
