//! The explanation of a requirement.

use std::io::{self, Write};

use super::evidence::can_show_violation;
use super::examples;
use crate::cli::inputs::ContractAndSuites;
use crate::contract::RequirementScope;
use crate::contract::{Level, Requirement, RequirementBasis};
use crate::suite::Case;

/// Writes the explanation of a requirement: its sentence, its level, and the cases that can show a violation.
pub(super) fn write_requirement_explanation(
    out: &mut dyn Write,
    inputs: &ContractAndSuites,
    requirement: &Requirement,
) -> io::Result<()> {
    let id = requirement.id;
    writeln!(out, "requirement {id} ({})", requirement.level)?;
    writeln!(out, "  {}", requirement.sentence)?;
    writeln!(
        out,
        "  {} {}",
        basis_phrase(requirement.basis),
        requirement.source
    )?;
    let scope = id.scope();
    writeln!(out, "  Scope: {scope}.")?;
    let weight = match (requirement.level, scope) {
        (Level::Must, RequirementScope::Case) => "Breaking it fails the case.",
        (Level::Should, RequirementScope::Case) => {
            "Breaking it is reported, and fails the case under `--fail-on should`."
        }
        (Level::Must, RequirementScope::EveryResponse(_)) => {
            "Breaking it fails the run, and no case."
        }
        (Level::Should, RequirementScope::EveryResponse(_)) => {
            "Breaking it is reported, and fails the run under `--fail-on should`."
        }
        (Level::May, _) => "A deviation is noted, and is not a violation.",
    };
    writeln!(out, "  {weight}")?;

    let all = inputs.suites.cases().count();
    let cases: Vec<&Case> = inputs
        .suites
        .cases()
        .filter(|case| can_show_violation(case, id, &inputs.contract))
        .collect();
    if scope.is_every_response() {
        writeln!(
            out,
            "\nobserved in the response to every request, in a case or not"
        )?;
    } else if cases.len() == all {
        writeln!(
            out,
            "\nchecked in every case whose response it applies to; there are {all}"
        )?;
    } else {
        writeln!(
            out,
            "\nchecked in {}",
            examples::format_suite_counts(&cases)
        )?;
        examples::write_example_cases(out, &cases)?;
    }

    writeln!(out, "\nnext steps")?;
    let first = cases.first().filter(|_| cases.len() < all);
    match first {
        Some(first) => {
            writeln!(
                out,
                "  check a server for it:      badreq run {}",
                first.name
            )?;
            writeln!(
                out,
                "  see one of its requests:    badreq explain {}",
                first.name
            )?;
        }
        None => writeln!(out, "  check a server for it:      badreq run")?,
    }
    Ok(())
}

fn basis_phrase(basis: RequirementBasis) -> &'static str {
    match basis {
        RequirementBasis::Documented => "documented in",
        RequirementBasis::Implied => "implied by",
        RequirementBasis::Practice => "good practice, applied to",
    }
}
