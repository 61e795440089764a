//! The command: from the typed word to its explanation.

use std::io::{self, Write};
use std::path::Path;

use super::subject::{self, ExplainSubject};
use super::{about_case, about_requirement, about_row, glossary};
use crate::cli::args::ExplainArgs;
use crate::cli::commands::failed_in::unknown_finding_failure;
use crate::cli::commands::merge::read_result;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::ContractAndSuites;
use crate::cli::output::display::stdout_display_options;
use crate::cli::output::printer::Printer;
use crate::outcome::{FindingId, group_cases_into_findings};
use crate::report::{Verbosity, write_finding_by_id};

/// The output, as an error names it.
const EXPLANATION: &str = "the explanation";

/// Prints the explanation of a word; without a word, lists the terms.
pub(in crate::cli) fn print_explanation(
    args: &ExplainArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let Some(word) = args.subject.as_deref() else {
        printer.write_stdout_or_fail(EXPLANATION, |out| glossary::write_terms(out))?;
        return Ok(ExitStatus::Success);
    };
    match (word.parse::<FindingId>(), &args.from) {
        (Ok(id), Some(path)) => return print_finding(id, path, printer),
        (Ok(id), None) => {
            return Err(CommandFailure::new(
                ExitStatus::Usage,
                format!("`{id}` is a finding: name the result that has it, `--from RESULT`"),
            ));
        }
        (Err(_), Some(_)) => {
            return Err(CommandFailure::new(
                ExitStatus::Usage,
                format!(
                    "`{word}` is no finding, such as `F-3a9c1b`, and only a finding is read from a result: leave out `--from`"
                ),
            ));
        }
        (Err(_), None) => {}
    }
    let inputs = ContractAndSuites::load(&args.inputs, None)?;
    let subject = subject::find_subject(word, &inputs)?;
    printer.write_stdout_or_fail(EXPLANATION, |out| write_explanation(out, &inputs, &subject))?;
    Ok(ExitStatus::Success)
}

/// Prints a finding of a result in full.
fn print_finding(
    id: FindingId,
    path: &Path,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let result = read_result(path)?;
    let has_finding = group_cases_into_findings(&result)
        .iter()
        .any(|own| own.id == id)
        || result.responses.iter().any(|own| own.id() == id);
    if !has_finding {
        return Err(unknown_finding_failure(&result, id, path));
    }
    let look = stdout_display_options(Verbosity::Verbose);
    printer.write_stdout_or_fail(EXPLANATION, |out| {
        write_finding_by_id(out, &result, id, look)
    })?;
    Ok(ExitStatus::Success)
}

/// Writes the explanation of a subject.
pub(super) fn write_explanation(
    out: &mut dyn Write,
    inputs: &ContractAndSuites,
    subject: &ExplainSubject<'_>,
) -> io::Result<()> {
    match subject {
        ExplainSubject::Row(row) => about_row::write_row_explanation(out, inputs, row),
        ExplainSubject::Requirement(requirement) => {
            about_requirement::write_requirement_explanation(out, inputs, requirement)
        }
        ExplainSubject::Term(term) => glossary::write_term(out, term),
        ExplainSubject::Case { case, others } => {
            about_case::write_case_explanation(out, inputs, case, others)
        }
    }
}
