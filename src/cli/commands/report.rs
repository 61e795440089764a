//! `badreq report`.

use super::merge::read_all;
use super::run::report;
use crate::cli::args::ReportArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::printer::Printer;
use crate::cli::output::report_files;
use crate::outcome::RunOutcome;

/// Renders a saved result, or several on one page.
pub(in crate::cli) fn render(args: &ReportArgs, printer: &Printer) -> Result<Exit, Failure> {
    let files = &args.files.report;
    if args.results.len() > 1 {
        report_files::check_side_by_side(files)?;
    } else {
        report_files::check(files)?;
    }
    match read_all(&args.results)?.as_slice() {
        [run] => {
            report(run, args.format, args.detail.detail(), printer)?;
            report_files::write(files, run)?;
            Ok(run.conclusion().into())
        }
        runs => {
            let runs: Vec<&RunOutcome> = runs.iter().collect();
            report_files::write_side_by_side(files, &runs)?;
            Ok(Exit::Fine)
        }
    }
}
