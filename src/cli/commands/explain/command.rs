//! From the word that was typed to the page about it.

use std::io::{self, Write};

use super::subject::{self, Subject};
use super::{about_case, about_requirement, about_row};
use crate::cli::args::ExplainArgs;
use crate::cli::commands::faults::accusations;
use crate::cli::exit::{Exit, Failure};
use crate::cli::inputs::Inputs;
use crate::cli::output::printer::Printer;
use crate::contract::RequirementId;
use crate::reference::Fault;

/// Writes about what the word names.
pub(in crate::cli) fn explain(args: &ExplainArgs, printer: &Printer) -> Result<Exit, Failure> {
    let inputs = Inputs::load(&args.inputs)?;
    let subject = subject::find(&args.what, &inputs)?;
    // The page of accusations speaks of the cases that are built in.
    let is_built_in = args.inputs.suites.is_none() && args.inputs.table.is_none();
    let faults = match subject {
        Subject::Requirement(requirement) if is_built_in => breaking(requirement.id, &inputs)?,
        Subject::Requirement(_) | Subject::Row(_) | Subject::Case { .. } => Vec::new(),
    };
    printer
        .out(|out| write(out, &inputs, &subject, &faults))
        .map_err(|error| {
            Failure::new(
                Exit::Usage,
                format!("cannot write what `{}` is: {error}", args.what),
            )
        })?;
    Ok(Exit::Fine)
}

/// Writes about a subject; of a requirement also by which faults the reference server breaks it.
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
        Subject::Case { case, others } => about_case::write(out, inputs, case, others),
    }
}

/// The faults of the reference server that break a requirement.
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
