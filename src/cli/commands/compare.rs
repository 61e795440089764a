//! `badreq compare`.

use super::merge::read_results;
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
    report_files::check_comparison_reports(files)?;
    let results = read_results(&[args.old.clone(), args.new.clone()])?;
    let [old, new] = results.as_slice() else {
        return Err(CommandFailure::new(
            ExitStatus::Usage,
            "two results are compared",
        ));
    };
    let changes = compare_runs(old, new);
    printer.write_output("the report", |out| write_changes(out, &changes))?;
    report_files::write_comparison(files, &changes, &[old, new])?;
    Ok(match changes.conclusion() {
        ComparisonConclusion::Worse
        | ComparisonConclusion::Unknown
        | ComparisonConclusion::NotWorse => ExitStatus::Failed,
        ComparisonConclusion::Same => ExitStatus::Success,
    })
}
