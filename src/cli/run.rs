//! `badreq run`.

use std::sync::Arc;

use super::aim::Aim;
use super::args::{Format, RunArgs};
use super::exit::{Exit, Failure};
use super::inputs::Inputs;
use super::printer::Printer;
use super::progress::Progress;
use super::runtime;
use super::signals::Signals;
use crate::check::Terms;
use crate::outcome::{RunOutcome, Strictness};
use crate::report::{write_json, write_terminal};
use crate::run::{RunOptions, Session, Stop, execute};

pub(super) fn run(args: &RunArgs, printer: &Printer) -> Result<Exit, Failure> {
    let inputs = Inputs::load(&args.inputs)?;
    let cases = inputs.select(&args.select)?;
    if cases.is_empty() {
        return Err(Failure::new(
            Exit::NothingRun,
            "no case is left to run: every selected one is left out by `--skip`",
        ));
    }
    let aim = Aim::of(&args.target, &inputs.contract, &inputs.suites)?;
    for warning in &aim.warnings {
        printer.warning(warning);
    }
    let runtime = runtime::single()?;
    let options = RunOptions {
        edition: args.inputs.edition.to_string(),
        strictness: if args.strict {
            Strictness::Strict
        } else {
            Strictness::Fair
        },
        terms: Terms {
            budget: Some(args.budget()),
            ..Terms::default()
        },
        known: aim.known,
        limits: aim.limits,
        ..RunOptions::default()
    };
    let stop = Stop::default();
    let outcome = runtime.block_on(async {
        let session = Session::open(
            Arc::clone(&inputs.contract),
            &inputs.suites,
            aim.target,
            aim.usual,
            options,
            stop.clone(),
        )
        .await
        .map_err(|error| Failure::of(Exit::Target, &error))?;
        let signals = Signals::listen().map_err(|error| Failure::of(Exit::Target, &error))?;
        let mut progress = Progress::new();
        let aside = progress.aside();
        let tell = |message: &str| aside(&|| printer.note(message));
        let watch = heed(signals, stop, &session.options().id, tell);
        let run = execute(&session, &cases, |event| progress.tell(&event));
        tokio::select! {
            outcome = run => Ok(outcome),
            left = watch => Err(left),
        }
    });
    if let Some(embedded) = aim.embedded {
        embedded.stop();
    }
    let outcome = outcome?;
    report(&outcome, args.format, printer)?;
    Ok(outcome.conclusion().into())
}

fn report(outcome: &RunOutcome, format: Format, printer: &Printer) -> Result<(), Failure> {
    printer
        .out(|out| match format {
            Format::Text => write_terminal(out, outcome),
            Format::Json => write_json(out, outcome),
        })
        .map_err(|error| Failure::new(Exit::Usage, format!("cannot write the report: {error}")))
}

/// The first interrupt stops the run in good order; the second leaves at once.
async fn heed(mut signals: Signals, stop: Stop, id: &str, tell: impl Fn(&str)) -> Failure {
    signals.next().await;
    tell("stopping: undoing what was made (interrupt again to leave at once)");
    stop.pull();
    signals.next().await;
    Failure::new(
        Exit::Interrupted,
        format!(
            "left at once, without undoing: what this run made is still on the target, and named `badreq {id} …`"
        ),
    )
}
