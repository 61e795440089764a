//! `badreq report`: a result told again, or what changed between two.

use super::merge::read_all;
use super::run::report;
use crate::cli::args::{Format, RetellArgs};
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::printer::Printer;
use crate::cli::output::report_files;
use crate::outcome::{Comparison, RunOutcome, changes};
use crate::report::write_changes;

pub(in crate::cli) fn retell(args: &RetellArgs, printer: &Printer) -> Result<Exit, Failure> {
    let files = &args.files.report;
    match args.results.len() {
        0 | 1 => report_files::check(files)?,
        2 => report_files::check_several(files, 2)?,
        count if files.is_empty() => {
            return Err(Failure::new(
                Exit::Usage,
                format!(
                    "one result is told again, two are compared, and {count} are shown side by side by `--report html=FILE`; \
                     `badreq merge` makes one result of several parts"
                ),
            ));
        }
        count => report_files::check_several(files, count)?,
    }
    match read_all(&args.results)?.as_slice() {
        [run] => {
            report(run, args.format, args.detail.detail(), printer)?;
            report_files::write(files, run)?;
            Ok(run.conclusion().into())
        }
        [old, new] => compare(args, old, new, printer),
        runs => {
            let runs: Vec<&RunOutcome> = runs.iter().collect();
            report_files::write_several(files, &runs, None)?;
            Ok(Exit::Fine)
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
    report_files::write_several(&args.files.report, &[old, new], Some(&changes))?;
    Ok(match changes.comparison() {
        Comparison::Worse | Comparison::Unknown => Exit::DoesNotConform,
        Comparison::NotWorse | Comparison::Same => Exit::Fine,
    })
}
