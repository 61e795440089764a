//! `badreq completions`.

use clap::CommandFactory;
use clap_complete::{Shell as Generator, generate};

use crate::cli::args::{Cli, CompletionShell, CompletionsArgs};
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::output::printer::Printer;

pub(in crate::cli) fn write_completions(
    args: &CompletionsArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let generator = match args.shell {
        CompletionShell::Bash => Generator::Bash,
        CompletionShell::Zsh => Generator::Zsh,
        CompletionShell::Fish => Generator::Fish,
    };
    printer.write_stdout_or_fail("the completions", |mut out| {
        generate(generator, &mut Cli::command(), "badreq", &mut out);
        Ok(())
    })?;
    Ok(ExitStatus::Success)
}
