//! `badreq list`.

use std::io::{self, Write};

use crate::check::Answer;
use crate::cli::args::ListArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::inputs::Inputs;
use crate::cli::output::printer::Printer;
use crate::cli::output::words;
use crate::cli::settings::hook_names;
use crate::contract::Contract;
use crate::suite::coverage::{Filled, cells, rows};
use crate::suite::{Case, Suites};

pub(in crate::cli) fn list(args: &ListArgs, printer: &Printer) -> Result<Exit, Failure> {
    let inputs = Inputs::load(&args.inputs)?;
    let cases = inputs.select(&args.select)?;
    printer
        .out(|out| {
            if args.what.coverage {
                if args.select.is_everything() {
                    write_coverage(out, &inputs.contract, &cases)
                } else {
                    write_coverage_of_some(out, &inputs.contract, &cases)
                }
            } else if args.what.needs {
                write_needs(out, &inputs.suites)
            } else {
                write_cases(out, &cases)
            }
        })
        .map_err(|error| Failure::new(Exit::Usage, format!("cannot write the list: {error}")))?;
    Ok(Exit::Fine)
}

fn write_cases(out: &mut dyn Write, cases: &[&Case]) -> io::Result<()> {
    let width = cases
        .iter()
        .map(|case| case.name.to_string().len())
        .max()
        .unwrap_or_default();
    for case in cases {
        let expected = match &case.expected.answer {
            Answer::Row { expected, .. } => expected.to_string(),
            Answer::Refusal => "refusal".to_owned(),
            Answer::AnyRow => "any row".to_owned(),
        };
        writeln!(
            out,
            "{:width$}  {expected:7}  {}",
            case.name.to_string(),
            case.about
        )?;
    }
    writeln!(out, "{}", words::cases(cases.len()))
}

fn write_coverage(out: &mut dyn Write, contract: &Contract, cases: &[&Case]) -> io::Result<()> {
    writeln!(out, "rows")?;
    let rows = rows(contract, cases);
    for row in &rows {
        writeln!(
            out,
            "  {:>6}  {:>4}  {}",
            row.row.to_string(),
            row.cases.len(),
            row.meaning
        )?;
    }
    writeln!(out, "\noperations and the ways to ask wrongly for them")?;
    let cells = cells(contract, cases);
    let (mut empty, mut gaps) = (0, 0);
    for operation in contract.operations.operations() {
        writeln!(
            out,
            "  {}  {} {}",
            operation.id, operation.method, operation.path
        )?;
        for cell in cells.iter().filter(|cell| cell.operation == operation.id) {
            let filled = match &cell.filled {
                Filled::Cases(cases) => cases.len().to_string(),
                Filled::Gap { reason } => {
                    gaps += 1;
                    format!("none: {reason}")
                }
                Filled::Empty => {
                    empty += 1;
                    "EMPTY, and nobody said why".to_owned()
                }
            };
            writeln!(out, "    {:26} {filled}", cell.way)?;
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
fn write_coverage_of_some(
    out: &mut dyn Write,
    contract: &Contract,
    cases: &[&Case],
) -> io::Result<()> {
    writeln!(out, "rows")?;
    for row in rows(contract, cases) {
        if !row.cases.is_empty() {
            let name = row.row.to_string();
            writeln!(out, "  {name:>6}  {:>4}  {}", row.cases.len(), row.meaning)?;
        }
    }
    writeln!(out, "\noperations and the ways to ask wrongly for them")?;
    let cells = cells(contract, cases);
    for operation in contract.operations.operations() {
        let mut head = Some(format!(
            "  {}  {} {}",
            operation.id, operation.method, operation.path
        ));
        for cell in cells.iter().filter(|cell| cell.operation == operation.id) {
            let Filled::Cases(cases) = &cell.filled else {
                continue;
            };
            if let Some(head) = head.take() {
                writeln!(out, "{head}")?;
            }
            writeln!(out, "    {:26} {}", cell.way, cases.len())?;
        }
    }
    writeln!(out, "\n{}", words::cases(cases.len()))
}

fn write_needs(out: &mut dyn Write, suites: &Suites) -> io::Result<()> {
    writeln!(out, "values to give with --value")?;
    for known in &suites.fixtures.known {
        let cases = suites
            .cases()
            .filter(|case| case.names().contains(&format!("value.{}", known.name)));
        writeln!(
            out,
            "  {:24} {} ({})",
            known.name,
            known.about,
            words::cases(cases.count())
        )?;
    }
    writeln!(out, "triggers to give with --trigger")?;
    for hook in hook_names(suites) {
        let cases = suites
            .cases()
            .filter(|case| case.bad.hook.as_deref() == Some(hook));
        writeln!(out, "  {hook:24} ({})", words::cases(cases.count()))?;
    }
    Ok(())
}
