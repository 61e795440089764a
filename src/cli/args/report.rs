//! Arguments of the commands that take results.

use std::path::PathBuf;

use clap::Args;

use super::output::{DetailArgs, Format, ReportArgs};
use super::run::RunArgs;

/// What `merge` takes.
#[derive(Clone, Debug, Args)]
pub struct MergeArgs {
    /// Reports of all parts, as `badreq run --format json` wrote them.
    #[arg(value_name = "RESULT", required = true)]
    pub results: Vec<PathBuf>,
    /// What is written to standard output.
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub format: Format,
    /// How much of it.
    #[command(flatten)]
    pub detail: DetailArgs,
    /// Reports in files.
    #[command(flatten)]
    pub files: ReportArgs,
}

/// What `report` takes.
#[derive(Clone, Debug, Args)]
pub struct RetellArgs {
    /// A result, as `badreq run --format json` wrote it; or the old one and the new one, to be told what changed; or more of them, for a page.
    #[arg(value_name = "RESULT", required = true)]
    pub results: Vec<PathBuf>,
    /// What is written to standard output; of two results only text.
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub format: Format,
    /// How much of it; of one result.
    #[command(flatten)]
    pub detail: DetailArgs,
    /// Reports in files; of several results `html=FILE`, and of two `markdown=FILE`.
    #[command(flatten)]
    pub files: ReportArgs,
}

/// What `replay` takes.
#[derive(Clone, Debug, Args)]
pub struct ReplayArgs {
    /// A result, as `badreq run --format json` wrote it.
    #[arg(value_name = "RESULT")]
    pub result: PathBuf,
    /// Send only what failed, or could not be judged though it was tried.
    #[arg(long, help_heading = "Selection")]
    pub only_failed: bool,
    /// What a run takes; patterns leave only some of the cases.
    #[command(flatten)]
    pub run: RunArgs,
}
