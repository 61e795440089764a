//! `badreq compare`.

use super::merge::read_result;
use crate::cli::args::CompareArgs;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::output::printer::Printer;
use crate::cli::output::report_files;
use crate::outcome::{ComparisonConclusion, compare_runs};
use crate::report::write_changes;

/// Reports the differences between two results.
pub(in crate::cli) fn compare_results(
    args: &CompareArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let files = &args.files.report;
    report_files::check_comparison_report_files(files)?;
    let (old, new) = (read_result(&args.old)?, read_result(&args.new)?);
    let changes = compare_runs(&old, &new);
    printer.write_stdout_or_fail("the report", |out| write_changes(out, &changes))?;
    report_files::write_comparison_reports(files, &changes, &[&old, &new])?;
    Ok(match changes.conclusion() {
        ComparisonConclusion::Worse
        | ComparisonConclusion::Unknown
        | ComparisonConclusion::NotWorse
        | ComparisonConclusion::OnlyResponses => ExitStatus::Failed,
        ComparisonConclusion::Same => ExitStatus::Success,
    })
}
