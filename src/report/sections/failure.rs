//! One failed case: the request to repeat, the documented rows, and the response.

use std::io::{self, Write};

use super::exchanges::write_exchanges;
use super::flaky::write_attempt_summary;
use super::response_diff::{write_body_change, write_other_response, write_response};
use crate::outcome::excerpt::{escape_control_chars, excerpt_text};
use crate::outcome::{
    Actor, AlternativeOutcome, CaseOutcome, ExpectedErrorResponse, KnownViolation, Level,
    RecordedViolation, Request, RunInfo,
};
use crate::report::shared::curl::format_curl_command;
use crate::report::shared::display_options::{LineWidth, Verbosity};
use crate::report::shared::style::{BAD, DOUBT, HEAD, QUIET, paint, verdict_style};
use crate::report::shared::words;
use crate::report::shared::wrapping_writer::WrappingWriter;

/// Writes a failed or unclear case: the request to repeat, the documented rows, the response, and every violation.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_case(out: &mut dyn Write, run: &RunInfo, outcome: &CaseOutcome) -> io::Result<()> {
    let mut out = WrappingWriter::new(out, LineWidth::Unbounded);
    write_case_with_verbosity(&mut out, run, outcome, Verbosity::Normal)
}

/// Writes the same with wrapped lines, and with all exchanges if `detail` is verbose.
pub(super) fn write_case_with_verbosity(
    out: &mut WrappingWriter<'_>,
    run: &RunInfo,
    outcome: &CaseOutcome,
    detail: Verbosity,
) -> io::Result<()> {
    let case = &outcome.case;
    let is_warning = outcome.passed_with_warning();
    let (style, label) = if is_warning {
        (DOUBT, "warning")
    } else {
        (
            verdict_style(&outcome.verdict),
            outcome.verdict.report_label(),
        )
    };
    writeln!(out, "{} {}", paint(style, label), paint(HEAD, &case.name))?;
    writeln!(out, "  {}", case.about)?;
    writeln!(
        out,
        "  {}",
        paint(QUIET, &format!("--> {}:{}", case.file, case.line))
    )?;
    if let Some(reason) = outcome.verdict.reason_text() {
        writeln!(out, "  {}", escape_control_chars(&reason))?;
    }
    if is_warning {
        writeln!(out, "  the case passes: a broken should is only a remark")?;
    }
    if outcome.fails_by_control_only() {
        writeln!(
            out,
            "  the refusal is right; the control, the same request without its defect, is not served"
        )?;
    }
    write_request_to_repeat(out, run, outcome)?;
    match detail {
        Verbosity::Quiet | Verbosity::Normal => {}
        Verbosity::Verbose => write_exchanges(out, outcome)?,
    }
    for line in describe_expected_rows(&case.expected, run) {
        writeln!(out, "  documented: {line}")?;
    }
    if let Some(exchange) = outcome.judged_exchange() {
        write_response(out, outcome, &exchange.response)?;
    }
    for change in &outcome.served_changes {
        writeln!(
            out,
            "  changed:    {}",
            escape_control_chars(&change.describe())
        )?;
    }
    if let Some(line) = &outcome.undocumented {
        let line = escape_control_chars(line);
        writeln!(
            out.verbatim_writer(),
            "  if the server is right, the table needs this line: {line}"
        )?;
    }
    for level in [Level::Must, Level::Should] {
        for violation in outcome.violations_at_level(level) {
            write_violation(out, run, violation)?;
            write_other_response(out, outcome, violation)?;
            write_body_change(out, outcome, violation)?;
        }
    }
    write_attempt_summary(out, outcome)?;
    for known in &outcome.known {
        write_known_violation(out, run, known)?;
    }
    writeln!(out)
}

/// The maximum number of characters shown of a target.
const MAX_TARGET_CHARS: usize = 120;

/// Writes the request to repeat, if one was sent: a short form, since the path comes late in the curl command; the command; and the
/// preconditions that the request needs, since without them the target would respond differently.
pub(in crate::report) fn write_request_to_repeat(
    out: &mut WrappingWriter<'_>,
    run: &RunInfo,
    outcome: &CaseOutcome,
) -> io::Result<()> {
    let Some(exchange) = outcome.judged_exchange() else {
        return Ok(());
    };
    let CaseOutcome {
        case,
        preconditions,
        ..
    } = outcome;
    let label = match outcome.failed_control() {
        None => "",
        Some(control) => {
            let request = &control.request;
            let actor = request.sending_actor();
            write_request_lines(out, run, "control that failed: ", request, actor)?;
            "bad request: "
        }
    };
    write_request_lines(out, run, label, &exchange.request, case.actor)?;
    if preconditions.is_empty() {
        return Ok(());
    }
    let line = format!(
        "to reproduce, first {}; `badreq run {}` does that",
        preconditions.join(", then "),
        case.name
    );
    writeln!(out, "  {}", paint(QUIET, &escape_control_chars(&line)))
}

fn write_request_lines(
    out: &mut WrappingWriter<'_>,
    run: &RunInfo,
    what: &str,
    request: &Request,
    actor: Actor,
) -> io::Result<()> {
    let short = summarize_request(request, actor, MAX_TARGET_CHARS);
    writeln!(out, "  {what}{}", paint(HEAD, &short))?;
    let line = format_curl_command(&run.target, request);
    writeln!(out.verbatim_writer(), "  {line}")
}

/// Formats a request in short: its method, at most `most` characters of its target, and its actor.
pub(super) fn summarize_request(request: &Request, actor: Actor, most: usize) -> String {
    let target = escape_control_chars(&excerpt_text(&request.target, most));
    format!(
        "{} {target} as {actor}",
        escape_control_chars(&request.method)
    )
}

pub(in crate::report) fn describe_expected_rows(
    expected: &ExpectedErrorResponse,
    run: &RunInfo,
) -> Vec<String> {
    match expected {
        ExpectedErrorResponse::Row { .. } => expected
            .named_outcomes()
            .filter_map(|outcome| match outcome {
                AlternativeOutcome::Row(name) => run.find_row(name).map(|row| {
                    format!(
                        "{} {{\"code\": {}}} \"{}\" ({}:{})",
                        row.status, row.code, row.meaning, row.page, row.line
                    )
                }),
                AlternativeOutcome::Served => Some(words::SERVED.to_owned()),
            })
            .collect(),
        ExpectedErrorResponse::Refusal => {
            vec![
                "no row describes this error; any 4xx that follows the error model is right"
                    .to_owned(),
            ]
        }
        ExpectedErrorResponse::AnyRow => vec!["two defects at once: any row".to_owned()],
    }
}

/// Writes a known violation with its line in the baseline.
fn write_known_violation(
    out: &mut dyn Write,
    run: &RunInfo,
    known: &KnownViolation,
) -> io::Result<()> {
    let file = run.baseline.as_ref().map_or("", |own| own.file.as_str());
    let line = format!(
        "known: {} ({file}:{}): {}",
        known.violation.requirement,
        known.line,
        words::describe_violation(&known.violation)
    );
    writeln!(out, "  {}", paint(QUIET, &escape_control_chars(&line)))
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
        escape_control_chars(&words::describe_violation(violation))
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
