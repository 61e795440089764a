//! Arguments for standard output and report files.

use clap::{Args, ValueEnum};

use crate::cli::output::report_files::ReportFile;
use crate::report::Verbosity;

/// The format of standard output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum StdoutFormat {
    /// Text for people.
    #[default]
    Text,
    /// JSON for programs, with everything.
    Json,
}

/// The reports to write to files.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct ReportFileArgs {
    /// Also write a report to a file: `html=FILE`, `json=FILE`, `junit=FILE`, `markdown=FILE`, `har=FILE` or `sarif=FILE`.
    /// Repeat the flag or separate with commas.
    #[arg(long, value_name = "KIND=FILE", value_delimiter = ',')]
    pub report: Vec<ReportFile>,
}

/// The amount of detail.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct VerbosityArgs {
    /// Print only short findings and the conclusion.
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// Print every case, and every case of a finding with its requests and responses.
    #[arg(short, long)]
    verbose: bool,
}

impl VerbosityArgs {
    /// Returns the amount of detail.
    #[must_use]
    pub fn verbosity(self) -> Verbosity {
        match (self.quiet, self.verbose) {
            (true, _) => Verbosity::Quiet,
            (false, true) => Verbosity::Verbose,
            (false, false) => Verbosity::Normal,
        }
    }
}
