//! `badreq merge`.

use std::path::{Path, PathBuf};

use super::run::print_result;
use crate::cli::args::MergeArgs;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::output::printer::Printer;
use crate::cli::output::report_files;
use crate::outcome::{RunOutcome, merge_runs as merged};
use crate::report::read_json;

pub(in crate::cli) fn merge_results(
    args: &MergeArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    report_files::check_report_files_writable(&args.files.report)?;
    let outcome = merged(read_results(&args.results)?)
        .map_err(|error| CommandFailure::from_error(ExitStatus::Usage, &error))?;
    // The result is printed first, so that a file that cannot be written does not lose it.
    print_result(&outcome, args.format, args.verbosity.verbosity(), printer)?;
    report_files::write_outcome_reports(&args.files.report, &outcome)?;
    Ok(outcome.conclusion().into())
}

/// Reads results from files; fails with an error for each file that cannot be read.
pub(in crate::cli) fn read_results(paths: &[PathBuf]) -> Result<Vec<RunOutcome>, CommandFailure> {
    let mut runs = Vec::new();
    let mut failures = Vec::new();
    for path in paths {
        match read_result(path) {
            Ok(run) => runs.push(run),
            Err(failure) => failures.push(failure),
        }
    }
    CommandFailure::combine(failures).map_or(Ok(runs), Err)
}

/// Reads a result from a file.
///
/// Fails with status 2 if the file cannot be read, and with 3 if it is not a result.
pub(in crate::cli) fn read_result(path: &Path) -> Result<RunOutcome, CommandFailure> {
    let failed = |exit, detail: &dyn std::fmt::Display| {
        let path = path.display();
        CommandFailure::new(exit, format!("cannot read the result `{path}`: {detail}"))
    };
    let text = std::fs::read(path).map_err(|error| failed(ExitStatus::Usage, &error))?;
    read_json(&text).map_err(|error| failed(ExitStatus::InvalidAuthoredFile, &error))
}
