//! `badreq merge`.

use std::path::{Path, PathBuf};

use super::run::report;
use crate::cli::args::MergeArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::printer::Printer;
use crate::cli::output::report_files;
use crate::outcome::{RunOutcome, merge as merged};
use crate::report::read_json;

pub(in crate::cli) fn merge(args: &MergeArgs, printer: &Printer) -> Result<Exit, Failure> {
    report_files::check(&args.files.report)?;
    let outcome =
        merged(read_all(&args.results)?).map_err(|error| Failure::of(Exit::Usage, &error))?;
    // The result is printed first, so that a file that cannot be written does not lose it.
    report(&outcome, args.format, args.detail.detail(), printer)?;
    report_files::write(&args.files.report, &outcome)?;
    Ok(outcome.conclusion().into())
}

/// Reads results from files; fails with an error for each file that cannot be read.
pub(in crate::cli) fn read_all(paths: &[PathBuf]) -> Result<Vec<RunOutcome>, Failure> {
    let mut runs = Vec::new();
    let mut failures = Vec::new();
    for path in paths {
        match read(path) {
            Ok(run) => runs.push(run),
            Err(failure) => failures.push(failure),
        }
    }
    Failure::all(failures).map_or(Ok(runs), Err)
}

fn read(path: &Path) -> Result<RunOutcome, Failure> {
    let failed = |detail: &dyn std::fmt::Display| {
        let path = path.display();
        Failure::new(
            Exit::Usage,
            format!("cannot read the report `{path}`: {detail}"),
        )
    };
    let text = std::fs::read(path).map_err(|error| failed(&error))?;
    read_json(&text).map_err(|error| failed(&error))
}
