//! `badreq man`.

use std::io::{self, Write};

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::cli::args::{Cli, ManArgs};
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::output::printer::Printer;
use crate::contract::suggest_similar_word;

pub(in crate::cli) fn write_manual_page(
    args: &ManArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let mut root = Cli::command().disable_help_subcommand(true);
    root.build();
    let command = match &args.command {
        None => root,
        Some(name) => find_command(name, &root)?,
    };
    printer.write_stdout_or_fail("the page", |out| write_page(out, command))?;
    Ok(ExitStatus::Success)
}

/// Finds the command of this name.
fn find_command(name: &str, root: &Command) -> Result<Command, CommandFailure> {
    let names = || root.get_subcommands().map(Command::get_name);
    root.find_subcommand(name).cloned().ok_or_else(|| {
        let hint = match suggest_similar_word(name, names()) {
            Some(near) => format!("did you mean `badreq man {near}`?"),
            None => format!("there are {}", names().collect::<Vec<_>>().join(", ")),
        };
        CommandFailure::new(
            ExitStatus::Usage,
            format!("there is no command `{name}`: {hint}"),
        )
    })
}

fn write_page(out: &mut dyn Write, command: Command) -> io::Result<()> {
    let exit = command.get_after_help().map(ToString::to_string);
    let has_commands = command.has_subcommands();
    let page = Man::new(command)
        // Two builds of one version must write the same page, so the date is blank.
        .date(" ")
        .source(concat!("badreq ", env!("CARGO_PKG_VERSION")))
        .manual("badreq");
    page.render_title(out)?;
    page.render_name_section(out)?;
    page.render_synopsis_section(out)?;
    page.render_description_section(out)?;
    page.render_options_section(out)?;
    if has_commands {
        page.render_subcommands_section(out)?;
    }
    match exit {
        Some(exit) => write_exit_statuses(out, &exit),
        None => Ok(()),
    }
}

/// Writes the exit statuses as a list, one item per line.
fn write_exit_statuses(out: &mut dyn Write, text: &str) -> io::Result<()> {
    let mut page = Roff::default();
    page.control("SH", ["EXIT STATUS"]);
    for line in text.lines().skip(1) {
        let (status, meaning) = line
            .trim_start()
            .split_once("  ")
            .unwrap_or((line.trim(), ""));
        page.control("TP", []);
        page.text([roman(status)]);
        page.text([roman(meaning)]);
    }
    page.to_writer(out)
}
