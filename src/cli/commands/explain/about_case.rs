//! The explanation of a case.

use std::io::{self, Write};

use super::example_response;
use super::needs::{CaseNeeds, describe_braced_name};
use super::request::{BracedNameBindings, format_example_curl, format_request_line};
use crate::check::{AcceptedAlternative, AlternativeFit, AlternativeOutcome, ExpectedRefusal};
use crate::cli::inputs::ContractAndSuites;
use crate::contract::{CaseTraits, ErrorId, Level};
use crate::run::{CaseStep, ReadMoment, list_steps};
use crate::suite::{Case, CaseSendMode};

/// Writes the explanation of a case: its defect, its request, the expected response, the evidence that it was refused for the right reason,
/// and the inputs that it needs.
pub(super) fn write_case_explanation(
    out: &mut dyn Write,
    inputs: &ContractAndSuites,
    case: &Case,
    others: &[&Case],
) -> io::Result<()> {
    writeln!(out, "case {}", case.name)?;
    writeln!(out, "  {}", case.about)?;
    writeln!(out, "  written in {}:{}", case.file, case.line)?;
    write_operation_and_defect(out, inputs, case)?;
    if !others.is_empty() {
        let names: Vec<String> = others.iter().map(|case| case.name.to_string()).collect();
        writeln!(out, "  also sent as {}", names.join(", "))?;
    }

    writeln!(
        out,
        "\nthe request, {}",
        format_request_line(&case.bad_request)
    )?;
    if let Some(curl) = format_example_curl(&case.bad_request, &inputs.contract) {
        writeln!(out, "  {curl}")?;
    }
    match (&case.send_mode, &case.bad_request.trigger) {
        (CaseSendMode::Single, None) => {}
        (CaseSendMode::Single, Some(hook)) => {
            writeln!(out, "  with the trigger {hook} of the target")?;
        }
        (CaseSendMode::Burst { scope, .. }, hook) => {
            writeln!(out, "  sent until the limit of {scope} is reached")?;
            if let Some(hook) = hook {
                writeln!(
                    out,
                    "  with the trigger {hook}, if the target's rate limits are off"
                )?;
            }
        }
    }
    for condition in &case.bad_request.conditions {
        let holds = condition
            .state
            .render_value(&BracedNameBindings)
            .unwrap_or_default();
        writeln!(out, "  while {} holds {holds}", condition.object)?;
    }

    writeln!(out, "\nexpected response")?;
    write_expectation(out, inputs, case)?;

    writeln!(out, "\nevidence that it was refused for this reason")?;
    let steps = list_steps(case).into_iter();
    for shown in steps.filter_map(|planned| describe_evidence(planned.step)) {
        writeln!(out, "  {shown}")?;
    }
    if let Some(reason) = &case.no_control {
        writeln!(out, "  no control: {reason}")?;
    }

    let needs = CaseNeeds::from_case(case, &inputs.suites.fixtures);
    write_placeholder_meanings(out, inputs, case)?;
    writeln!(out, "\nneeds")?;
    let to_give = needs.list_inputs(case);
    if to_give.is_empty() {
        writeln!(out, "  only the target")?;
    }
    for need in to_give {
        writeln!(out, "  {need}")?;
    }

    writeln!(out, "\nnext steps")?;
    writeln!(out, "  try it:               badreq run {}", case.name)?;
    if let Some(row) = case.expected_row() {
        writeln!(out, "  learn about the row:  badreq explain {row}")?;
    }
    Ok(())
}

/// Describes what a step shows beside the bad request itself.
fn describe_evidence(step: CaseStep<'_>) -> Option<String> {
    match step {
        CaseStep::Control { control, .. } => {
            let statuses: Vec<String> = control
                .success_statuses
                .iter()
                .map(u16::to_string)
                .collect();
            let statuses = statuses.join(" or ");
            Some(format!(
                "{} succeeds with {statuses}",
                format_request_line(&control.request)
            ))
        }
        CaseStep::Read {
            request,
            moment: ReadMoment::Before,
            ..
        } => Some(format!(
            "{} returns the same before and after",
            format_request_line(request)
        )),
        CaseStep::Repeat(_) => Some(
            "the same request again gets the same response (sent once for each operation and row)"
                .to_owned(),
        ),
        CaseStep::Read {
            moment: ReadMoment::After,
            ..
        }
        | CaseStep::PrepareFixtures
        | CaseStep::EstablishCondition(_)
        | CaseStep::BadRequest(_)
        | CaseStep::Burst { .. } => None,
    }
}

fn write_operation_and_defect(
    out: &mut dyn Write,
    inputs: &ContractAndSuites,
    case: &Case,
) -> io::Result<()> {
    let operations = &inputs.contract.operations;
    let operation = case
        .operation
        .as_deref()
        .and_then(|id| operations.find_operation(id));
    if let Some(own) = operation {
        writeln!(out, "  operation {}: {} {}", own.id, own.method, own.path)?;
    }
    if let Some(way) = case
        .defect
        .as_deref()
        .and_then(|id| operations.find_defect(id))
    {
        writeln!(out, "  defect {}: {}", way.id, way.about)?;
    }
    Ok(())
}

/// Writes the words of the documentation on which a must rests, if the contract names them.
fn write_documented_sentence(
    out: &mut dyn Write,
    inputs: &ContractAndSuites,
    case: &Case,
    expected: ErrorId,
) -> io::Result<()> {
    let sentence = match case.expectation.level {
        Level::Must => inputs.contract.sentences.find_for_case(&CaseTraits {
            name: &case.name.to_string(),
            row: expected,
            defect: case.defect.as_deref(),
            operation: case.operation.as_deref(),
        }),
        Level::Should | Level::May => None,
    };
    match sentence {
        Some(sentence) => writeln!(
            out,
            "  documented by \"{}\" ({}:{})",
            sentence.words, sentence.page, sentence.line
        ),
        None => Ok(()),
    }
}

fn write_expectation(
    out: &mut dyn Write,
    inputs: &ContractAndSuites,
    case: &Case,
) -> io::Result<()> {
    match &case.expectation.outcome {
        ExpectedRefusal::Row { expected, accepted } => {
            write_row_example(out, inputs, case, "", *expected)?;
            write_documented_sentence(out, inputs, case, *expected)?;
            for alternative in accepted {
                write_alternative(out, inputs, case, alternative)?;
            }
        }
        ExpectedRefusal::AnyRefusal => writeln!(
            out,
            "  any 4xx status with a body in the form of the error model: no row describes this (a should)"
        )?,
        ExpectedRefusal::AnyRow => writeln!(
            out,
            "  any row: two things are wrong, and the documentation does not say which wins"
        )?,
    }
    match case.expectation.level {
        Level::Must => Ok(()),
        Level::Should | Level::May => writeln!(
            out,
            "  (a {}: the documentation is not clear)",
            case.expectation.level
        ),
    }
}

fn write_alternative(
    out: &mut dyn Write,
    inputs: &ContractAndSuites,
    case: &Case,
    alternative: &AcceptedAlternative,
) -> io::Result<()> {
    let head = match alternative.fit {
        AlternativeFit::Equal => "or, as the documentation leaves it open, ",
        AlternativeFit::Replacement => {
            "or, with a remark that the row above describes exactly this, "
        }
    };
    match alternative.outcome {
        AlternativeOutcome::Row(row) => write_row_example(out, inputs, case, head, row)?,
        AlternativeOutcome::Served => writeln!(out, "  {head}any 2xx: the request is served")?,
    }
    match &alternative.reason {
        Some(reason) => writeln!(out, "    why: {reason}"),
        None => Ok(()),
    }
}

fn write_row_example(
    out: &mut dyn Write,
    inputs: &ContractAndSuites,
    case: &Case,
    head: &str,
    name: ErrorId,
) -> io::Result<()> {
    let contract = &inputs.contract;
    let Some(row) = contract.full_table.find_row_by_id(name) else {
        return Ok(());
    };
    let example = example_response::format_example(contract, row, Some(case), &BracedNameBindings);
    writeln!(out, "  {head}{example}")?;
    let (page, line) = (&row.page, row.line);
    writeln!(out, "    row {name}, documented in {page}:{line}")
}

/// Writes the meaning of each name in braces.
fn write_placeholder_meanings(
    out: &mut dyn Write,
    inputs: &ContractAndSuites,
    case: &Case,
) -> io::Result<()> {
    let specs = &inputs.suites.fixtures;
    let names = case.referenced_names();
    writeln!(out, "\nnames in braces")?;
    let width = names.iter().map(String::len).max().unwrap_or(0).max(6);
    writeln!(out, "  {:width$}  the base URL of the server", "target")?;
    for name in &names {
        let about = describe_braced_name(name, specs);
        writeln!(out, "  {name:width$}  {about}")?;
    }
    Ok(())
}
