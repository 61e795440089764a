//! `badreq replay`: the cases of a result once more.

use std::collections::BTreeSet;

use super::merge::read_all;
use super::run::{Done, carry_out, report};
use crate::cli::args::{Format, ReplayArgs};
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::printer::Printer;
use crate::cli::output::report_files;
use crate::cli::settings::Aim;
use crate::cli::system::interrupt::Interruptible;
use crate::outcome::{ChangeKind, Changes, Conclusion, RunOutcome, Unproven, Verdict, changes};
use crate::report::write_replay;

pub(in crate::cli) fn replay(args: &ReplayArgs, printer: &Printer) -> Result<Exit, Failure> {
    let ears = Interruptible::begin()?;
    let name = args.result.display();
    let old = read_all(std::slice::from_ref(&args.result))?
        .pop()
        .ok_or_else(|| Failure::new(Exit::Usage, format!("cannot read the report `{name}`")))?;
    // Against another server than that of the run everything may look fixed.
    if args.run.target.target.is_none() && Aim::is_at_the_reference(&args.run.target)? {
        return Err(Failure::new(
            Exit::Usage,
            format!(
                "say which target the cases are sent to again: `--target {}`, where the run was, another one, or `reference`",
                old.run.target
            ),
        ));
    }
    let names = wanted(&old, args.only_failed);
    if names.is_empty() {
        return Err(Failure::new(
            Exit::NothingRun,
            format!("nothing is to be sent again: no case failed in `{name}`"),
        ));
    }
    let Done {
        outcome: new,
        written,
        gone,
    } = carry_out(&args.run, Some(&names), ears, printer)?;
    let detail = args.run.detail.detail();
    report(&new, args.run.format, detail, printer)?;
    let changes = changes(&old, &new);
    match args.run.format {
        Format::Text => printer
            .out(|out| write_replay(out, &new, &changes, detail))
            .map_err(|error| {
                Failure::new(Exit::Usage, format!("cannot write the report: {error}"))
            })?,
        Format::Json => warn_of_unknown(&changes, printer),
    }
    report_files::write(&args.run.files.report, &new)?;
    written?;
    Ok(ended(new.conclusion(), &changes, gone))
}

/// What the result does not say by itself.
fn warn_of_unknown(changes: &Changes<'_>, printer: &Printer) {
    let mut unknown = changes.of(ChangeKind::NoLongerJudged);
    if let Some(first) = unknown.next() {
        printer.warning(&format!(
            "cases that came to a verdict in run {} come to none now and are not known to be mended, {} in all, `{}` first: give the tokens, known values and hooks that it had",
            changes.old.id,
            1 + unknown.count(),
            first.outcome.case.name
        ));
    }
}

/// How the replay ends: as its run does; but where a case that came to a verdict now comes to none, or is not there any more, nobody knows whether
/// it is mended.
fn ended(conclusion: Conclusion, changes: &Changes<'_>, gone: usize) -> Exit {
    let is_unknown = gone > 0 || changes.of(ChangeKind::NoLongerJudged).next().is_some();
    match (conclusion, is_unknown) {
        (Conclusion::Conforms | Conclusion::StaleBaseline, true) => Exit::DoesNotConform,
        (conclusion, _) => conclusion.into(),
    }
}

/// The names of the cases that are to be sent again.
fn wanted(old: &RunOutcome, only_failed: bool) -> BTreeSet<String> {
    let cases = old.cases.iter();
    cases
        .filter(|outcome| match &outcome.verdict {
            Verdict::Fail | Verdict::HarnessError { .. } => true,
            Verdict::Unproven { because } => match because {
                Unproven::Fixture(_)
                | Unproven::Control(_)
                | Unproven::Condition(_)
                | Unproven::Answer(_) => true,
                Unproven::Credential(_) | Unproven::Known(_) | Unproven::Hook(_) => !only_failed,
            },
            Verdict::Pass | Verdict::KnownFailure { .. } => !only_failed,
            Verdict::Skipped { .. } => false,
        })
        .map(|outcome| outcome.case.name.clone())
        .collect()
}
