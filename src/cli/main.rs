//! The entry point of the command.

use std::process::ExitCode;

use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::args::{Cli, Command, near_command};
use super::exit::{Exit, Failure};
use crate::cli::args::variables;
use crate::cli::commands::{
    baseline, cleanup, compare, completions, explain, faults, init, list, man, merge, plan,
    provision, report, run, serve,
};
use crate::cli::output::printer::Printer;

/// Parses the command line, runs its command, prints an error if there is one, and returns the exit status.
#[must_use]
pub fn main() -> ExitCode {
    let printer = Printer::standard();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(mut error) => {
            suggest_command(&mut error);
            let exit = match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Fine,
                _ => Exit::Usage,
            };
            // An error while printing an error has nowhere to go.
            error.print().ok();
            return exit.into();
        }
    };
    let set = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    for warning in variables::mistyped(set) {
        printer.warning(&warning);
    }
    let result = match cli.command {
        None => run::run(&cli.run, &printer),
        Some(Command::Run(args)) => run::run(&args, &printer),
        Some(Command::Provision(args)) => provision::provision(&args, &printer),
        Some(Command::Merge(args)) => merge::merge(&args, &printer),
        Some(Command::Report(args)) => report::render(&args, &printer),
        Some(Command::Compare(args)) => compare::compare(&args, &printer),
        Some(Command::Baseline(command)) => baseline::baseline(&command, &printer),
        Some(Command::Cleanup(args)) => cleanup::cleanup(&args, &printer),
        Some(Command::Plan(args)) => plan::plan(&args, &printer),
        Some(Command::List(args)) => list::list(&args, &printer),
        Some(Command::Explain(args)) => explain::explain(&args, &printer),
        Some(Command::Faults(args)) => faults::faults(&args, &printer),
        Some(Command::Serve(args)) => serve::serve(&args, &printer),
        Some(Command::Init(args)) => init::init(&args, &printer),
        Some(Command::Completions(args)) => completions::completions(&args, &printer),
        Some(Command::Man(args)) => man::man(&args, &printer),
    };
    match result {
        Ok(exit) => exit.into(),
        Err(Failure { exit, message }) => {
            printer.error(&message);
            exit.into()
        }
    }
}

/// Adds the most similar command to the error of `badreq help COMMAND`, since clap suggests none there.
fn suggest_command(error: &mut clap::Error) {
    if error.kind() != ErrorKind::InvalidSubcommand {
        return;
    }
    let near = match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(word)) => near_command(word),
        Some(_) | None => None,
    };
    if let Some(near) = near {
        let near = ContextValue::Strings(vec![near]);
        error.insert(ContextKind::SuggestedSubcommand, near);
    }
}
