//! One failed case: the request to repeat, the documented rows, and the response.

use std::io::{self, Write};

use super::answer::{write_answer, write_change};
use super::exchanges::write_exchanges;
use super::flaky::write_attempts;
use crate::outcome::excerpt::{excerpt, visible};
use crate::outcome::{
    Actor, CaseOutcome, ExpectedAnswer, KnownBreach, Level, RecordedViolation, Request, RunInfo,
};
use crate::report::shared::curl::curl_line;
use crate::report::shared::look::{Detail, Width};
use crate::report::shared::style::{BAD, DOUBT, HEAD, QUIET, of_verdict, paint};
use crate::report::shared::window::Window;
use crate::report::shared::words;

/// Writes a failed or unclear case: the request to repeat, the documented rows, the response, and every violation.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_case(out: &mut dyn Write, run: &RunInfo, outcome: &CaseOutcome) -> io::Result<()> {
    let mut out = Window::new(out, Width::Unbounded);
    write_example(&mut out, run, outcome, Detail::Usual)
}

/// Writes the same with wrapped lines, and with all exchanges if `detail` is verbose.
pub(super) fn write_example(
    out: &mut Window<'_>,
    run: &RunInfo,
    outcome: &CaseOutcome,
    detail: Detail,
) -> io::Result<()> {
    let case = &outcome.case;
    let style = of_verdict(&outcome.verdict);
    writeln!(
        out,
        "{} {}",
        paint(style, outcome.verdict.word()),
        paint(HEAD, &case.name)
    )?;
    writeln!(out, "  {}", case.about)?;
    writeln!(
        out,
        "  {}",
        paint(QUIET, &format!("--> {}:{}", case.file, case.line))
    )?;
    if let Some(reason) = outcome.verdict.reason() {
        writeln!(out, "  {}", visible(&reason))?;
    }
    write_request(out, run, outcome)?;
    match detail {
        Detail::Quiet | Detail::Usual => {}
        Detail::Verbose => write_exchanges(out, outcome)?,
    }
    for line in documented(&case.expected, run) {
        writeln!(out, "  documented: {line}")?;
    }
    if let Some(exchange) = outcome.judged() {
        write_answer(out, outcome, &exchange.response)?;
    }
    if let Some(line) = &outcome.undocumented {
        let line = visible(line);
        writeln!(
            out.verbatim(),
            "  the line that would document it, were it meant: {line}"
        )?;
    }
    for level in [Level::Must, Level::Should] {
        for violation in outcome.violations_of(level) {
            write_violation(out, run, violation)?;
            write_change(out, outcome, violation)?;
        }
    }
    write_attempts(out, outcome)?;
    for known in &outcome.known {
        write_known(out, run, known)?;
    }
    writeln!(out)
}

/// The maximum number of characters shown of a target.
const SHORT: usize = 120;

/// Writes the request to repeat, if one was sent: a short form, since the path comes late in the curl command; the command; and the
/// preconditions that the request needs, since without them the target would respond differently.
pub(in crate::report) fn write_request(
    out: &mut Window<'_>,
    run: &RunInfo,
    outcome: &CaseOutcome,
) -> io::Result<()> {
    let Some(exchange) = outcome.judged() else {
        return Ok(());
    };
    let CaseOutcome {
        case, beforehand, ..
    } = outcome;
    write_line(out, run, "", &exchange.request, case.actor)?;
    if let Some(control) = outcome.failed_control() {
        let request = &control.request;
        write_line(out, run, "its control: ", request, request.sender())?;
    }
    if beforehand.is_empty() {
        return Ok(());
    }
    let line = format!(
        "this request alone does not show it, it needs {}; `badreq run {}` sees to that",
        beforehand.join(", "),
        case.name
    );
    writeln!(out, "  {}", paint(QUIET, &visible(&line)))
}

fn write_line(
    out: &mut Window<'_>,
    run: &RunInfo,
    what: &str,
    request: &Request,
    actor: Actor,
) -> io::Result<()> {
    let short = in_short(request, actor, SHORT);
    writeln!(out, "  {what}{}", paint(HEAD, &short))?;
    let line = curl_line(&run.target, request);
    writeln!(out.verbatim(), "  {line}")
}

/// Formats a request in short: its method, at most `most` characters of its target, and its actor.
pub(super) fn in_short(request: &Request, actor: Actor, most: usize) -> String {
    let target = visible(&excerpt(&request.target, most));
    format!("{} {target} as {actor}", visible(&request.method))
}

pub(in crate::report) fn documented(expected: &ExpectedAnswer, run: &RunInfo) -> Vec<String> {
    match expected {
        ExpectedAnswer::Row { row, accepted } => std::iter::once(row)
            .chain(accepted)
            .filter_map(|name| run.row(*name))
            .map(|row| {
                format!(
                    "{} {{\"code\": {}}} \"{}\" ({}:{})",
                    row.status, row.code, row.meaning, row.page, row.line
                )
            })
            .collect(),
        ExpectedAnswer::Refusal => {
            vec!["no row is worded for this; any 4xx that follows the error model".to_owned()]
        }
        ExpectedAnswer::AnyRow => vec!["two faults at once: any row".to_owned()],
    }
}

/// Writes a known violation with its line in the baseline.
fn write_known(out: &mut dyn Write, run: &RunInfo, known: &KnownBreach) -> io::Result<()> {
    let file = run.baseline.as_ref().map_or("", |own| own.file.as_str());
    let line = format!(
        "known: {} ({file}:{}): {}",
        known.violation.requirement,
        known.line,
        words::breach(&known.violation)
    );
    writeln!(out, "  {}", paint(QUIET, &visible(&line)))
}

fn write_violation(
    out: &mut dyn Write,
    run: &RunInfo,
    violation: &RecordedViolation,
) -> io::Result<()> {
    let style = match violation.level {
        Level::Must => BAD,
        Level::Should | Level::May => DOUBT,
    };
    let head = format!("{} ({})", violation.requirement, violation.level);
    writeln!(
        out,
        "  {} {}",
        paint(style, &head),
        visible(&words::breach(violation))
    )?;
    let requirement = run
        .requirements
        .iter()
        .find(|requirement| requirement.id == violation.requirement);
    if let Some(requirement) = requirement {
        let line = format!("{} ({})", requirement.sentence, requirement.source);
        writeln!(out, "    {}", paint(QUIET, &line))?;
    }
    Ok(())
}
