//! Arguments of the commands that send requests to a target.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::input::{InputArgs, JournalArgs, SelectArgs};
use super::judge::JudgeArgs;
use super::output::{DetailArgs, Format, ReportArgs};
use super::target::TargetArgs;
use crate::outcome::Shard;

/// What `run` takes.
#[derive(Clone, Debug, Args)]
pub struct RunArgs {
    /// Which cases are run.
    #[command(flatten)]
    pub select: SelectArgs,
    /// The server under test.
    #[command(flatten)]
    pub target: TargetArgs,
    /// What is judged.
    #[command(flatten)]
    pub inputs: InputArgs,
    /// Where it is written down what a run makes.
    #[command(flatten)]
    pub journal: JournalArgs,
    /// Which part of them is run, and with what.
    #[command(flatten)]
    pub split: SplitArgs,
    /// How answers are judged.
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// The time that the run may take, undoing included, such as `30s` or `1m30s`: every row is proven first, then every
    /// operation, then every actor and form; what does not fit is left out and told.
    #[arg(
        long,
        value_name = "TIME",
        value_parser = crate::cli::args::duration::duration,
        help_heading = "Selection"
    )]
    pub budget: Option<Duration>,
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

/// How cases are split among processes and machines.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Several processes")]
pub struct SplitArgs {
    /// Run one part of the cases: `2/5` is the second of five. `badreq merge` makes one report of all parts.
    #[arg(long, env = "BADREQ_SHARD", value_name = "N/OF")]
    pub shard: Option<Shard>,
    /// Use what `badreq provision` made, and take turns with all that use it too.
    #[arg(long, env = "BADREQ_PROVISIONED", value_name = "FILE")]
    pub provisioned: Option<PathBuf>,
}

/// What `provision` takes.
#[derive(Clone, Debug, Args)]
pub struct ProvisionArgs {
    /// Which cases are provided for.
    #[command(flatten)]
    pub select: SelectArgs,
    /// The server under test.
    #[command(flatten)]
    pub target: TargetArgs,
    /// What is read.
    #[command(flatten)]
    pub inputs: InputArgs,
    /// Where it is written down what is made.
    #[command(flatten)]
    pub journal: JournalArgs,
    /// The file that tells other processes what was made.
    #[arg(long, value_name = "FILE", default_value = "badreq-provisioned.json")]
    pub out: PathBuf,
}

/// What `cleanup` takes.
#[derive(Clone, Debug, Args)]
pub struct CleanupArgs {
    /// Journals of runs that were killed; without any, all of the folder that belong to the target.
    #[arg(value_name = "JOURNAL")]
    pub journals: Vec<PathBuf>,
    /// The server on which the runs were.
    #[command(flatten)]
    pub target: TargetArgs,
    /// What is read.
    #[command(flatten)]
    pub inputs: InputArgs,
    /// Where the journals are.
    #[command(flatten)]
    pub journal: JournalArgs,
}
