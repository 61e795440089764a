//! `badreq report`: a result told again, or what changed between two.

use super::args::{Format, RetellArgs};
use super::exit::{Exit, Failure};
use super::merge::read_all;
use super::printer::Printer;
use super::report_files;
use super::run::report;
use crate::outcome::{RunOutcome, changes};
use crate::report::write_changes;

pub(super) fn retell(args: &RetellArgs, printer: &Printer) -> Result<Exit, Failure> {
    if args.results.len() > 2 {
        return Err(Failure::new(
            Exit::Usage,
            format!(
                "one result is told again, and two are compared, but {} were given; `badreq merge` makes one result of several parts",
                args.results.len()
            ),
        ));
    }
    if args.results.len() == 2 {
        report_files::check_changes(&args.files.report)?;
    } else {
        report_files::check(&args.files.report)?;
    }
    match read_all(&args.results)?.as_slice() {
        [old, new] => compare(args, old, new, printer),
        runs => {
            let mut exit = Exit::Fine;
            for run in runs {
                report(run, args.format, printer)?;
                report_files::write(&args.files.report, run)?;
                exit = run.conclusion().into();
            }
            Ok(exit)
        }
    }
}

fn compare(
    args: &RetellArgs,
    old: &RunOutcome,
    new: &RunOutcome,
    printer: &Printer,
) -> Result<Exit, Failure> {
    if args.format == Format::Json {
        return Err(Failure::new(
            Exit::Usage,
            "what changed between two results is told as text only: leave out `--format json`",
        ));
    }
    let changes = changes(old, new);
    printer
        .out(|out| write_changes(out, &changes))
        .map_err(|error| Failure::new(Exit::Usage, format!("cannot write the report: {error}")))?;
    report_files::write_changes(&args.files.report, &changes)?;
    Ok(if changes.is_worse() {
        Exit::DoesNotConform
    } else {
        Exit::Fine
    })
}
