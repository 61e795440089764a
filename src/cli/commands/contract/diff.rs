//! `badreq contract diff`.

use std::io::{self, Write};
use std::path::Path;

use crate::cli::args::{ChangeListFormat, ContractAndSuiteArgs, ContractDiffArgs, FailingEffect};
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::{ContractAndSuites, read_source_file};
use crate::cli::output::diagnostics;
use crate::cli::output::printer::Printer;
use crate::contract::{
    ChangeEffect, ContractChange, ErrorTable, RowOrigin, compare_contracts, compare_tables,
};

/// An edition to compare: a whole contract, or the table of a page.
enum ComparedEdition {
    Folder(Box<ContractAndSuites>),
    Page(ErrorTable),
}

pub(super) fn print_contract_changes(
    args: &ContractDiffArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let (old, new) = (load_edition(&args.old)?, load_edition(&args.new)?);
    let changes = match (&old, &new) {
        (ComparedEdition::Folder(old), ComparedEdition::Folder(new)) => {
            compare_contracts(&old.contract, &new.contract)
        }
        (old, new) => compare_tables(old.table(), new.table()),
    };
    printer.write_stdout_or_fail("the changes", |out| match args.format {
        ChangeListFormat::Text => write_text(out, &changes),
        ChangeListFormat::Markdown => write_markdown(out, &changes),
    })?;
    let is_breaking = |change: &ContractChange| change.effect() == ChangeEffect::Breaking;
    let fails = match args.fail_on {
        FailingEffect::Any => !changes.is_empty(),
        FailingEffect::Breaking => changes.iter().any(is_breaking),
        FailingEffect::Never => false,
    };
    Ok(if fails {
        ExitStatus::Failed
    } else {
        ExitStatus::Success
    })
}

impl ComparedEdition {
    fn table(&self) -> &ErrorTable {
        match self {
            Self::Folder(inputs) => &inputs.contract.table,
            Self::Page(table) => table,
        }
    }
}

fn load_edition(path: &Path) -> Result<ComparedEdition, CommandFailure> {
    if path.is_dir() {
        let args = ContractAndSuiteArgs {
            contract: Some(path.to_owned()),
            ..ContractAndSuiteArgs::default()
        };
        let inputs = ContractAndSuites::load(&args, None)?;
        return Ok(ComparedEdition::Folder(Box::new(inputs)));
    }
    let page = read_source_file("page", path)?;
    ErrorTable::parse(&page, RowOrigin::Document)
        .map(ComparedEdition::Page)
        .map_err(|flaws| diagnostics::contract_or_suite_failure(&flaws))
}

/// Writes a line for each change: its effect, the id of its kind, and what changed.
pub(super) fn write_changes_as_text(
    out: &mut dyn Write,
    changes: &[ContractChange],
) -> io::Result<()> {
    for change in changes {
        writeln!(
            out,
            "  {:10}  {:17}  {change}",
            change.effect(),
            change.id()
        )?;
    }
    Ok(())
}

fn write_text(out: &mut dyn Write, changes: &[ContractChange]) -> io::Result<()> {
    write_changes_as_text(out, changes)?;
    writeln!(out, "{}", summarize_changes(changes))
}

fn write_markdown(out: &mut dyn Write, changes: &[ContractChange]) -> io::Result<()> {
    writeln!(out, "**{}**", summarize_changes(changes))?;
    if changes.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n|Effect|Kind|Change|\n|---|---|---|")?;
    for change in changes {
        let text = change.to_string().replace('|', "\\|");
        writeln!(out, "|{}|`{}`|{text}|", change.effect(), change.id())?;
    }
    Ok(())
}

fn summarize_changes(changes: &[ContractChange]) -> String {
    let is_breaking = |change: &&ContractChange| change.effect() == ChangeEffect::Breaking;
    let breaking = changes.iter().filter(is_breaking).count();
    match (changes.len(), breaking) {
        (0, _) => "no change".to_owned(),
        (1, 0) => "1 change, compatible".to_owned(),
        (1, _) => "1 change, breaking".to_owned(),
        (all, 0) => format!("{all} changes, all compatible"),
        (all, breaking) => format!("{all} changes, {breaking} of them breaking"),
    }
}
