//! Arguments about baselines.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::input::ContractAndSuiteArgs;
use crate::baseline::{AcceptedHarm, AcceptedHarmParseError};

/// The baseline file of a run.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Judging")]
pub struct BaselineFileArgs {
    /// File of known failures, which do not fail the run. If one is gone, the run ends with status 6, so that you update the file.
    #[arg(long, env = "BADREQ_BASELINE", value_name = "FILE")]
    pub baseline: Option<PathBuf>,
}

/// The commands of `baseline`.
#[derive(Debug, Subcommand)]
pub enum BaselineCommand {
    /// Write a new baseline with every failure of a result.
    ///
    /// Nothing is sent. Each finding that is filed is printed. Harm is filed only by name, with `--accept-harm`. Write a reason for each entry into the file afterwards, and name the file with `--baseline`, `BADREQ_BASELINE` or
    /// `baseline` in the configuration.
    #[command(after_help = crate::cli::exit::BASELINE_HELP)]
    Write(BaselineWriteArgs),
    /// Update a baseline by a newer result: drop what is mended, and follow what shows in another form.
    ///
    /// Nothing is sent. Reasons, links, days and comments stay, and so do entries of cases that the result did not judge. New failures are listed
    /// and not added, unless `--add` is given.
    #[command(after_help = crate::cli::exit::BASELINE_UPDATE_HELP)]
    Update(BaselineUpdateArgs),
}

/// The arguments of `baseline write`.
#[derive(Clone, Debug, Args)]
pub struct BaselineWriteArgs {
    /// Baseline to write. Missing folders are created; an existing file is not overwritten.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Result with the failures, as `badreq run --report json=FILE` writes it.
    #[arg(long, value_name = "RESULT")]
    pub from: PathBuf,
    /// Older baseline: copy the reason, link and expiry date of each failure that is in the result, too.
    #[arg(long, value_name = "OLD")]
    pub reasons_from: Option<PathBuf>,
    /// Harmful finding to accept into the baseline all the same, by its id, with the reason: `F-3a9c1b=REASON`. Repeatable. Every later run
    /// mentions it.
    #[arg(long, value_name = "ID=REASON", value_parser = parse_accepted_harm)]
    pub accept_harm: Vec<AcceptedHarm>,
    /// The contract and the suites.
    #[command(flatten)]
    pub inputs: ContractAndSuiteArgs,
}

/// The arguments of `baseline update`.
#[derive(Clone, Debug, Args)]
pub struct BaselineUpdateArgs {
    /// Baseline to update.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Newer result, as `badreq run --report json=FILE` writes it, with or without a baseline.
    #[arg(long, value_name = "RESULT")]
    pub from: PathBuf,
    /// File to write. [default: the baseline itself]
    #[arg(long, value_name = "OUT")]
    pub output: Option<PathBuf>,
    /// Add the failures that the baseline does not hold.
    #[arg(long)]
    pub add: bool,
    /// Harmful finding to accept into the baseline all the same, by its id, with the reason: `F-3a9c1b=REASON`. Repeatable. Every later run
    /// mentions it.
    #[arg(
        long,
        value_name = "ID=REASON",
        value_parser = parse_accepted_harm,
        requires = "add"
    )]
    pub accept_harm: Vec<AcceptedHarm>,
    /// The contract and the suites.
    #[command(flatten)]
    pub inputs: ContractAndSuiteArgs,
}

fn parse_accepted_harm(text: &str) -> Result<AcceptedHarm, String> {
    text.parse()
        .map_err(|error: AcceptedHarmParseError| error.to_string())
}
