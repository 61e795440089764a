//! Arguments of the commands that read results.

use std::path::PathBuf;

use clap::Args;

use super::output::{ReportFileArgs, StdoutFormat, VerbosityArgs};

/// The arguments of `merge`.
#[derive(Clone, Debug, Args)]
pub struct MergeArgs {
    /// Results of all shards, as `badreq run --report json=FILE` writes them.
    #[arg(value_name = "RESULT", required = true)]
    pub results: Vec<PathBuf>,
    /// Format of standard output.
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub format: StdoutFormat,
    /// The amount of detail.
    #[command(flatten)]
    pub verbosity: VerbosityArgs,
    /// Reports in files.
    #[command(flatten)]
    pub files: ReportFileArgs,
}

/// The arguments of `report`.
#[derive(Clone, Debug, Args)]
pub struct ReportArgs {
    /// Result, as `badreq run --report json=FILE` writes it; several are combined into one page, with `--report html=FILE`.
    #[arg(value_name = "RESULT", required = true)]
    pub results: Vec<PathBuf>,
    /// Format of standard output (one result only).
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub format: StdoutFormat,
    /// The amount of detail; for one result.
    #[command(flatten)]
    pub verbosity: VerbosityArgs,
    /// Reports in files; for several results only `html=FILE`.
    #[command(flatten)]
    pub files: ReportFileArgs,
}

/// The arguments of `compare`.
#[derive(Clone, Debug, Args)]
pub struct CompareArgs {
    /// Older result, as `badreq run --report json=FILE` writes it.
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// Newer result.
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// Reports in files: `markdown=FILE` for the differences, `html=FILE` for both results side by side.
    #[command(flatten)]
    pub files: ReportFileArgs,
}
