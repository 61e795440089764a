//! Findings: each thing that is wrong once, with one case in full and the names of the others.

use std::io::{self, Write};

use super::failure::{in_short, write_example};
use crate::outcome::excerpt::{excerpt, visible};
use crate::outcome::{
    CaseOutcome, Cause, Finding, Level, RecordedViolation, RunInfo, Verdict, Words,
};
use crate::report::shared::look::Detail;
use crate::report::shared::style::{BAD, DOUBT, HEAD, QUIET, paint};
use crate::report::shared::window::Window;
use crate::report::shared::words::counted;

/// How many of the other cases are named.
const NAMED: usize = 5;

/// Writes what is wrong, the gravest first: one case of each finding in full, or every one.
pub(in crate::report) fn write_findings(
    out: &mut Window<'_>,
    run: &RunInfo,
    findings: &[Finding<'_>],
    detail: Detail,
) -> io::Result<()> {
    for (place, finding) in findings.iter().enumerate() {
        write_headline(out, finding, place + 1, findings.len())?;
        match detail {
            Detail::Quiet | Detail::Usual => write_finding(out, run, finding)?,
            Detail::Verbose => finding
                .examples
                .iter()
                .try_for_each(|own| write_example(out, run, own, detail))?,
        }
    }
    Ok(())
}

/// How many findings are told again.
const TOLD: usize = 8;

/// How many characters of a target, and of what was expected and came, are told again.
const SHORT: usize = 60;

/// Writes each finding once more in two lines, and how to try them again: the end of a report is what a terminal shows.
pub(in crate::report) fn write_recap(
    out: &mut Window<'_>,
    findings: &[Finding<'_>],
) -> io::Result<()> {
    if !findings.is_empty() {
        writeln!(out)?;
    }
    if findings.len() > 1 {
        writeln!(out, "{}", paint(HEAD, "what is wrong, in short:"))?;
        for (finding, number) in findings.iter().zip(1..).take(TOLD) {
            let Some(example) = clearest(finding) else {
                continue;
            };
            writeln!(out, "  {number:>2}  {}", paint(HEAD, &shown(example)))?;
            let line = format!("{}; {}", headline(finding), sides(finding, example));
            writeln!(out, "      {}", visible(&line))?;
        }
        if findings.len() > TOLD {
            writeln!(out, "  and {} more, above", findings.len() - TOLD)?;
        }
    }
    write_next(out.verbatim(), findings)
}

/// A cause as this example shows it: it is told as the first one has it.
pub(in crate::report) fn as_shown<'o>(
    cause: &'o RecordedViolation,
    example: &'o CaseOutcome,
) -> &'o RecordedViolation {
    let mut violations = example.violations.iter();
    violations
        .find(|own| own.requirement == cause.requirement && own.level == cause.level)
        .unwrap_or(cause)
}

/// What was expected and what came, in short.
fn sides(finding: &Finding<'_>, example: &CaseOutcome) -> String {
    match finding.cause {
        Cause::Breach(cause) => {
            let own = as_shown(cause, example);
            let Words { expected, got } = own.words();
            format!(
                "{}: expected {}, got {}",
                own.place(),
                excerpt(&expected, SHORT),
                excerpt(&got, SHORT)
            )
        }
        Cause::Alternative => match example.observed {
            Some(row) => format!("got {row}"),
            None => "got no row".to_owned(),
        },
        Cause::Unproven(because) => excerpt(&because.to_string(), 2 * SHORT),
        Cause::HarnessError(reason) => excerpt(&reason.to_string(), 2 * SHORT),
    }
}

/// What shows a finding: the request, or the control that did not succeed, or the case where none was sent.
pub(in crate::report) fn shown(outcome: &CaseOutcome) -> String {
    match (outcome.failed_control(), outcome.judged()) {
        (Some(control), _) => in_short(&control.request, control.request.sender(), SHORT),
        (None, Some(exchange)) => in_short(&exchange.request, outcome.case.actor, SHORT),
        (None, None) => outcome.case.name.clone(),
    }
}

/// Writes which finding of how many it is, and what is wrong.
pub(in crate::report) fn write_headline(
    out: &mut dyn Write,
    finding: &Finding<'_>,
    number: usize,
    of: usize,
) -> io::Result<()> {
    let style = match finding.cause {
        Cause::Breach(violation) => match violation.level {
            Level::Must => BAD,
            Level::Should | Level::May => DOUBT,
        },
        Cause::HarnessError(_) | Cause::Alternative => BAD,
        Cause::Unproven(_) => DOUBT,
    };
    let number = format!("finding {number} of {of}:");
    let headline = headline(finding);
    writeln!(out, "{} {}", paint(style, &number), paint(HEAD, &headline))
}

/// What is wrong, and in how many cases.
pub(in crate::report) fn headline(finding: &Finding<'_>) -> String {
    let what = match finding.cause {
        Cause::Breach(violation) => {
            let mut also: Vec<&str> = Vec::new();
            for other in &finding.also {
                let name = other.requirement.as_str();
                if other.requirement != violation.requirement && !also.contains(&name) {
                    also.push(name);
                }
            }
            let also = if also.is_empty() {
                String::new()
            } else {
                format!(", always with {}", also.join(", "))
            };
            format!("{} ({}){also}", violation.requirement, violation.level)
        }
        Cause::Alternative => "another row than the one that says what is wrong".to_owned(),
        Cause::Unproven(_) => "could not be judged".to_owned(),
        Cause::HarnessError(_) => "the harness could not do its part".to_owned(),
    };
    let cases = counted(finding.examples.len(), "case");
    let is_green = |outcome: &&CaseOutcome| outcome.verdict == Verdict::Pass;
    let all_the_same = match (
        finding.examples.iter().all(is_green),
        finding.examples.len(),
    ) {
        (false, _) => "",
        (true, 1) => " that passes all the same",
        (true, _) => " that pass all the same",
    };
    format!("{what}, in {cases}{all_the_same}")
}

fn write_finding(out: &mut Window<'_>, run: &RunInfo, finding: &Finding<'_>) -> io::Result<()> {
    let Some(clearest) = clearest(finding) else {
        return Ok(());
    };
    write_example(out, run, clearest, Detail::Usual)?;
    match others(finding, clearest) {
        Some(line) => writeln!(out, "  {}\n", paint(QUIET, &line)),
        None => Ok(()),
    }
}

/// Which other cases than this one show a finding, the first of them by name; `None` where there is no other.
pub(in crate::report) fn others(finding: &Finding<'_>, shown: &CaseOutcome) -> Option<String> {
    let others: Vec<&str> = finding
        .examples
        .iter()
        .filter(|own| own.case.name != shown.case.name)
        .map(|own| own.case.name.as_str())
        .collect();
    if others.is_empty() {
        return None;
    }
    let mut names = others
        .iter()
        .take(NAMED)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    if others.len() > NAMED {
        names.push_str(", …");
    }
    Some(format!("and in {} more: {names}", others.len()))
}

/// The case that shows a finding best: the one with the fewest breaches beside it, of these the one whose request needs the least beforehand, and of
/// these the first.
pub(in crate::report) fn clearest<'r>(finding: &Finding<'r>) -> Option<&'r CaseOutcome> {
    let effort = |outcome: &&CaseOutcome| (outcome.violations.len(), outcome.beforehand.len());
    finding.examples.iter().copied().min_by_key(effort)
}

/// How many cases are named in a line to be typed.
const TYPED: usize = 8;

/// Says how to try one case of each finding again.
fn write_next(out: &mut dyn Write, findings: &[Finding<'_>]) -> io::Result<()> {
    match again(findings) {
        Some((what, line)) => writeln!(out, "{what}: {line}\n"),
        None => Ok(()),
    }
}

/// What is tried again by which command, where there is something to be tried.
pub(in crate::report) fn again(findings: &[Finding<'_>]) -> Option<(String, String)> {
    let mut names: Vec<&str> = Vec::new();
    for outcome in findings.iter().filter_map(clearest) {
        if !names.contains(&outcome.case.name.as_str()) {
            names.push(&outcome.case.name);
        }
    }
    if names.is_empty() {
        return None;
    }
    let is_cut = names.len() > TYPED;
    names.truncate(TYPED);
    let each = if is_cut {
        "some of these"
    } else {
        "one case of each finding"
    };
    Some((
        format!("to try {each} again, with the flags of this run"),
        format!("badreq run {}", names.join(" ")),
    ))
}
