//! The command: from the typed word to its explanation.

use std::io::{self, Write};

use super::subject::{self, ExplainSubject};
use super::{about_case, about_requirement, about_row, glossary};
use crate::cli::args::ExplainArgs;
use crate::cli::commands::faults::load_expectations;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::ContractAndSuites;
use crate::cli::output::printer::Printer;
use crate::contract::RequirementId;
use crate::reference::Fault;

/// The output, as an error names it.
const EXPLANATION: &str = "the explanation";

/// Prints the explanation of a word; without a word, lists the terms.
pub(in crate::cli) fn print_explanation(
    args: &ExplainArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let Some(word) = args.subject.as_deref() else {
        printer.write_output(EXPLANATION, |out| glossary::write_terms(out))?;
        return Ok(ExitStatus::Success);
    };
    let inputs = ContractAndSuites::load(&args.inputs)?;
    let subject = subject::find_subject(word, &inputs)?;
    // The built-in file of fault expectations refers to the built-in cases.
    let is_built_in = args.inputs.suites.is_none() && args.inputs.table.is_none();
    let faults = match subject {
        ExplainSubject::Requirement(requirement) if is_built_in => {
            find_faults_breaking(requirement.id, &inputs)?
        }
        ExplainSubject::Requirement(_)
        | ExplainSubject::Row(_)
        | ExplainSubject::Case { .. }
        | ExplainSubject::Term(_) => Vec::new(),
    };
    printer.write_output(EXPLANATION, |out| {
        write_subject(out, &inputs, &subject, &faults)
    })?;
    Ok(ExitStatus::Success)
}

/// Writes the explanation of a subject; for a requirement, `faults` are the faults that break it.
pub(super) fn write_subject(
    out: &mut dyn Write,
    inputs: &ContractAndSuites,
    subject: &ExplainSubject<'_>,
    faults: &[String],
) -> io::Result<()> {
    match subject {
        ExplainSubject::Row(row) => about_row::write_row(out, inputs, row),
        ExplainSubject::Requirement(requirement) => {
            about_requirement::write_requirement(out, inputs, requirement, faults)
        }
        ExplainSubject::Term(term) => glossary::write_term(out, term),
        ExplainSubject::Case { case, others } => about_case::write_case(out, inputs, case, others),
    }
}

/// Returns the names of the faults that break a requirement.
fn find_faults_breaking(
    requirement: RequirementId,
    inputs: &ContractAndSuites,
) -> Result<Vec<String>, CommandFailure> {
    let accusations = load_expectations(inputs, None)?;
    let names = Fault::all().iter().map(Fault::to_string);
    Ok(names
        .filter(|name| {
            accusations
                .for_fault(name)
                .is_some_and(|own| own.breaks.contains(&requirement))
        })
        .collect())
}
