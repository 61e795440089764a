//! The mutation score as text.

use std::io::{self, Write};

use crate::outcome::wording::format_count;
use crate::outcome::{DetectionCount, MutantOutcome, MutantState, MutationScore};
use crate::report::shared::style::{BAD, GOOD, HEAD, QUIET, format_styled};

/// Writes the mutation score: by requirement, row and operation where some mutant is undetected, then the undetected mutants and those that do not count, then the sum.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_mutation_score(out: &mut dyn Write, score: &MutationScore) -> io::Result<()> {
    let requirements = score.count_by_requirement();
    let requirements = requirements.iter();
    let requirements = requirements.map(|(id, count)| (id.to_string(), *count));
    write_detection_counts(out, "Requirements", requirements)?;
    let rows = score.count_by_row();
    let rows = rows.iter().map(|(row, count)| (row.to_string(), *count));
    write_detection_counts(out, "Rows", rows)?;
    let operations = score.count_by_operation();
    let operations = operations.iter();
    let operations = operations.map(|(id, count)| ((*id).to_owned(), *count));
    write_detection_counts(out, "Operations", operations)?;
    write_undetected_mutants(out, score)?;
    write_allowed_mutants(out, score)?;
    write_case_statistics(out, score)?;
    write_total_score(out, score)
}

fn write_detection_counts(
    out: &mut dyn Write,
    title: &str,
    counts: impl Iterator<Item = (String, DetectionCount)>,
) -> io::Result<()> {
    writeln!(out, "{}", format_styled(HEAD, title))?;
    let counts: Vec<(String, DetectionCount)> = counts.filter(|(_, own)| own.all > 0).collect();
    let width = counts.iter().map(|(name, _)| name.len()).max();
    for (name, count) in &counts {
        let DetectionCount { detected, all } = *count;
        let style = if detected == all { GOOD } else { BAD };
        let share = format_styled(style, &format!("{detected:>5} of {all:>5}"));
        writeln!(out, "  {name:<width$}  {share}", width = width.unwrap_or(0))?;
    }
    writeln!(out)
}

fn write_undetected_mutants(out: &mut dyn Write, score: &MutationScore) -> io::Result<()> {
    let mut undetected = score.undetected_mutants().peekable();
    if undetected.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "{}", format_styled(HEAD, "Undetected"))?;
    for mutant in undetected {
        writeln!(out, "  {}", format_styled(BAD, &mutant.mutant))?;
        writeln!(out, "    a server that, {}", mutant.about)?;
        writeln!(
            out,
            "    {}",
            format_styled(QUIET, &describe_why_undetected(mutant))
        )?;
    }
    writeln!(out)
}

/// Describes why a mutant is not detected, and what would detect it.
fn describe_why_undetected(mutant: &MutantOutcome) -> String {
    match &mutant.state {
        MutantState::Undetected { cases } => {
            let first = cases.first().map(String::as_str).unwrap_or_default();
            let cases = format_count(cases.len(), "case");
            format!(
                "{cases} would see it, such as {first}, and report no breach of `{}`",
                mutant.requirement
            )
        }
        MutantState::Unreached { missing } => {
            format!("no recorded case shows it: {missing} would")
        }
        MutantState::Detected { .. } | MutantState::Allowed { .. } => String::new(),
    }
}

/// Writes the mutants that every case of their cell accepts: a list to review, since a missing case may be the reason.
fn write_allowed_mutants(out: &mut dyn Write, score: &MutationScore) -> io::Result<()> {
    let mutants = score.mutants.iter();
    let allowed = mutants.filter_map(|mutant| match &mutant.state {
        MutantState::Allowed { by } => Some((mutant.mutant.as_str(), by.as_slice())),
        MutantState::Detected { .. }
        | MutantState::Undetected { .. }
        | MutantState::Unreached { .. } => None,
    });
    let mut allowed = allowed.peekable();
    if allowed.peek().is_none() {
        return Ok(());
    }
    let head = "Not counted, as every case for it allows it";
    writeln!(out, "{}", format_styled(HEAD, head))?;
    for (name, by) in allowed {
        let cases = format_count(by.len(), "case");
        writeln!(
            out,
            "  {name} {}",
            format_styled(QUIET, &format!("({cases})"))
        )?;
    }
    writeln!(out)
}

fn write_case_statistics(out: &mut dyn Write, score: &MutationScore) -> io::Result<()> {
    for case in &score.cut_cases {
        writeln!(
            out,
            "Not judged: {case}, as the result holds only the beginning of a body"
        )?;
    }
    if score.unjudged_cases > 0 {
        let cases = format_count(score.unjudged_cases, "case");
        writeln!(out, "Not recorded: {cases} that the run did not judge")?;
    }
    let needed = score.cases.len() - score.redundant_cases().len();
    writeln!(
        out,
        "Cases: {needed} of {} are the only witness of a mutant; `--format json` lists them",
        score.cases.len()
    )
}

fn write_total_score(out: &mut dyn Write, score: &MutationScore) -> io::Result<()> {
    let count = score.count_mutants();
    let allowed = score.mutants.len() - count.all;
    let style = if count.detected == count.all {
        GOOD
    } else {
        BAD
    };
    let sum = format!(
        "{} of {} detected ({} %)",
        count.detected,
        format_count(count.all, "mutant"),
        count.percentage()
    );
    let allowed = match allowed {
        0 => String::new(),
        count => format!("; {count} more are not counted"),
    };
    writeln!(out, "{}{allowed}", format_styled(style, &sum))
}
