//! `badreq provision`.

use std::io::{self, Write};
use std::path::Path;

use super::run::open_session;
use crate::cli::args::ProvisionArgs;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::ContractAndSuites;
use crate::cli::journals;
use crate::cli::output::output_file;
use crate::cli::output::printer::Printer;
use crate::cli::settings::ResolvedTarget;
use crate::cli::settings::cross_process_lock_dir;
use crate::cli::system::interrupt::{CleanupHint, SignalRuntime, handle_shutdown_signals};
use crate::fixture::{ProvisionedFixtures, create_or_empty_private_file};
use crate::outcome::InconclusiveReason;
use crate::report::write_leftovers;
use crate::run::{CancelSignal, RunOptions, RunSession};

pub(in crate::cli) fn provision_fixtures(
    args: &ProvisionArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    output_file::check_writable(&args.out).map_err(|error| {
        let name = args.out.display();
        CommandFailure::new(ExitStatus::Usage, format!("cannot write `{name}`: {error}"))
    })?;
    let SignalRuntime { runtime, signals } = SignalRuntime::start()?;
    let inputs = ContractAndSuites::load(&args.inputs, args.target.config.as_deref())?;
    let mut cases = inputs.select_cases(&args.select)?;
    if ResolvedTarget::is_reference_server_chosen(&args.target)? {
        return Err(CommandFailure::new(
            ExitStatus::Usage,
            "no target was given: the embedded reference server and its fixtures end with this command; give `--target`",
        ));
    }
    let aim = ResolvedTarget::resolve(&args.target, &inputs)?;
    for warning in &aim.warnings {
        printer.print_warning(warning);
    }
    for note in aim.skips.remove_skipped_cases(&mut cases) {
        printer.print_note(&note);
    }
    let options = RunOptions {
        values: aim.values.clone(),
        target_limits: aim.rate_limits,
        ignored_runs: args.journal.ignored_runs.iter().cloned().collect(),
        journal_dir: Some(journals::journal_dir(&args.journal)?),
        ..RunOptions::default()
    };
    let stop = CancelSignal::default();
    runtime.block_on(async {
        let left = CleanupHint::default();
        let watch = handle_shutdown_signals(signals, stop.clone(), &left, |message: &str| {
            printer.print_note(message);
        });
        let work = async {
            let session = open_session(
                &inputs,
                aim.target,
                aim.request_defaults,
                options,
                stop.clone(),
            )
            .await?;
            left.set_for_session(&session).await;
            let (handover, missing) = session.create_shared_fixtures(&cases).await;
            if let Some(reason) = stop.cancel_reason() {
                undo_fixtures(&session, printer).await?;
                return Ok(reason.into());
            }
            if let Some(handover) = handover {
                // The state that an earlier `provision` shared refers to fixtures that no longer exist.
                std::fs::remove_dir_all(cross_process_lock_dir(&args.out)).ok();
                if let Err(failure) = write_fixtures_file(&args.out, &handover) {
                    undo_fixtures(&session, printer).await?;
                    return Err(failure);
                }
                print_next_steps(printer, args, &handover)?;
            }
            Ok(report_missing_fixtures(&missing, printer))
        };
        tokio::select! {
            exit = work => exit,
            left = watch => Err(left),
        }
    })
}

async fn undo_fixtures(session: &RunSession, printer: &Printer) -> Result<(), CommandFailure> {
    let leftovers = session.close().await;
    printer
        .write_stdout(|out| write_leftovers(out, &leftovers))
        .map_err(|error| CommandFailure::from_error(ExitStatus::Usage, &error))
}

fn write_fixtures_file(path: &Path, handover: &ProvisionedFixtures) -> Result<(), CommandFailure> {
    let text = serde_json::to_string_pretty(handover).map_err(|error| error.to_string());
    let written =
        |text: String| create_or_empty_private_file(path)?.write_all((text + "\n").as_bytes());
    text.and_then(|text| written(text).map_err(|error: io::Error| error.to_string()))
        .map_err(|error| {
            CommandFailure::new(
                ExitStatus::Usage,
                format!(
                    "cannot write `{}`: {error}; what was created is undone",
                    path.display()
                ),
            )
        })
}

fn print_next_steps(
    printer: &Printer,
    args: &ProvisionArgs,
    handover: &ProvisionedFixtures,
) -> Result<(), CommandFailure> {
    let path = &args.out;
    let mut selection: String = args
        .select
        .only
        .iter()
        .map(|own| format!(" '{own}'"))
        .collect();
    selection.extend(
        args.select
            .skip
            .iter()
            .map(|own| format!(" --skip '{own}'")),
    );
    printer
        .write_stdout(|out| {
            writeln!(
                out,
                "{} fixtures created on {}\n\n  export BADREQ_FIXTURES_FILE={}\n  badreq run{selection} --shard 1/2 --format json > 1.json   # or: cargo nextest run\n  \
                 badreq run{selection} --shard 2/2 --format json > 2.json\n  badreq merge 1.json 2.json\n  badreq cleanup {}   # when all are done",
                handover.fixtures.len(),
                handover.target,
                std::path::absolute(path).unwrap_or_else(|_| path.clone()).display(),
                handover.journal.display(),
            )
        })
        .map_err(|error| CommandFailure::from_error(ExitStatus::Usage, &error))
}

/// Prints the fixtures that were not created. Only those that the target refused fail the command, not those that lack an input.
fn report_missing_fixtures(missing: &[InconclusiveReason], printer: &Printer) -> ExitStatus {
    let mut exit = ExitStatus::Success;
    for unavailable in missing {
        printer.print_note(&format!("not created: {unavailable}"));
        match unavailable {
            InconclusiveReason::Credential(_)
            | InconclusiveReason::Value(_)
            | InconclusiveReason::Trigger(_) => {}
            InconclusiveReason::Fixture(_)
            | InconclusiveReason::Control(_)
            | InconclusiveReason::Condition(_)
            | InconclusiveReason::NoResponse(_) => exit = ExitStatus::Failed,
        }
    }
    exit
}
