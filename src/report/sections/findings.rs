//! Findings: each one once, with one case in full and the names of the others.

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

/// The maximum number of other cases named.
const NAMED: usize = 5;

/// Writes the findings, gravest first: one case of each in full, or every case if `detail` is verbose.
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

/// The maximum number of findings in the recap.
const TOLD: usize = 8;

/// The maximum number of characters of a target, an expectation or a received value in the recap.
const SHORT: usize = 60;

/// Writes each finding again in two lines, and the command that repeats them: a terminal shows the end of a report.
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

/// Returns the violation of this example that corresponds to the cause of the finding, which is taken from the first example.
pub(in crate::report) fn as_shown<'o>(
    cause: &'o RecordedViolation,
    example: &'o CaseOutcome,
) -> &'o RecordedViolation {
    let mut violations = example.violations.iter();
    violations
        .find(|own| own.requirement == cause.requirement && own.level == cause.level)
        .unwrap_or(cause)
}

/// Describes in short the expectation and the response.
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

/// Describes the evidence of a finding: the failed control, else the bad request, else the name of the case.
pub(in crate::report) fn shown(outcome: &CaseOutcome) -> String {
    match (outcome.failed_control(), outcome.judged()) {
        (Some(control), _) => in_short(&control.request, control.request.sender(), SHORT),
        (None, Some(exchange)) => in_short(&exchange.request, outcome.case.actor, SHORT),
        (None, None) => outcome.case.name.clone(),
    }
}

/// Writes the number of a finding, the total, and its headline.
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

/// Formats the cause of a finding and the number of its cases.
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

/// Describes the cases besides `shown` that show a finding, the first ones by name; `None` if there are none.
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

/// Returns the case that shows a finding most clearly: the one with the fewest violations, then with the fewest preconditions, then the first.
pub(in crate::report) fn clearest<'r>(finding: &Finding<'r>) -> Option<&'r CaseOutcome> {
    let effort = |outcome: &&CaseOutcome| (outcome.violations.len(), outcome.beforehand.len());
    finding.examples.iter().copied().min_by_key(effort)
}

/// The maximum number of cases named in a command.
const TYPED: usize = 8;

/// Writes the command that tries one case of each finding again.
fn write_next(out: &mut dyn Write, findings: &[Finding<'_>]) -> io::Result<()> {
    match again(findings) {
        Some((what, line)) => writeln!(out, "{what}: {line}\n"),
        None => Ok(()),
    }
}

/// Returns a description and the command that tries one case of each finding again; `None` if there is no case.
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
