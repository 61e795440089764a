//! The options of a run, from the arguments.

use std::path::{Path, PathBuf};

use super::aim::Aim;
use crate::check::Terms;
use crate::cli::args::RunArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::journals;
use crate::fixture::Handover;
use crate::outcome::{Demand, Strictness};
use crate::run::{RunOptions, Shared};

/// Builds the options of a run against this target from the arguments; `terms` say how responses are judged.
///
/// # Errors
/// Fails with [`Failure`] if the file of shared fixtures cannot be read, or there is no folder for the journal.
pub fn setup(args: &RunArgs, aim: &Aim, terms: Terms) -> Result<RunOptions, Failure> {
    let provisioned = args.split.fixtures_file.as_deref();
    Ok(RunOptions {
        edition: args.inputs.edition.to_string(),
        strictness: if args.judge.strict {
            Strictness::Strict
        } else {
            Strictness::Fair
        },
        demand: if args.judge.require_all {
            Demand::All
        } else {
            Demand::Possible
        },
        shard: args.split.shard,
        terms,
        known: aim.known.clone(),
        limits: aim.limits,
        attempts: args.judge.repeat,
        budget: args.budget,
        journal: journals::folder_for(&args.journal, aim)?,
        shared: provisioned.map(shared).transpose()?,
        ..RunOptions::default()
    })
}

/// Returns the folder in which the processes that use this file of shared fixtures keep their locks.
pub(in crate::cli) fn shared_folder(provisioned: &Path) -> PathBuf {
    let mut name = provisioned.as_os_str().to_owned();
    name.push(".shared");
    PathBuf::from(name)
}

/// Loads the state that several processes share from the file that `badreq provision` wrote.
pub(in crate::cli) fn shared(path: &Path) -> Result<Shared, Failure> {
    let failed = |detail: &dyn std::fmt::Display| {
        let path = path.display();
        Failure::new(
            Exit::Usage,
            format!("cannot use what was provisioned, by `{path}`: {detail}"),
        )
    };
    let text = std::fs::read_to_string(path).map_err(|error| failed(&error))?;
    Ok(Shared {
        handover: Handover::read(&text).map_err(|error| failed(&error))?,
        folder: shared_folder(path),
    })
}
