//! `badreq cleanup`.

use std::path::{Path, PathBuf};

use super::aim::Aim;
use super::args::CleanupArgs;
use super::exit::{Exit, Failure};
use super::inputs::Inputs;
use super::journals::folder;
use super::printer::Printer;
use super::runtime;
use crate::fixture::{Journal, Line, Past, journals};
use crate::report::write_leftover;
use crate::run::{Stop, recover};

/// What became of a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Became {
    /// Nothing is left of its run.
    Done,
    /// Something is.
    Left,
    /// It is of another target than the one that is meant.
    Other,
}

pub(super) fn cleanup(args: &CleanupArgs, printer: &Printer) -> Result<Exit, Failure> {
    let inputs = Inputs::load(&args.inputs)?;
    let folder = folder(&args.journal)?;
    let found: Vec<PathBuf> = if args.journals.is_empty() {
        journals(&folder).map_err(|error| Failure::of(Exit::Usage, &error))?
    } else {
        args.journals.clone()
    };
    let (mut done, mut left, mut other) = (0_usize, 0_usize, 0_usize);
    let mut failures = Vec::new();
    for path in &found {
        match one(args, &inputs, &folder, path, printer) {
            Ok(Became::Done) => done += 1,
            Ok(Became::Left) => left += 1,
            Ok(Became::Other) => other += 1,
            Err(failure) => failures.push(failure),
        }
    }
    if done + left + failures.len() == 0 {
        printer.note(&format!(
            "nothing to clean up: no journal of a run on this target in {}",
            folder.display()
        ));
    }
    if other > 0 {
        printer.note(&format!(
            "{other} more of other targets; give `--target` to clean up there"
        ));
    }
    match failures.into_iter().reduce(both) {
        Some(failure) => Err(failure),
        None if left > 0 => Ok(Exit::DoesNotConform),
        None => Ok(Exit::Fine),
    }
}

fn both(first: Failure, second: Failure) -> Failure {
    Failure::new(
        first.exit,
        format!("{}\nerror: {}", first.message, second.message),
    )
}

fn one(
    args: &CleanupArgs,
    inputs: &Inputs,
    folder: &Path,
    path: &Path,
    printer: &Printer,
) -> Result<Became, Failure> {
    let usage = |error: &dyn std::error::Error| Failure::of(Exit::Usage, error);
    let Some(mut journal) = Journal::resume(path).map_err(|error| usage(&error))? else {
        printer.note(&format!(
            "{}: its run is still under way, so it was left alone",
            path.display()
        ));
        return Ok(Became::Left);
    };
    let Some(past) = Past::read(path).map_err(|error| usage(&error))? else {
        // Nothing leaves before its line is written.
        journal.remove().map_err(|error| usage(&error))?;
        return Ok(Became::Done);
    };
    let is_own = args.journals.is_empty() || path.parent().is_some_and(|own| own == folder);
    match &args.target.target {
        Some(target) if target.trim_end_matches('/') != past.opening.target => {
            return Ok(Became::Other);
        }
        None if !is_own => {
            // Tokens go where whoever runs this says, not where a file from elsewhere says.
            return Err(Failure::new(
                Exit::Usage,
                format!(
                    "the journal `{}` is of a run on {}: give `--target {1}` to clean up there",
                    path.display(),
                    past.opening.target
                ),
            ));
        }
        Some(_) | None => {}
    }
    let mut target = args.target.clone();
    target.target = Some(past.opening.target.clone());
    let aim = Aim::of(&target, &inputs.contract, &inputs.suites)?;
    let runtime = runtime::single()?;
    let recovery = runtime.block_on(async {
        aim.target
            .reachable()
            .await
            .map_err(|error| Failure::of(Exit::Target, &error))?;
        let contract = &inputs.contract;
        let line = Line::new(
            aim.target,
            aim.usual,
            contract.model.clone(),
            contract.limits.clone(),
            Stop::default(),
        );
        recover(contract, line, &past, journal)
            .await
            .map_err(|error| {
                let failure = usage(&error);
                Failure::new(
                    Exit::Usage,
                    format!("{}: {}", path.display(), failure.message),
                )
            })
    })?;
    printer
        .out(|out| {
            writeln!(
                out,
                "run {} on {}, begun {} ago: {} removed, {} put back",
                past.opening.run,
                past.opening.target,
                ago(past.opening.age()),
                recovery.undone,
                recovery.put_back
            )?;
            recovery
                .leftovers
                .iter()
                .try_for_each(|leftover| write_leftover(out, leftover))
        })
        .map_err(|error| Failure::new(Exit::Usage, format!("cannot write the report: {error}")))?;
    Ok(if recovery.leftovers.is_empty() {
        Became::Done
    } else {
        Became::Left
    })
}

/// A time in its greatest unit.
fn ago(age: std::time::Duration) -> String {
    let seconds = age.as_secs();
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7200 => format!("{} min", seconds / 60),
        7200..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86400),
    }
}
