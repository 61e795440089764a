//! Arguments of the commands that send requests to a target.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::input::{ContractAndSuiteArgs, JournalFolderArgs, SelectArgs};
use super::judge::JudgeArgs;
use super::output::{ReportFileArgs, StdoutFormat, VerbosityArgs};
use super::target::TargetArgs;
use crate::outcome::Shard;

/// The arguments of `run`.
#[derive(Clone, Debug, Args)]
pub struct RunArgs {
    /// The cases to run.
    #[command(flatten)]
    pub select: SelectArgs,
    /// Run only the cases that failed in this result, and report which are fixed, which still fail, and which fail in another way.
    /// To run only the cases of some findings, give their ids (`F-3a9c1b`) as patterns.
    #[arg(long, value_name = "RESULT", help_heading = "Selection")]
    pub failed_in: Option<PathBuf>,
    /// The server under test.
    #[command(flatten)]
    pub target: TargetArgs,
    /// The contract and the suites.
    #[command(flatten)]
    pub inputs: ContractAndSuiteArgs,
    /// The journal.
    #[command(flatten)]
    pub journal: JournalFolderArgs,
    /// The shard.
    #[command(flatten)]
    pub multi_process: MultiProcessArgs,
    /// The judging of responses.
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// Time limit of the run, including its cleanup (`30s`, `1m30s`). The most important cases run first: one for every row, then one
    /// for every operation, actor and defect. Skipped cases are listed; if no case of a row could run, the run is inconclusive.
    #[arg(
        long,
        value_name = "TIME",
        value_parser = crate::cli::args::duration::parse_duration,
        help_heading = "Selection"
    )]
    pub budget: Option<Duration>,
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

/// The share of one process in a run of several: its shard and the fixtures that all of them use.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Several processes")]
pub struct MultiProcessArgs {
    /// Take one shard of the cases: `2/5` is the second of five. `badreq merge` merges their results.
    #[arg(long, env = "BADREQ_SHARD", value_name = "N/OF")]
    pub shard: Option<Shard>,
    /// Use the shared fixtures that `badreq provision` wrote to this file.
    #[arg(long, env = "BADREQ_FIXTURES_FILE", value_name = "FILE")]
    pub fixtures_file: Option<PathBuf>,
}

/// The arguments of `doctor`.
#[derive(Clone, Debug, Args)]
pub struct DoctorArgs {
    /// The cases that a run would try.
    #[command(flatten)]
    pub select: SelectArgs,
    /// The server to check.
    #[command(flatten)]
    pub target: TargetArgs,
    /// The contract and the suites.
    #[command(flatten)]
    pub inputs: ContractAndSuiteArgs,
    /// The folder of the journals of earlier runs.
    #[command(flatten)]
    pub journal: JournalFolderArgs,
}

/// The arguments of `provision`.
#[derive(Clone, Debug, Args)]
pub struct ProvisionArgs {
    /// The cases that need the fixtures.
    #[command(flatten)]
    pub select: SelectArgs,
    /// The server under test.
    #[command(flatten)]
    pub target: TargetArgs,
    /// The contract and the suites.
    #[command(flatten)]
    pub inputs: ContractAndSuiteArgs,
    /// The journal.
    #[command(flatten)]
    pub journal: JournalFolderArgs,
    /// File to write, for the `--fixtures-file` of other processes.
    #[arg(long, value_name = "FILE", default_value = "badreq-fixtures.json")]
    pub out: PathBuf,
}

/// The arguments of `cleanup`.
#[derive(Clone, Debug, Args)]
pub struct CleanupArgs {
    /// Journals of killed runs. [default: every journal of this target in the journal folder]
    #[arg(value_name = "JOURNAL")]
    pub journals: Vec<PathBuf>,
    /// Also remove what killed runs from other machines left on the target, recognized by the run ids in names; settings that they changed are
    /// listed, not restored.
    #[arg(long, conflicts_with = "journals")]
    pub orphans: bool,
    /// The server that the runs were against.
    #[command(flatten)]
    pub target: TargetArgs,
    /// The contract and the suites.
    #[command(flatten)]
    pub inputs: ContractAndSuiteArgs,
    /// The folder of the journals.
    #[command(flatten)]
    pub journal: JournalFolderArgs,
}
