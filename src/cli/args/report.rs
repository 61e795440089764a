//! Arguments of what tells of runs: reports in files, and the commands that take results.

use std::path::PathBuf;

use clap::Args;

use super::{Format, RunArgs};
use crate::cli::output::report_files::ReportFile;
use crate::report::Detail;

/// Which reports are written to files.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct ReportArgs {
    /// Write a report to a file as well: `html=FILE`, `json=FILE`, `junit=FILE`, `markdown=FILE`, `har=FILE` or `sarif=FILE`;
    /// several with commas between, or again. Files are written at the end, whole, and also where the run is interrupted.
    #[arg(long, value_name = "KIND=FILE", value_delimiter = ',')]
    pub report: Vec<ReportFile>,
}

/// How much is told.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct DetailArgs {
    /// Tell only the findings, in a few lines each, and the conclusion: no table, no progress, no notes.
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// Tell everything: each case that passed with its time, and each case of a finding in full with all that was sent.
    #[arg(short, long)]
    verbose: bool,
}

impl DetailArgs {
    /// How much is told.
    #[must_use]
    pub fn detail(self) -> Detail {
        match (self.quiet, self.verbose) {
            (true, _) => Detail::Quiet,
            (false, true) => Detail::Verbose,
            (false, false) => Detail::Usual,
        }
    }
}

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
