//! The command line: the commands and their help.

use clap::{Arg, CommandFactory, Parser, Subcommand};

use super::baseline::BaselineCommand;
use super::contract::ContractCommand;
use super::help::{CompletionsArgs, ExplainArgs, ManArgs};
use super::offline::{InitArgs, ListArgs, ProveArgs, ServeArgs};
use super::report::{CompareArgs, MergeArgs, ReportArgs};
use super::run::{CleanupArgs, DoctorArgs, ProvisionArgs, RunArgs};
use crate::contract::suggest_similar_word;

/// Sends bad requests to an API and checks every response against its documented error table.
///
/// Without a command, runs every case against the target in the configuration, or against the embedded reference server if there is none.
#[derive(Debug, Parser)]
#[command(
    name = "badreq",
    version,
    after_help = crate::cli::exit::RUN_HELP,
    args_conflicts_with_subcommands = true,
    mut_args = |arg| arg.hide_short_help(true)
)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The arguments of a run without a command.
    #[command(flatten)]
    pub run: RunArgs,
}

/// The arguments of `run` that do not change what `plan` prints.
const WITHOUT_EFFECT_ON_PLAN: [&str; 13] = [
    "fail_on",
    "min_rows",
    "partial",
    "baseline",
    "max_response_time",
    "report",
    "quiet",
    "verbose",
    "timeout",
    "ca_cert",
    "proxy",
    "contact",
    "case_header",
];

/// The arguments about the target that `cleanup` does not use.
const WITHOUT_EFFECT_ON_CLEANUP: [&str; 3] = ["value", "trigger", "case_header"];

/// The help of `compare --report`.
const COMPARISON_REPORTS: &str =
    "Also write the differences to `markdown=FILE`, or both results side by side to `html=FILE`";

/// Hides an argument from the help of a command if it is one of these.
fn hide_if_one_of(ids: &[&str], arg: Arg) -> Arg {
    let is_one = ids.contains(&arg.get_id().as_str());
    arg.hide(is_one)
}

/// Adapts the help of an argument of `run` to `plan`: says what it changes in the plan, or hides it.
fn adapt_run_arg_to_plan(arg: Arg) -> Arg {
    let arg = hide_if_one_of(&WITHOUT_EFFECT_ON_PLAN, arg);
    match arg.get_id().as_str() {
        "failed_in" => arg.help("Plan only the cases that failed in this result"),
        "budget" => arg.help(
            "Time limit of the run, including its cleanup (`30s`, `1m30s`). The plan lists what would be left out",
        ),
        "repeat" => arg.help(
            "Number of attempts at each case (1 to 100). The plan shows one attempt; N take up to N times as much",
        ),
        _ => arg,
    }
}

/// Finds the command whose name is similar to a word.
pub(in crate::cli) fn find_similar_command(word: &str) -> Option<String> {
    let whole = Cli::command();
    let names = whole.get_subcommands().map(clap::Command::get_name);
    suggest_similar_word(word, names).map(str::to_owned)
}

/// The commands, in the order of the help: first those that send requests, then those that only read, then those that write files, then the rest.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check that a target can be tested, and what a run can test; change nothing.
    ///
    /// Sends a few reads. Shows the accounts of the tokens, the clock, the limits and the compression of the target, and the rows that a run
    /// cannot test because a token, a value or a trigger is missing.
    #[command(after_help = crate::cli::exit::DOCTOR_HELP)]
    Doctor(Box<DoctorArgs>),
    /// Run cases against a target (the default command).
    #[command(after_help = crate::cli::exit::RUN_HELP)]
    Run(Box<RunArgs>),
    /// Show what a run would send, create and change, and how long it takes; send nothing.
    ///
    /// Accepts every flag of `run`; those that do not change the plan are not listed here. The target need not be reachable.
    #[command(after_help = crate::cli::exit::PLAN_HELP, mut_args = adapt_run_arg_to_plan)]
    Plan(Box<RunArgs>),
    /// Undo what remains of killed runs on a target.
    #[command(after_help = crate::cli::exit::CLEANUP_HELP, mut_args = |arg| hide_if_one_of(&WITHOUT_EFFECT_ON_CLEANUP, arg))]
    Cleanup(Box<CleanupArgs>),
    /// List cases, coverage, or the values and triggers that a run needs.
    #[command(after_help = crate::cli::exit::LIST_HELP)]
    List(ListArgs),
    /// Explain a row, a requirement, a case or a term, with its place in the documentation.
    #[command(after_help = crate::cli::exit::EXPLAIN_HELP)]
    Explain(ExplainArgs),
    /// Render a saved result.
    #[command(after_help = crate::cli::exit::REPORT_HELP)]
    Report(ReportArgs),
    /// Compare two saved results: verdicts, rows and responses.
    ///
    /// Groups the differences by cause: a message that is reworded everywhere is one change. Ids, times, waits and the marks of runs are no
    /// difference.
    #[command(after_help = crate::cli::exit::COMPARE_HELP, mut_arg("report", |arg| arg.help(COMPARISON_REPORTS)))]
    Compare(CompareArgs),
    /// Merge the results of all shards into one.
    #[command(after_help = crate::cli::exit::MERGE_HELP)]
    Merge(MergeArgs),
    /// Write or update a baseline of known failures.
    #[command(subcommand, after_help = crate::cli::exit::BASELINE_HELP)]
    Baseline(BaselineCommand),
    /// Write, check or compare contract folders: error tables and cases of any API.
    #[command(subcommand, after_help = crate::cli::exit::CONTRACT_HELP)]
    Contract(ContractCommand),
    /// Start the reference server, which keeps the built-in contract.
    ///
    /// Prints one line of JSON when it is ready.
    #[command(after_help = crate::cli::exit::SERVE_HELP)]
    Serve(ServeArgs),
    /// Test the cases: change recorded responses, and report the changes that no case detects.
    ///
    /// Changes the responses of a run without failures, in every operation, row and limit of the contract, as a server that breaks it would send
    /// them, and judges them anew. Sends nothing to the target of the result.
    #[command(after_help = crate::cli::exit::PROVE_HELP)]
    Prove(ProveArgs),
    /// Write a commented configuration file to fill in.
    #[command(after_help = crate::cli::exit::INIT_HELP)]
    Init(InitArgs),
    /// Create the fixtures that several processes share, and write them to a file.
    #[command(hide = true, after_help = crate::cli::exit::PROVISION_HELP)]
    Provision(Box<ProvisionArgs>),
    /// Write a completion script for a shell.
    #[command(hide = true, after_help = crate::cli::exit::COMPLETIONS_HELP)]
    Completions(CompletionsArgs),
    /// Write a manual page.
    #[command(hide = true, after_help = crate::cli::exit::MAN_HELP)]
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

    #[test]
    fn the_help_of_every_command_lists_its_exit_statuses() {
        for command in Cli::command().get_subcommands() {
            let name = command.get_name();
            let end = command.get_after_help().map(ToString::to_string);
            let end = end.unwrap_or_default();
            assert!(end.starts_with("Exit status"), "{name}: {end}");
            assert!(end.contains("\n    2  "), "{name}: {end}");
        }
    }
}
