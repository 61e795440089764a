//! The entry point of the command.

use std::process::ExitCode;

use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::args::{Cli, Command, find_similar_command};
use super::exit::{CommandFailure, ExitStatus};
use crate::cli::args::environment;
use crate::cli::commands::{
    baseline, cleanup, compare, completions, contract, doctor, explain, init, list, man, merge,
    plan, prove, provision, report, run, serve,
};
use crate::cli::output::printer::Printer;

/// Parses the command line, runs its command, prints an error if there is one, and returns the exit status.
#[must_use]
pub fn main() -> ExitCode {
    let printer = Printer::with_normal_verbosity();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(mut error) => {
            add_command_suggestion(&mut error);
            let exit = match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitStatus::Success,
                _ => ExitStatus::Usage,
            };
            // An error while printing an error has nowhere to go.
            error.print().ok();
            return exit.into();
        }
    };
    let set = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    for warning in environment::mistyped_variable_warnings(set) {
        printer.print_warning(&warning);
    }
    let result = match cli.command {
        None => run::run(&cli.run, &printer),
        Some(Command::Doctor(args)) => doctor::diagnose_target(&args, &printer),
        Some(Command::Run(args)) => run::run(&args, &printer),
        Some(Command::Provision(args)) => provision::provision_fixtures(&args, &printer),
        Some(Command::Merge(args)) => merge::merge_results(&args, &printer),
        Some(Command::Report(args)) => report::render_results(&args, &printer),
        Some(Command::Compare(args)) => compare::compare_results(&args, &printer),
        Some(Command::Baseline(command)) => baseline::run_baseline_command(&command, &printer),
        Some(Command::Contract(command)) => contract::run_contract(&command, &printer),
        Some(Command::Cleanup(args)) => cleanup::clean_up_journals(&args, &printer),
        Some(Command::Plan(args)) => plan::print_plan(&args, &printer),
        Some(Command::List(args)) => list::print_list(&args, &printer),
        Some(Command::Explain(args)) => explain::print_explanation(&args, &printer),
        Some(Command::Prove(args)) => prove::run_mutation_test(&args, &printer),
        Some(Command::Serve(args)) => serve::serve_reference_server(&args),
        Some(Command::Init(args)) => init::write_config_and_schema(&args, &printer),
        Some(Command::Completions(args)) => completions::write_completions(&args, &printer),
        Some(Command::Man(args)) => man::write_manual_page(&args, &printer),
    };
    match result {
        Ok(exit) => exit.into(),
        Err(CommandFailure { exit, message }) => {
            printer.print_error(&message);
            exit.into()
        }
    }
}

/// Adds the most similar command to the error of `badreq help COMMAND`, since clap suggests none there.
fn add_command_suggestion(error: &mut clap::Error) {
    if error.kind() != ErrorKind::InvalidSubcommand {
        return;
    }
    let near = match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(word)) => find_similar_command(word),
        Some(_) | None => None,
    };
    if let Some(near) = near {
        let near = ContextValue::Strings(vec![near]);
        error.insert(ContextKind::SuggestedSubcommand, near);
    }
}
