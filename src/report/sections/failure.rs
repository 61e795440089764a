//! One failed case: the request to repeat, the documented rows, and the response.

use std::io::{self, Write};

use super::exchanges::write_exchanges;
use super::flaky::write_attempt_summary;
use super::response_diff::{write_body_change, write_response, write_unjudged_response};
use crate::outcome::excerpt::{escape_control_chars, excerpt_text};
use crate::outcome::{
    Actor, AlternativeOutcome, CaseOutcome, ExchangeRole, ExpectedErrorResponse, KnownViolation,
    Level, RecordedViolation, Request, RunInfo,
};
use crate::report::shared::curl::{describe_curl_variables, format_curl_command};
use crate::report::shared::display_options::{LineWidth, Verbosity};
use crate::report::shared::run_command::format_rerun_command;
use crate::report::shared::style::{BAD, DOUBT, HEAD, QUIET, format_styled, verdict_style};
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
    writeln!(
        out,
        "{} {}",
        format_styled(style, label),
        format_styled(HEAD, &case.name)
    )?;
    writeln!(out, "  {}", case.about)?;
    writeln!(
        out,
        "  {}",
        format_styled(QUIET, &format!("--> {}:{}", case.file, case.line))
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
            write_unjudged_response(out, outcome, violation)?;
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
    let CaseOutcome {
        case,
        preconditions,
        ..
    } = outcome;
    let bad = find_request_to_repeat(outcome);
    let control = outcome.deciding_control_exchange().map(|own| &own.request);
    let requests: Vec<&Request> = control.into_iter().chain(bad.map(|own| own.1)).collect();
    if requests.is_empty() {
        return Ok(());
    }
    // Once is enough: the first command needs them already, or the second does.
    let mut variables = describe_curl_variables(&requests);
    if let Some(request) = control {
        let short = summarize_request(request, request.sending_actor(), MAX_TARGET_CHARS);
        writeln!(
            out,
            "  control that failed: {}",
            format_styled(HEAD, &short)
        )?;
        write_curl_command(out, run, request, variables.take())?;
    }
    if let Some((label, request)) = bad {
        let label = match (label, control) {
            ("", Some(_)) => "bad request: ",
            (label, _) => label,
        };
        let short = summarize_request(request, case.actor, MAX_TARGET_CHARS);
        writeln!(out, "  {label}{}", format_styled(HEAD, &short))?;
        write_curl_command(out, run, request, variables)?;
    }
    if preconditions.is_empty() {
        return Ok(());
    }
    let line = format!(
        "to reproduce, first {}; `{}` does that",
        preconditions.join(", then "),
        format_rerun_command(run, &[&case.name])
    );
    writeln!(
        out.verbatim_writer(),
        "  {}",
        format_styled(QUIET, &escape_control_chars(&line))
    )
}

/// Reports whether a request of the case was recorded that shows a finding.
pub(in crate::report) fn has_request_to_repeat(outcome: &CaseOutcome) -> bool {
    outcome.deciding_control_exchange().is_some() || find_request_to_repeat(outcome).is_some()
}

/// Finds the request that shows a finding, with its label: the bad request, or one of a burst of which none was refused.
pub(super) fn find_request_to_repeat(outcome: &CaseOutcome) -> Option<(&'static str, &Request)> {
    if let Some(exchange) = outcome.judged_exchange() {
        return Some(("", &exchange.request));
    }
    let mut steps = outcome.steps.iter();
    let burst = steps.find(|step| step.role == ExchangeRole::Burst)?;
    Some(("one of a burst: ", &burst.exchange.request))
}

/// Writes the curl command of a request, below a line about the variables that it needs.
fn write_curl_command(
    out: &mut WrappingWriter<'_>,
    run: &RunInfo,
    request: &Request,
    variables: Option<String>,
) -> io::Result<()> {
    if let Some(line) = variables {
        writeln!(
            out,
            "  {}",
            format_styled(QUIET, &escape_control_chars(&line))
        )?;
    }
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
            .expected_and_accepted_outcomes()
            .filter_map(|outcome| match outcome {
                AlternativeOutcome::Row(name) => run.find_row_by_id(name).map(|row| {
                    format!(
                        "{} {{\"code\": {}}} \"{}\" ({}:{})",
                        row.status,
                        serde_json::Value::from(row.code),
                        row.meaning,
                        row.page,
                        row.line
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
    writeln!(
        out,
        "  {}",
        format_styled(QUIET, &escape_control_chars(&line))
    )
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
        format_styled(style, &head),
        escape_control_chars(&words::describe_violation(violation))
    )?;
    let requirement = run
        .requirements
        .iter()
        .find(|requirement| requirement.id == violation.requirement);
    if let Some(requirement) = requirement {
        let line = format!("{} ({})", requirement.sentence, requirement.source);
        writeln!(out, "    {}", format_styled(QUIET, &line))?;
    }
    Ok(())
}
