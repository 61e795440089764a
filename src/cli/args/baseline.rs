//! Arguments that name baselines.

use std::path::PathBuf;

use clap::Args;

/// Which breaches are known.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Judging")]
pub struct BaselineArgs {
    /// The file with the known breaches of the target: they do not fail the run, and an entry that does not hold any more does.
    #[arg(long, env = "BADREQ_BASELINE", value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write a first such file of all breaches that the run finds, without an entry where it finds none; nothing is known before, and its
    /// folder is made.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["shard", "budget"])]
    pub write_baseline: Option<PathBuf>,
    /// Keep reason, link and day of each entry of this older baseline whose breach is found again.
    #[arg(long, value_name = "OLD", requires = "write_baseline")]
    pub reasons_from: Option<PathBuf>,
}
