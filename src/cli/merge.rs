//! `badreq merge`.

use std::path::Path;

use super::args::MergeArgs;
use super::exit::{Exit, Failure};
use super::printer::Printer;
use super::run::report;
use crate::outcome::{RunOutcome, merge as merged};
use crate::report::read_json;

pub(super) fn merge(args: &MergeArgs, printer: &Printer) -> Result<Exit, Failure> {
    let mut runs = Vec::new();
    let mut failures = Vec::new();
    for path in &args.results {
        match read(path) {
            Ok(run) => runs.push(run),
            Err(failure) => failures.push(failure),
        }
    }
    if !failures.is_empty() {
        return Err(Failure::new(Exit::Usage, failures.join("\nerror: ")));
    }
    let outcome = merged(runs).map_err(|error| Failure::of(Exit::Usage, &error))?;
    report(&outcome, args.format, printer)?;
    Ok(outcome.conclusion().into())
}

fn read(path: &Path) -> Result<RunOutcome, String> {
    let failed = |detail: &dyn std::fmt::Display| {
        format!("cannot read the report `{}`: {detail}", path.display())
    };
    let text = std::fs::read(path).map_err(|error| failed(&error))?;
    read_json(&text).map_err(|error| failed(&error))
}
