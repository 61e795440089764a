//! `badreq provision`.

use std::io::{self, Write};
use std::path::Path;

use super::run::open;
use crate::cli::args::ProvisionArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::inputs::Inputs;
use crate::cli::journals;
use crate::cli::output::outfile;
use crate::cli::output::printer::Printer;
use crate::cli::settings::Aim;
use crate::cli::settings::shared_folder;
use crate::cli::system::interrupt::{Interruptible, Left, heed};
use crate::fixture::{Handover, private_file};
use crate::outcome::Unproven;
use crate::report::write_leftovers;
use crate::run::{RunOptions, Session, Stop};

pub(in crate::cli) fn provision(args: &ProvisionArgs, printer: &Printer) -> Result<Exit, Failure> {
    outfile::check(&args.out).map_err(|error| {
        let name = args.out.display();
        Failure::new(Exit::Usage, format!("cannot write `{name}`: {error}"))
    })?;
    let Interruptible { runtime, signals } = Interruptible::begin()?;
    let inputs = Inputs::load(&args.inputs)?;
    let cases = inputs.select(&args.select)?;
    if Aim::is_at_the_reference(&args.target)? {
        return Err(Failure::new(
            Exit::Usage,
            "no target was given: what is made on the embedded reference server ends with this command; give `--target`",
        ));
    }
    let aim = Aim::of(&args.target, &inputs.contract, &inputs.suites)?;
    for warning in &aim.warnings {
        printer.warning(warning);
    }
    let options = RunOptions {
        known: aim.known.clone(),
        limits: aim.limits,
        journal: Some(journals::folder(&args.journal)?),
        ..RunOptions::default()
    };
    let stop = Stop::default();
    runtime.block_on(async {
        let left = Left::default();
        let watch = heed(signals, stop.clone(), &left, |message: &str| {
            printer.note(message);
        });
        let work = async {
            let session = open(&inputs, aim.target, aim.usual, options, stop.clone()).await?;
            left.may_leave_behind(&session).await;
            let (handover, missing) = session.provide(&cases).await;
            if let Some(reason) = stop.reason() {
                undo(&session, printer).await?;
                return Ok(reason.into());
            }
            if let Some(handover) = handover {
                // The state that an earlier `provision` shared refers to fixtures that no longer exist.
                std::fs::remove_dir_all(shared_folder(&args.out)).ok();
                if let Err(failure) = write(&args.out, &handover) {
                    undo(&session, printer).await?;
                    return Err(failure);
                }
                tell(printer, args, &handover)?;
            }
            Ok(judge(&missing, printer))
        };
        tokio::select! {
            exit = work => exit,
            left = watch => Err(left),
        }
    })
}

async fn undo(session: &Session, printer: &Printer) -> Result<(), Failure> {
    let leftovers = session.close().await;
    printer
        .out(|out| write_leftovers(out, &leftovers))
        .map_err(|error| Failure::of(Exit::Usage, &error))
}

fn write(path: &Path, handover: &Handover) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(handover).map_err(|error| error.to_string());
    let written = |text: String| private_file(path)?.write_all((text + "\n").as_bytes());
    text.and_then(|text| written(text).map_err(|error: io::Error| error.to_string()))
        .map_err(|error| {
            Failure::new(
                Exit::Usage,
                format!(
                    "cannot write `{}`: {error}; what was made is undone",
                    path.display()
                ),
            )
        })
}

fn tell(printer: &Printer, args: &ProvisionArgs, handover: &Handover) -> Result<(), Failure> {
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
        .out(|out| {
            writeln!(
                out,
                "{} fixtures made on {}\n\n  export BADREQ_FIXTURES_FILE={}\n  badreq run{selection} --shard 1/2 --format json > 1.json   # or: cargo nextest run\n  \
                 badreq run{selection} --shard 2/2 --format json > 2.json\n  badreq merge 1.json 2.json\n  badreq cleanup {}   # when all are done",
                handover.fixtures.len(),
                handover.target,
                std::path::absolute(path).unwrap_or_else(|_| path.clone()).display(),
                handover.journal.display(),
            )
        })
        .map_err(|error| Failure::of(Exit::Usage, &error))
}

/// Prints the fixtures that were not created. Only those that the target refused fail the command, not those that lack an input.
fn judge(missing: &[Unproven], printer: &Printer) -> Exit {
    let mut exit = Exit::Fine;
    for unavailable in missing {
        printer.note(&format!("not made: {unavailable}"));
        match unavailable {
            Unproven::Credential(_) | Unproven::Known(_) | Unproven::Hook(_) => {}
            Unproven::Fixture(_)
            | Unproven::Control(_)
            | Unproven::Condition(_)
            | Unproven::Answer(_) => exit = Exit::DoesNotConform,
        }
    }
    exit
}
