//! The command: from the typed word to its explanation.

use std::io::{self, Write};

use super::subject::{self, Subject};
use super::{about_case, about_requirement, about_row, terms};
use crate::cli::args::ExplainArgs;
use crate::cli::commands::faults::accusations;
use crate::cli::exit::{Exit, Failure};
use crate::cli::inputs::Inputs;
use crate::cli::output::printer::Printer;
use crate::contract::RequirementId;
use crate::reference::Fault;

/// Prints the explanation of a word; without a word, lists the terms.
pub(in crate::cli) fn explain(args: &ExplainArgs, printer: &Printer) -> Result<Exit, Failure> {
    let Some(word) = args.subject.as_deref() else {
        printer
            .out(|out| terms::write_terms(out))
            .map_err(not_written)?;
        return Ok(Exit::Fine);
    };
    let inputs = Inputs::load(&args.inputs)?;
    let subject = subject::find(word, &inputs)?;
    // The built-in file of fault expectations refers to the built-in cases.
    let is_built_in = args.inputs.suites.is_none() && args.inputs.table.is_none();
    let faults = match subject {
        Subject::Requirement(requirement) if is_built_in => breaking(requirement.id, &inputs)?,
        Subject::Requirement(_) | Subject::Row(_) | Subject::Case { .. } | Subject::Term(_) => {
            Vec::new()
        }
    };
    printer
        .out(|out| write(out, &inputs, &subject, &faults))
        .map_err(not_written)?;
    Ok(Exit::Fine)
}

fn not_written(error: io::Error) -> Failure {
    Failure::new(
        Exit::Usage,
        format!("cannot write the explanation: {error}"),
    )
}

/// Writes the explanation of a subject; for a requirement, `faults` are the faults that break it.
pub(super) fn write(
    out: &mut dyn Write,
    inputs: &Inputs,
    subject: &Subject<'_>,
    faults: &[String],
) -> io::Result<()> {
    match subject {
        Subject::Row(row) => about_row::write(out, inputs, row),
        Subject::Requirement(requirement) => {
            about_requirement::write(out, inputs, requirement, faults)
        }
        Subject::Term(term) => terms::write_term(out, term),
        Subject::Case { case, others } => about_case::write(out, inputs, case, others),
    }
}

/// Returns the names of the faults that break a requirement.
fn breaking(requirement: RequirementId, inputs: &Inputs) -> Result<Vec<String>, Failure> {
    let accusations = accusations(inputs, None)?;
    let names = Fault::all().iter().map(Fault::to_string);
    Ok(names
        .filter(|name| {
            accusations
                .of(name)
                .is_some_and(|own| own.breaks.contains(&requirement))
        })
        .collect())
}
