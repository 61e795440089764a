//! The explanation of a row.

use std::io::{self, Write};

use super::example_response;
use super::examples;
use super::request::BracedNameBindings;
use crate::check::AlternativeOutcome;
use crate::cli::inputs::ContractAndSuites;
use crate::cli::output::plural;
use crate::contract::{ErrorRow, RowOrigin};
use crate::suite::Case;

/// Writes the explanation of a row: its meaning, an example response, and the cases that expect it.
pub(super) fn write_row_explanation(
    out: &mut dyn Write,
    inputs: &ContractAndSuites,
    row: &ErrorRow,
) -> io::Result<()> {
    let contract = &inputs.contract;
    let name = row.id();
    writeln!(out, "row {name}: status {}, code {}", row.status, row.code)?;
    writeln!(out, "  {}", row.meaning)?;
    let origin = match row.origin {
        RowOrigin::Document => "",
        RowOrigin::Errata => " (an erratum, not in `--edition document`)",
    };
    writeln!(out, "  documented in {}:{}{origin}", row.page, row.line)?;
    if let Some(source) = &row.source {
        writeln!(out, "  by {source}")?;
    }

    let cases: Vec<&Case> = inputs
        .suites
        .cases()
        .filter(|case| case.expected_row() == Some(name))
        .collect();
    // Only the `errors` object needs a case; every other row is complete without one.
    let has_errors = contract.model.rows_with_details().contains(&name);
    let with_errors = cases
        .iter()
        .find(|case| has_errors && case.expectation.errors.is_some());
    let example =
        example_response::format_example(contract, row, with_errors.copied(), &BracedNameBindings);
    writeln!(out, "\na conforming response")?;
    writeln!(out, "  {example}")?;
    if contract.model.described_rows.contains(&name) {
        writeln!(
            out,
            "  The table describes this error: the message may be worded differently."
        )?;
    } else if row.meaning.contains('{') {
        writeln!(
            out,
            "  In place of the braces, the message repeats what was requested."
        )?;
    }

    let accepting = inputs.suites.cases().filter(|case| {
        let outcome = AlternativeOutcome::Row(name);
        case.expectation.outcome.find_alternative(outcome).is_some()
    });
    let besides = match accepting.count() {
        0 => String::new(),
        count => format!("; also accepted in {}", plural::format_case_count(count)),
    };
    writeln!(
        out,
        "\nexpected in {}{besides}",
        examples::format_suite_counts(&cases)
    )?;
    examples::write_example_cases(out, &cases)?;

    writeln!(out, "\nnext steps")?;
    match cases.first() {
        Some(first) => {
            writeln!(out, "  check a server for it:      badreq run {name}")?;
            writeln!(out, "  list all of its cases:      badreq list {name}")?;
            writeln!(
                out,
                "  see a request that gets it: badreq explain {}",
                first.name
            )
        }
        None => writeln!(
            out,
            "  write a case that expects it; `docs/cases.md` explains how"
        ),
    }
}
