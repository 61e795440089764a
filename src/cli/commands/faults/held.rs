//! A run of some cases against a reference server of their own, both on one thread.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use crate::check::Terms;
use crate::cli::embedded::hooks;
use crate::cli::exit::{Exit, Failure};
use crate::cli::inputs::Inputs;
use crate::cli::system::runtime;
use crate::outcome::RunOutcome;
use crate::reference::{Fault, Options, Seeds, start};
use crate::run::{RunOptions, Session, Stop, TargetLimits, execute};
use crate::suite::{Case, Usual};
use crate::target::{Credentials, Target, TargetOptions, Token};

/// The judging of response times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Timing {
    /// Response times are judged by the default limit of `badreq run`.
    Judged,
    /// Response times are ignored: with many servers on one machine they say nothing about any of them.
    Ignored,
}

impl Timing {
    fn budget(self) -> Option<Duration> {
        match self {
            Self::Judged => Some(Duration::from_millis(2000)),
            Self::Ignored => None,
        }
    }
}

/// The outcome of a run against a reference server.
pub(in crate::cli) struct Held {
    pub(in crate::cli) outcome: RunOutcome,
    /// The faults whose code the run reached, if the server traces them.
    pub(in crate::cli) reached: BTreeSet<Fault>,
}

/// Starts a server, runs the cases against it, and stops it.
///
/// Server and client share a thread, so that many such pairs run in parallel without two threads each.
pub(in crate::cli) fn hold(
    inputs: &Inputs,
    options: Options,
    cases: &[&Case],
    timing: Timing,
) -> Result<Held, Failure> {
    let runtime = runtime::single()?;
    // Open requests of the server end with the runtime.
    runtime.block_on(async {
        let server = start(options)
            .await
            .map_err(|error| Failure::of(Exit::Target, &error))?;
        let session = open(inputs, &server.url(), server.seeds(), timing).await?;
        // The reachability check at the opening of the session belongs to no case.
        drop(server.take_reached());
        let outcome = execute(&session, cases, |_event| {}).await;
        Ok(Held {
            outcome,
            reached: server.take_reached(),
        })
    })
}

async fn open(
    inputs: &Inputs,
    url: &str,
    seeds: &Seeds,
    timing: Timing,
) -> Result<Session, Failure> {
    let failed = |error: &dyn std::error::Error| Failure::of(Exit::Target, error);
    let token = |text: &str| text.parse::<Token>().map_err(|error| failed(&error));
    let credentials = Credentials::new(
        Some(token(&seeds.token)?),
        Some(token(&seeds.stranger_token)?),
    )
    .map_err(|error| failed(&error))?;
    let base = url.parse().map_err(|error| failed(&error))?;
    let target = Target::connect(TargetOptions {
        authorization_header: inputs.contract.authorization_header.clone(),
        ..TargetOptions::new(base, credentials)
    })
    .map_err(|error| failed(&error))?;
    let usual = Usual {
        user_agent: target.user_agent().to_string(),
        authorization_header: inputs.contract.authorization_header.clone(),
        hooks: hooks().map_err(|error| failed(&error))?,
    };
    let options = RunOptions {
        terms: Terms {
            budget: timing.budget(),
            ..Terms::default()
        },
        known: seeds.told(),
        limits: TargetLimits::Off,
        ..RunOptions::default()
    };
    Session::open(
        Arc::clone(&inputs.contract),
        &inputs.suites,
        target,
        usual,
        options,
        Stop::default(),
    )
    .await
    .map_err(|error| failed(&error))
}
