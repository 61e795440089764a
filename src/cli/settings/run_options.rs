//! How a run is done, as the arguments say.

use std::path::{Path, PathBuf};

use super::aim::Aim;
use crate::check::Terms;
use crate::cli::args::RunArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::journals;
use crate::fixture::Handover;
use crate::outcome::{Demand, Strictness};
use crate::run::{RunOptions, Shared};

/// How a run against this target is done, as the arguments say; answers are judged by these terms.
///
/// # Errors
/// Fails with [`Failure`] where what was provisioned cannot be read, or no folder is there for the journal.
pub fn setup(args: &RunArgs, aim: &Aim, terms: Terms) -> Result<RunOptions, Failure> {
    let provisioned = args.split.provisioned.as_deref();
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

/// The folder by which processes take turns that use what this file tells of.
pub(in crate::cli) fn shared_folder(provisioned: &Path) -> PathBuf {
    let mut name = provisioned.as_os_str().to_owned();
    name.push(".shared");
    PathBuf::from(name)
}

/// What was provisioned, as this file tells it.
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
