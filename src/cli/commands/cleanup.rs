//! `badreq cleanup`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cli::args::CleanupArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::inputs::Inputs;
use crate::cli::journals::folder;
use crate::cli::output::printer::Printer;
use crate::cli::settings::Aim;
use crate::cli::system::runtime;
use crate::fixture::{Journal, Line, Past, journals, latest_first};
use crate::report::write_leftovers;
use crate::run::{Recovery, Stop, recover};

/// The result of cleaning up one journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Became {
    /// Nothing of its run is left.
    Done,
    /// Something of its run is left.
    Left,
    /// The journal belongs to another target than the given one.
    Other,
}

/// The arguments and inputs of one cleanup.
struct Cleaning<'c> {
    args: &'c CleanupArgs,
    inputs: Inputs,
    folder: PathBuf,
    /// The given target, if there is one.
    aim: Option<Aim>,
    printer: &'c Printer,
}

pub(in crate::cli) fn cleanup(args: &CleanupArgs, printer: &Printer) -> Result<Exit, Failure> {
    let inputs = Inputs::load(&args.inputs)?;
    let aim = if Aim::is_at_the_reference(&args.target)? {
        None
    } else {
        let aim = Aim::of(&args.target, &inputs.contract, &inputs.suites)?;
        for warning in &aim.warnings {
            printer.warning(warning);
        }
        Some(aim)
    };
    let cleaning = Cleaning {
        args,
        inputs,
        folder: folder(&args.journal)?,
        aim,
        printer,
    };
    let found: Vec<PathBuf> = if args.journals.is_empty() {
        journals(&cleaning.folder).map_err(|error| Failure::of(Exit::Usage, &error))?
    } else {
        let mut named = args.journals.clone();
        latest_first(&mut named);
        named
    };
    cleaning.one_target(&found)?;
    let mut became = Vec::new();
    let mut failures = Vec::new();
    for path in &found {
        match cleaning.journal(path) {
            Ok(one) => became.push(one),
            Err(failure) => failures.push(failure),
        }
    }
    let count = |what| became.iter().filter(|one| **one == what).count();
    if count(Became::Other) == became.len() && failures.is_empty() {
        printer.note(&format!(
            "nothing to clean up: no journal of a run on this target in {}",
            cleaning.folder.display()
        ));
    }
    if count(Became::Other) > 0 {
        printer.note(&format!(
            "{} more of other targets; give `--target` to clean up there",
            count(Became::Other)
        ));
    }
    match Failure::all(failures) {
        Some(failure) => Err(failure),
        None if count(Became::Left) > 0 => Ok(Exit::LeftBehind),
        None => Ok(Exit::Fine),
    }
}

impl Cleaning<'_> {
    /// Checks that tokens given for one target are not sent to several.
    fn one_target(&self, found: &[PathBuf]) -> Result<(), Failure> {
        let pasts = found.iter().filter_map(|path| Past::read(path).ok()?);
        let targets: BTreeSet<String> = pasts.map(|past| past.opening.target).collect();
        if self.aim.is_some() || targets.len() < 2 {
            return Ok(());
        }
        let targets: Vec<String> = targets.into_iter().collect();
        Err(Failure::new(
            Exit::Usage,
            format!(
                "there are journals of several targets, and tokens are those of one: give `--target` with one of {}",
                targets.join(", ")
            ),
        ))
    }

    fn journal(&self, path: &Path) -> Result<Became, Failure> {
        if !path.exists() {
            self.printer.note(&format!(
                "{}: it is not there, so nothing is left of its run",
                path.display()
            ));
            return Ok(Became::Done);
        }
        let usage = |error: &dyn std::error::Error| Failure::of(Exit::Usage, error);
        let Some(mut journal) = Journal::resume(path).map_err(|error| usage(&error))? else {
            self.printer.note(&format!(
                "{}: its run is still under way, so it was left alone",
                path.display()
            ));
            return Ok(Became::Left);
        };
        let Some(past) = Past::read(path).map_err(|error| usage(&error))? else {
            // A change is recorded before its request is sent, so an empty journal means no changes.
            journal.remove().map_err(|error| usage(&error))?;
            return Ok(Became::Done);
        };
        let Some(line) = self.line_to(&past, path)? else {
            return Ok(Became::Other);
        };
        let recovery = self.recover(line, &past, journal)?;
        self.tell(&past, &recovery)?;
        Ok(if recovery.leftovers.is_empty() {
            Became::Done
        } else {
            Became::Left
        })
    }

    /// Returns a client for the target of a journal; `None` if another target is given.
    ///
    /// Tokens are only sent to the given target, or to the target of a journal in the user's own folder, never to one that a foreign file names.
    fn line_to(&self, past: &Past, path: &Path) -> Result<Option<Line>, Failure> {
        let target = &past.opening.target;
        let is_own =
            self.args.journals.is_empty() || path.parent().is_some_and(|own| own == self.folder);
        match &self.aim {
            Some(aim) if aim.target.base().to_string() == *target => Ok(Some(self.line(aim))),
            Some(aim) if !self.args.journals.is_empty() => Err(Failure::new(
                Exit::Usage,
                format!(
                    "the journal `{}` is of a run on {target}, and the target is {}: give that target, as it is written there",
                    path.display(),
                    aim.target.base()
                ),
            )),
            Some(_) => Ok(None),
            None if is_own => {
                let mut args = self.args.target.clone();
                args.target = Some(target.clone());
                let aim = Aim::of(&args, &self.inputs.contract, &self.inputs.suites)?;
                Ok(Some(self.line(&aim)))
            }
            None => Err(Failure::new(
                Exit::Usage,
                format!(
                    "the journal `{}` is of a run on {target}: give `--target {target}` to clean up there",
                    path.display()
                ),
            )),
        }
    }

    fn line(&self, aim: &Aim) -> Line {
        let contract = &self.inputs.contract;
        Line::new(
            aim.target.clone(),
            aim.usual.clone(),
            contract.model.clone(),
            contract.limits.clone(),
            Stop::default(),
        )
    }

    fn recover(&self, line: Line, past: &Past, journal: Journal) -> Result<Recovery, Failure> {
        runtime::single()?.block_on(async {
            line.target()
                .reachable()
                .await
                .map_err(|error| Failure::of(Exit::Target, &error))?;
            recover(&self.inputs.contract, line, past, journal)
                .await
                .map_err(|error| {
                    Failure::new(Exit::Usage, format!("{}: {error}", past.path.display()))
                })
        })
    }

    fn tell(&self, past: &Past, recovery: &Recovery) -> Result<(), Failure> {
        self.printer
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
                write_leftovers(out, &recovery.leftovers)
            })
            .map_err(|error| Failure::new(Exit::Usage, format!("cannot write the report: {error}")))
    }
}

/// Formats an age in its largest unit.
fn ago(age: std::time::Duration) -> String {
    let seconds = age.as_secs();
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7200 => format!("{} min", seconds / 60),
        7200..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86400),
    }
}
