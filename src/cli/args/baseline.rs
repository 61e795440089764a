//! Arguments about baselines.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::input::ContractAndSuiteArgs;

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
    /// Nothing is sent. Write a reason for each entry into the file afterwards, and name the file with `--baseline`, `BADREQ_BASELINE` or
    /// `baseline` in the configuration.
    #[command(after_help = crate::cli::exit::BASELINE_HELP)]
    Write(BaselineWriteArgs),
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
    /// The contract and the suites.
    #[command(flatten)]
    pub inputs: ContractAndSuiteArgs,
}
