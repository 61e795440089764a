//! `badreq completions`.

use clap::CommandFactory;
use clap_complete::{Shell as Generator, generate};

use crate::cli::args::{Cli, CompletionsArgs, Shell};
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::printer::Printer;

pub(in crate::cli) fn completions(
    args: &CompletionsArgs,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let generator = match args.shell {
        Shell::Bash => Generator::Bash,
        Shell::Zsh => Generator::Zsh,
        Shell::Fish => Generator::Fish,
    };
    printer
        .out(|mut out| {
            generate(generator, &mut Cli::command(), "badreq", &mut out);
            Ok(())
        })
        .map_err(|error| {
            Failure::new(
                Exit::Usage,
                format!("cannot write the completions: {error}"),
            )
        })?;
    Ok(Exit::Fine)
}
