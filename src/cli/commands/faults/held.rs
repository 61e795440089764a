//! A reference server that is held to some cases: both on one thread, and both gone afterwards.

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

/// Whether the time that an answer takes is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Timing {
    /// It is, by the budget that `badreq run` has by default.
    Judged,
    /// It is not: with many servers on one machine it says nothing of any of them.
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

/// What came of it.
pub(in crate::cli) struct Held {
    pub(in crate::cli) outcome: RunOutcome,
    /// The faults that it came near, where the server was told to note them.
    pub(in crate::cli) reached: BTreeSet<Fault>,
}

/// Starts a server, holds it to the cases, and stops it.
///
/// The server and who asks it share a thread: many such pairs run side by side without a thread for each half.
pub(in crate::cli) fn hold(
    inputs: &Inputs,
    options: Options,
    cases: &[&Case],
    timing: Timing,
) -> Result<Held, Failure> {
    let runtime = runtime::single()?;
    // What the server still has under way ends with the runtime.
    runtime.block_on(async {
        let server = start(options)
            .await
            .map_err(|error| Failure::of(Exit::Target, &error))?;
        let session = open(inputs, &server.url(), server.seeds(), timing).await?;
        // To find out whether anybody is there is no part of a case.
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
