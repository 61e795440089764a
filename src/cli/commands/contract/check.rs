//! `badreq contract check`.

use std::io::{self, Write};
use std::path::Path;

use super::diff::write_changes_as_text;
use crate::cli::args::{ContractAndSuiteArgs, ContractCheckArgs};
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::{ContractAndSuites, read_source_file};
use crate::cli::output::diagnostics;
use crate::cli::output::plural;
use crate::cli::output::printer::Printer;
use crate::contract::{Contract, ContractChange, compare_tables};
use crate::outcome::wording::format_count;
use crate::suite::Case;
use crate::suite::coverage::{
    DefectCoverageStatus, compute_operation_defect_coverage, compute_row_coverage,
};

pub(super) fn check_contract_folder(
    args: &ContractCheckArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let inputs = ContractAndSuites::load(
        &ContractAndSuiteArgs {
            contract: Some(args.folder.clone()),
            edition: args.edition,
            ..ContractAndSuiteArgs::default()
        },
        None,
    )?;
    let cases: Vec<&Case> = inputs.suites.cases().collect();
    let page = args.page.as_deref();
    let changes = page
        .map(|page| compare_with_page(&inputs.contract, page))
        .transpose()?;
    printer.write_stdout_or_fail("the check", |out| {
        write_coverage_gaps(out, &inputs, &cases)?;
        if let Some(changes) = &changes {
            writeln!(out)?;
            write_page_changes(out, changes)?;
        }
        Ok(())
    })?;
    Ok(match changes {
        Some(changes) if !changes.is_empty() => ExitStatus::Failed,
        Some(_) | None => ExitStatus::Success,
    })
}

/// Compares the table of the contract with that of a page that has the same columns.
fn compare_with_page(
    contract: &Contract,
    path: &Path,
) -> Result<Vec<ContractChange>, CommandFailure> {
    let page = read_source_file("page", path)?;
    let table = contract
        .parse_table_like_own(&page)
        .map_err(|flaws| diagnostics::contract_or_suite_failure(&flaws))?;
    Ok(compare_tables(&contract.table, &table))
}

fn write_page_changes(out: &mut dyn Write, changes: &[ContractChange]) -> io::Result<()> {
    if changes.is_empty() {
        return writeln!(out, "the page has the rows of the contract, and no others");
    }
    writeln!(out, "from the contract to the page")?;
    write_changes_as_text(out, changes)
}

fn write_coverage_gaps(
    out: &mut dyn Write,
    inputs: &ContractAndSuites,
    cases: &[&Case],
) -> io::Result<()> {
    let contract = &*inputs.contract;
    let rows = compute_row_coverage(contract, cases);
    let cells = compute_operation_defect_coverage(contract, cases);
    let gaps: Vec<String> = cells
        .iter()
        .filter(|cell| match cell.coverage {
            DefectCoverageStatus::Missing => true,
            DefectCoverageStatus::Cases(_) | DefectCoverageStatus::Excluded { .. } => false,
        })
        .map(|cell| format!("{} with {}", cell.operation, cell.defect))
        .collect();
    let untested: Vec<String> = rows
        .iter()
        .filter(|row| row.cases.is_empty())
        .map(|row| format!("{}: {}", row.row, row.meaning))
        .collect();
    writeln!(
        out,
        "no mistakes: {}, {}, {}",
        format_count(rows.len(), "row"),
        format_count(contract.operations.operations().len(), "operation"),
        plural::format_case_count(cases.len())
    )?;
    let unremovable = inputs
        .suites
        .fixtures
        .list_unremovable_resources(&contract.operations);
    let unremovable: Vec<String> = unremovable
        .iter()
        .map(|spec| format!("{}: {}", spec.name, spec.about))
        .collect();
    for (heading, lines) in [
        (
            "fixtures without an `undo` of their own or of their operation: a run leaves them behind, unless they go with others",
            unremovable,
        ),
        ("rows that no case expects", untested),
        (
            "defects that no case sends, and no exclusion explains",
            gaps,
        ),
    ] {
        if !lines.is_empty() {
            writeln!(out, "\n{heading}")?;
        }
        for line in lines {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(())
}
