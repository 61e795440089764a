//! The explanation of a case.

use std::io::{self, Write};

use super::answer;
use super::needs::{Needs, meaning};
use super::request::{Names, curl, line};
use crate::check::Answer;
use crate::cli::inputs::Inputs;
use crate::contract::{Level, RowName};
use crate::run::{CaseStep, ReadMoment, list_steps};
use crate::suite::{Case, Shape};

/// Writes the explanation of a case: its defect, its request, the expected response, the evidence that it was refused for the right reason,
/// and the inputs that it needs.
pub(super) fn write(
    out: &mut dyn Write,
    inputs: &Inputs,
    case: &Case,
    others: &[&Case],
) -> io::Result<()> {
    writeln!(out, "case {}", case.name)?;
    writeln!(out, "  {}", case.about)?;
    writeln!(out, "  written in {}:{}", case.file, case.line)?;
    operation(out, inputs, case)?;
    if !others.is_empty() {
        let names: Vec<String> = others.iter().map(|case| case.name.to_string()).collect();
        writeln!(out, "  also sent as {}", names.join(", "))?;
    }

    writeln!(out, "\nthe request, {}", line(&case.bad))?;
    if let Some(curl) = curl(&case.bad, &inputs.contract) {
        writeln!(out, "  {curl}")?;
    }
    match (&case.shape, &case.bad.hook) {
        (Shape::Single, None) => {}
        (Shape::Single, Some(hook)) => writeln!(out, "  with the hook {hook} of the target")?,
        (Shape::Burst { scope, .. }, hook) => {
            writeln!(
                out,
                "  sent as often as it takes to meet the limit of {scope}"
            )?;
            if let Some(hook) = hook {
                writeln!(
                    out,
                    "  with the hook {hook}, where the target keeps its limits off"
                )?;
            }
        }
    }
    for condition in &case.bad.conditions {
        let holds = condition.holds.fill(&Names).unwrap_or_default();
        writeln!(out, "  while {} holds {holds}", condition.kept)?;
    }

    writeln!(out, "\nwhat must come back")?;
    expected(out, inputs, case)?;

    writeln!(out, "\nwhat shows that it was refused for this reason")?;
    let steps = list_steps(case).into_iter();
    for shown in steps.filter_map(|planned| describe_evidence(planned.step)) {
        writeln!(out, "  {shown}")?;
    }
    if let Some(reason) = &case.no_control {
        writeln!(out, "  no control: {reason}")?;
    }

    let needs = Needs::of(case, &inputs.suites.fixtures);
    stands_for(out, inputs, case)?;
    writeln!(out, "\nwhat it needs")?;
    let to_give = needs.to_give(case);
    if to_give.is_empty() {
        writeln!(out, "  nothing but the target")?;
    }
    for need in to_give {
        writeln!(out, "  {need}")?;
    }

    writeln!(out, "\nwhat to do")?;
    writeln!(out, "  try it:               badreq run {}", case.name)?;
    if let Some(row) = case.row() {
        writeln!(out, "  learn about the row:  badreq explain {row}")?;
    }
    Ok(())
}

/// Describes what a step shows beside the bad request itself.
fn describe_evidence(step: CaseStep<'_>) -> Option<String> {
    match step {
        CaseStep::Control { control, .. } => {
            let statuses: Vec<String> = control.statuses.iter().map(u16::to_string).collect();
            let statuses = statuses.join(" or ");
            Some(format!("{} succeeds with {statuses}", line(&control.ask)))
        }
        CaseStep::Read {
            request,
            moment: ReadMoment::Before,
            ..
        } => Some(format!(
            "{} answers the same before and after",
            line(request)
        )),
        CaseStep::Repeat(_) => Some("the same request again gets the same answer".to_owned()),
        CaseStep::Read {
            moment: ReadMoment::After,
            ..
        }
        | CaseStep::Provide
        | CaseStep::Hold(_)
        | CaseStep::BadRequest(_)
        | CaseStep::Burst { .. } => None,
    }
}

fn operation(out: &mut dyn Write, inputs: &Inputs, case: &Case) -> io::Result<()> {
    let operations = &inputs.contract.operations;
    let operation = case.operation.as_deref().and_then(|id| operations.get(id));
    if let Some(own) = operation {
        writeln!(out, "  operation {}: {} {}", own.id, own.method, own.path)?;
    }
    if let Some(way) = case.way.as_deref().and_then(|id| operations.way(id)) {
        writeln!(out, "  wrong in the way {}: {}", way.id, way.about)?;
    }
    Ok(())
}

fn expected(out: &mut dyn Write, inputs: &Inputs, case: &Case) -> io::Result<()> {
    let contract = &inputs.contract;
    let mut answer = |head: &str, name: RowName| match contract.documented.row(name) {
        None => Ok(()),
        Some(row) => {
            let example = answer::example(contract, row, Some(case), &Names);
            writeln!(out, "  {head}{example}")?;
            writeln!(
                out,
                "    row {name}, documented in {}:{}",
                row.page, row.line
            )
        }
    };
    match &case.expected.answer {
        Answer::Row { expected, accepted } => {
            answer("", *expected)?;
            for other in accepted {
                answer("or, as the documentation leaves room for it, ", *other)?;
            }
        }
        Answer::Refusal => writeln!(
            out,
            "  any 4xx status with a body in the form of the error model: no row is worded for this"
        )?,
        Answer::AnyRow => writeln!(
            out,
            "  any row: two things are wrong, and the documentation does not say which wins"
        )?,
    }
    match case.expected.level {
        Level::Must => Ok(()),
        Level::Should | Level::May => writeln!(
            out,
            "  (a {}: the documentation leaves a doubt)",
            case.expected.level
        ),
    }
}

/// Writes the meaning of each name in braces.
fn stands_for(out: &mut dyn Write, inputs: &Inputs, case: &Case) -> io::Result<()> {
    let specs = &inputs.suites.fixtures;
    let names = case.names();
    writeln!(out, "\nwhat stands in braces")?;
    let width = names.iter().map(String::len).max().unwrap_or(0).max(6);
    writeln!(out, "  {:width$}  the base URL of the server", "target")?;
    for name in &names {
        let about = meaning(name, specs);
        writeln!(out, "  {name:width$}  {about}")?;
    }
    Ok(())
}
