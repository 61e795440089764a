//! `badreq report`.

use super::merge::read_results;
use super::run::print_result;
use crate::cli::args::ReportArgs;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::output::printer::Printer;
use crate::cli::output::report_files;
use crate::outcome::RunOutcome;

/// Renders a saved result, or several on one page.
pub(in crate::cli) fn render_results(
    args: &ReportArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let files = &args.files.report;
    if args.results.len() > 1 {
        report_files::check_multi_run_report_files(files)?;
    } else {
        report_files::check_report_files_writable(files)?;
    }
    match read_results(&args.results)?.as_slice() {
        [run] => {
            print_result(run, args.format, args.verbosity.verbosity(), printer)?;
            report_files::write_outcome_reports(files, run)?;
            Ok(run.conclusion().into())
        }
        runs => {
            let runs: Vec<&RunOutcome> = runs.iter().collect();
            report_files::write_multi_run_html(files, &runs)?;
            Ok(ExitStatus::Success)
        }
    }
}
