//! The command line: the commands and their help.

use clap::{CommandFactory, Parser, Subcommand};

use super::about::{CompletionsArgs, ExplainArgs, ManArgs};
use super::local::{FaultsArgs, InitArgs, ListArgs, ServeArgs};
use super::report::{MergeArgs, ReplayArgs, RetellArgs};
use super::run::{CleanupArgs, ProvisionArgs, RunArgs};
use crate::contract::suggest;

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

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    #[test]
    fn the_definitions_of_the_command_line_agree_with_each_other() {
        Cli::command().debug_assert();
    }
}
