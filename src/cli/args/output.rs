//! Arguments of what is printed and written.

use clap::{Args, ValueEnum};

use crate::cli::output::report_files::ReportFile;
use crate::report::Detail;

/// What is written to standard output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The table, the failures and the summary.
    #[default]
    Text,
    /// Everything: each case with its requests, answers and violations.
    Json,
}

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
