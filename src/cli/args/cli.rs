//! Arguments as they are typed.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::cli::args::{
    CompletionsArgs, DetailArgs, ExplainArgs, JudgeArgs, ManArgs, MergeArgs, ReplayArgs,
    ReportArgs, RetellArgs, TargetArgs,
};
use crate::contract::{Edition, suggest};
use crate::outcome::Shard;
use crate::reference::{Fault, Limits, Variant};

/// Sends bad requests to an API and holds every answer to its documented error table.
#[derive(Debug, Parser)]
#[command(name = "badreq", version, after_help = crate::cli::exit::HELP, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// The command; without one, everything is run against the target that the configuration names, or else the embedded reference server.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// What a run without a command takes.
    #[command(flatten)]
    pub run: RunArgs,
}

/// The command that a word was probably meant to be, where one is close.
pub(in crate::cli) fn near_command(word: &str) -> Option<String> {
    let whole = Cli::command();
    let names = whole.get_subcommands().map(clap::Command::get_name);
    suggest(word, names).map(str::to_owned)
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run cases against a target, or against the embedded reference server.
    #[command(after_help = crate::cli::exit::HELP)]
    Run(Box<RunArgs>),
    /// Make once on a target what several processes need, and tell them by a file.
    #[command(after_help = crate::cli::exit::PROVISION_HELP)]
    Provision(Box<ProvisionArgs>),
    /// Make one report of the parts that several processes or machines ran.
    #[command(after_help = crate::cli::exit::MERGE_HELP)]
    Merge(MergeArgs),
    /// Tell the result of a run again, or what changed between two.
    #[command(after_help = crate::cli::exit::REPORT_HELP)]
    Report(RetellArgs),
    /// Send the cases of a result again, and tell what is fixed, what still fails and what fails in another way.
    #[command(after_help = crate::cli::exit::REPLAY_HELP)]
    Replay(Box<ReplayArgs>),
    /// Undo what runs that were killed left on a target.
    #[command(after_help = crate::cli::exit::CLEANUP_HELP)]
    Cleanup(Box<CleanupArgs>),
    /// Tell what a run would make, change and send, and how long it would take; nothing is sent.
    ///
    /// It takes what `run` takes. The target need not be there.
    Plan(Box<RunArgs>),
    /// List the cases, or what they cover.
    List(ListArgs),
    /// Tell what a row, a requirement or a case means, where it is documented and which cases show it; nothing is sent.
    Explain(ExplainArgs),
    /// Break the reference server in every way it knows, and tell which cases notice.
    #[command(after_help = crate::cli::exit::FAULTS_HELP)]
    Faults(FaultsArgs),
    /// Serve the reference server; prints one line of JSON when it is ready.
    Serve(ServeArgs),
    /// Write a configuration file with comments, to be filled in.
    Init(InitArgs),
    /// Write what a shell needs to complete the command line.
    Completions(CompletionsArgs),
    /// Write a manual page, for `man`.
    Man(ManArgs),
}

/// What the contract and the suites are read from.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Contract and suites")]
pub struct InputArgs {
    /// The Markdown page with the error table, in place of the built-in one.
    #[arg(long, value_name = "FILE")]
    pub table: Option<PathBuf>,
    /// The edition of the table: `document` is the page alone, `errata` adds what later editions list.
    #[arg(long, default_value = "errata", value_name = "EDITION")]
    pub edition: Edition,
    /// The folder with suites, in place of the built-in ones.
    #[arg(long, value_name = "FOLDER")]
    pub suites: Option<PathBuf>,
}

/// Which cases are meant.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Selection")]
pub struct SelectArgs {
    /// Rows (`20003`, `0/401`), suites (`members`), cases (`messages/zero`); `*` stands for anything.
    #[arg(value_name = "PATTERN")]
    pub only: Vec<String>,
    /// Rows, suites or cases to leave out.
    #[arg(long, value_name = "PATTERN")]
    pub skip: Vec<String>,
}

impl SelectArgs {
    /// Whether nothing is left out.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.only.is_empty() && self.skip.is_empty()
    }
}

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

/// Where it is written down what a run makes.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Journal")]
pub struct JournalArgs {
    /// The folder in which a run writes down what it makes and changes, before it does; `badreq cleanup` reads it
    /// [default: `badreq/journals` in `$XDG_STATE_HOME` or `~/.local/state`].
    #[arg(long = "journal", env = "BADREQ_JOURNAL", value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
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

/// What is written to standard output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The table, the failures and the summary.
    #[default]
    Text,
    /// Everything: each case with its requests, answers and violations.
    Json,
}

/// What `list` takes.
#[derive(Clone, Debug, Args)]
pub struct ListArgs {
    /// Which cases are listed.
    #[command(flatten)]
    pub select: SelectArgs,
    /// What is read.
    #[command(flatten)]
    pub inputs: InputArgs,
    /// What is listed instead of the cases.
    #[command(flatten)]
    pub what: ListWhat,
}

/// What is listed.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "What is listed")]
#[group(multiple = false)]
pub struct ListWhat {
    /// Rows and ways to be wrong, with the number of their cases; empty cells with the reason.
    #[arg(long)]
    pub coverage: bool,
    /// Values to give with `--known`, and hooks to give with `--hook`.
    #[arg(long)]
    pub needs: bool,
}

/// What `serve` takes.
#[derive(Clone, Debug, Args)]
pub struct ServeArgs {
    /// The address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0", value_name = "ADDR")]
    pub addr: SocketAddr,
    /// The rate limits: `documented`, `none`, or `get=N,update=N,message=N` per second.
    #[arg(long, default_value = "documented", value_name = "LIMITS")]
    pub limits: Limits,
    /// Offer the hooks that bring about what cannot be provoked from outside.
    #[arg(long)]
    pub hooks: bool,
    /// Be another server within the documentation, such as `keys-reordered`; a conforming one all the same.
    #[arg(long, value_name = "NAME")]
    pub variant: Option<Variant>,
    /// The seed of tokens and ids: the same seed serves the same ones.
    #[arg(long, default_value = "0", value_name = "SEED")]
    pub seed: u64,
    /// Break the contract in this one way, or in several where it is given again; `badreq faults --list` tells the names.
    #[arg(long, value_name = "NAME", value_parser = crate::cli::commands::faults::named)]
    pub fault: Vec<Fault>,
}

/// What `init` takes.
#[derive(Clone, Debug, Args)]
pub struct InitArgs {
    /// Where the configuration is written.
    #[arg(long, value_name = "FILE", default_value = "badreq.toml")]
    pub path: PathBuf,
    /// Write over a file that is there already.
    #[arg(long)]
    pub force: bool,
}

/// What `faults` takes.
#[derive(Clone, Debug, Args)]
pub struct FaultsArgs {
    /// Faults (`status/20003`) or families (`status`); `*` stands for anything.
    #[arg(value_name = "PATTERN")]
    pub only: Vec<String>,
    /// Hold the faults to these cases only (rows, suites, cases; `*` stands for anything): what they notice by themselves.
    #[arg(long, value_name = "PATTERN")]
    pub cases: Vec<String>,
    /// The page that says what every fault breaks, in place of the built-in one.
    #[arg(long, value_name = "FILE")]
    pub accusations: Option<PathBuf>,
    /// Hold every fault to every case, not only to those that come near it: slow, and nothing more is noticed.
    #[arg(long)]
    pub every_case: bool,
    /// How many servers are held to cases at the same time; most of the time one of them only waits.
    #[arg(long, value_name = "N", default_value = "16")]
    pub jobs: NonZeroUsize,
    /// What is written to standard output.
    #[command(flatten)]
    pub output: FaultsOutput,
}

/// What `faults` writes.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Output")]
#[group(multiple = false)]
pub struct FaultsOutput {
    /// List the names of the faults, and try nothing.
    #[arg(long)]
    pub list: bool,
    /// Write the summary as a Markdown table; of all faults only.
    #[arg(long, conflicts_with_all = ["only", "cases"])]
    pub summary: bool,
    /// What is written to standard output.
    #[arg(long, value_enum, default_value_t)]
    pub format: FaultsFormat,
}

/// How the kill table is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FaultsFormat {
    /// Families, what is not as it should be, and the summary.
    #[default]
    Text,
    /// Everything: each fault with the cases that noticed it.
    Json,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    #[test]
    fn the_definitions_of_the_command_line_agree_with_each_other() {
        Cli::command().debug_assert();
    }
}
