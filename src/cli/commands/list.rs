//! `badreq list`.

use std::io::{self, Write};

use crate::check::ExpectedRefusal;
use crate::cli::args::ListArgs;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::ContractAndSuites;
use crate::cli::output::plural;
use crate::cli::output::printer::Printer;
use crate::cli::settings::needed_trigger_names;
use crate::contract::Contract;
use crate::suite::coverage::{
    DefectCoverageStatus, RowCoverage, compute_operation_defect_coverage, compute_row_coverage,
};
use crate::suite::{Case, SuiteSet};

pub(in crate::cli) fn print_list(
    args: &ListArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let inputs = ContractAndSuites::load(&args.inputs, None)?;
    let cases = inputs.select_cases(&args.select)?;
    printer.write_stdout_or_fail("the list", |out| {
        if args.contents.coverage {
            if args.select.selects_everything() {
                write_full_coverage(out, &inputs.contract, &cases)
            } else {
                write_selected_coverage(out, &inputs.contract, &cases)
            }
        } else if args.contents.needs {
            write_needed_inputs(out, &inputs.suites)
        } else {
            write_cases(out, &cases)
        }
    })?;
    Ok(ExitStatus::Success)
}

fn write_cases(out: &mut dyn Write, cases: &[&Case]) -> io::Result<()> {
    let width = cases
        .iter()
        .map(|case| case.name.to_string().len())
        .max()
        .unwrap_or_default();
    let rows = cases.iter().map(|case| describe_expectation(case).len());
    let row_width = rows.max().unwrap_or_default().max("refusal".len());
    for case in cases {
        let expected = describe_expectation(case);
        writeln!(
            out,
            "{:width$}  {expected:row_width$}  {}",
            case.name.to_string(),
            case.about
        )?;
    }
    writeln!(out, "{}", plural::format_case_count(cases.len()))
}

fn describe_expectation(case: &Case) -> String {
    match &case.expectation.outcome {
        ExpectedRefusal::Row { expected, .. } => expected.to_string(),
        ExpectedRefusal::AnyRefusal => "refusal".to_owned(),
        ExpectedRefusal::AnyRow => "any row".to_owned(),
    }
}

/// Returns the width of the widest row id, and of the rows of most tables.
fn widest_row_id(rows: &[RowCoverage]) -> usize {
    let widths = rows.iter().map(|row| row.row.to_string().len());
    widths.max().unwrap_or_default().max(6)
}

fn write_full_coverage(
    out: &mut dyn Write,
    contract: &Contract,
    cases: &[&Case],
) -> io::Result<()> {
    writeln!(out, "rows")?;
    let rows = compute_row_coverage(contract, cases);
    let width = widest_row_id(&rows);
    for row in &rows {
        writeln!(
            out,
            "  {:>width$}  {:>4}  {}",
            row.row.to_string(),
            row.cases.len(),
            row.meaning
        )?;
    }
    writeln!(out, "\noperations and the defects of their requests")?;
    let cells = compute_operation_defect_coverage(contract, cases);
    let (mut empty, mut gaps) = (0, 0);
    for operation in contract.operations.operations() {
        writeln!(
            out,
            "  {}  {} {}",
            operation.id, operation.method, operation.path
        )?;
        for cell in cells.iter().filter(|cell| cell.operation == operation.id) {
            let filled = match &cell.coverage {
                DefectCoverageStatus::Cases(cases) => cases.len().to_string(),
                DefectCoverageStatus::Excluded { reason } => {
                    gaps += 1;
                    format!("none: {reason}")
                }
                DefectCoverageStatus::Missing => {
                    empty += 1;
                    "EMPTY, without a reason".to_owned()
                }
            };
            writeln!(out, "    {:26} {filled}", cell.defect)?;
        }
    }
    let without: Vec<String> = rows
        .iter()
        .filter(|row| row.cases.is_empty())
        .map(|row| row.row.to_string())
        .collect();
    writeln!(
        out,
        "\n{} rows, {} without a case{}; {} cells, {gaps} without a case for a reason, {empty} empty",
        rows.len(),
        without.len(),
        if without.is_empty() {
            String::new()
        } else {
            format!(" ({})", without.join(", "))
        },
        cells.len()
    )
}

/// Writes only what a selection covers: the rest is empty because it was not selected.
fn write_selected_coverage(
    out: &mut dyn Write,
    contract: &Contract,
    cases: &[&Case],
) -> io::Result<()> {
    writeln!(out, "rows")?;
    let rows = compute_row_coverage(contract, cases);
    let width = widest_row_id(&rows);
    for row in rows {
        if !row.cases.is_empty() {
            let name = row.row.to_string();
            writeln!(
                out,
                "  {name:>width$}  {:>4}  {}",
                row.cases.len(),
                row.meaning
            )?;
        }
    }
    writeln!(out, "\noperations and the defects of their requests")?;
    let cells = compute_operation_defect_coverage(contract, cases);
    for operation in contract.operations.operations() {
        let mut head = Some(format!(
            "  {}  {} {}",
            operation.id, operation.method, operation.path
        ));
        for cell in cells.iter().filter(|cell| cell.operation == operation.id) {
            let DefectCoverageStatus::Cases(cases) = &cell.coverage else {
                continue;
            };
            if let Some(head) = head.take() {
                writeln!(out, "{head}")?;
            }
            writeln!(out, "    {:26} {}", cell.defect, cases.len())?;
        }
    }
    writeln!(out, "\n{}", plural::format_case_count(cases.len()))
}

fn write_needed_inputs(out: &mut dyn Write, suites: &SuiteSet) -> io::Result<()> {
    writeln!(out, "values to give with --value")?;
    for known in &suites.fixtures.values {
        let cases = suites.cases().filter(|case| {
            case.referenced_names()
                .contains(&format!("value.{}", known.name))
        });
        writeln!(
            out,
            "  {:24} {} ({})",
            known.name,
            known.about,
            plural::format_case_count(cases.count())
        )?;
    }
    writeln!(out, "triggers to give with --trigger")?;
    for hook in needed_trigger_names(suites) {
        let cases = suites
            .cases()
            .filter(|case| case.bad_request.trigger.as_deref() == Some(hook));
        writeln!(
            out,
            "  {hook:24} ({})",
            plural::format_case_count(cases.count())
        )?;
    }
    Ok(())
}
