//! One failure: the request to repeat, what is documented and where, what came.

use std::io::{self, Write};

use serde_json::Value;

use super::curl::curl_line;
use super::diff::BodyDiff;
use super::excerpt::{body_excerpt, visible};
use super::flaky::write_attempts;
use super::marks::marks;
use super::style::{BAD, DOUBT, HEAD, QUIET, paint};
use super::words;
use crate::outcome::{
    CaseOutcome, Exchange, ExpectedAnswer, KnownBreach, Level, Place, RequirementId, Response,
    Role, Row, RunInfo, Step, Verdict, Violation,
};

/// Where what belongs to a line of its own stands.
const DETAIL: &str = "    ";

/// Writes a case that deserves a look: the request to repeat, what is documented, what came, and every breach.
///
/// # Errors
/// Fails where the writer does.
pub fn write_case(out: &mut dyn Write, run: &RunInfo, outcome: &CaseOutcome) -> io::Result<()> {
    let case = &outcome.case;
    let style = match outcome.verdict {
        Verdict::Fail | Verdict::HarnessError { .. } => BAD,
        Verdict::Pass
        | Verdict::KnownFailure { .. }
        | Verdict::Unproven { .. }
        | Verdict::Skipped { .. } => DOUBT,
    };
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
    match &outcome.verdict {
        Verdict::Unproven { because } => writeln!(out, "  {}", visible(&because.to_string()))?,
        Verdict::HarnessError { reason }
        | Verdict::Skipped { reason }
        | Verdict::KnownFailure { reason } => {
            writeln!(out, "  {}", visible(reason))?;
        }
        Verdict::Pass | Verdict::Fail => {}
    }
    if let Some(exchange) = outcome.judged() {
        writeln!(out, "  {}", curl_line(&run.target, &exchange.request))?;
    }
    for line in documented(&case.expected, &run.table) {
        writeln!(out, "  documented: {line}")?;
    }
    if let Some(exchange) = outcome.judged() {
        write_answer(out, outcome, &exchange.response)?;
    }
    if let Some(line) = &outcome.undocumented {
        let line = visible(line);
        writeln!(out, "  the line that would document it: {line}")?;
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

/// The status and the body that came: against what belongs there, where the breaches say what that is.
fn write_answer(out: &mut dyn Write, outcome: &CaseOutcome, response: &Response) -> io::Result<()> {
    let status = response.status;
    let diff = body(response).and_then(|body| {
        let told = outcome.violations.iter();
        let told: Vec<&Violation> = told.filter(|own| own.level >= Level::Should).collect();
        BodyDiff::of(&body, &marks(&body, &told))
    });
    match diff {
        Some(diff) => {
            let legend = paint(QUIET, "(- documented, + came)");
            writeln!(out, "  answered:   {status} {legend}")?;
            diff.write(out, DETAIL)
        }
        None => {
            let body = visible(&body_excerpt(response, &response.body.lossy(), 400));
            writeln!(out, "  answered:   {status} {body}")
        }
    }
}

/// A body that was kept whole, as JSON.
fn body(response: &Response) -> Option<Value> {
    match response.cut {
        None => serde_json::from_slice(&response.body.0).ok(),
        Some(_) => None,
    }
}

/// What is different in the second of two bodies, where a breach is that they differ.
fn write_change(
    out: &mut dyn Write,
    outcome: &CaseOutcome,
    violation: &Violation,
) -> io::Result<()> {
    let Some((first, second, legend)) = compared(outcome, violation) else {
        return Ok(());
    };
    let bodies = body(&first.response).zip(body(&second.response));
    let diff = bodies.and_then(|(first, second)| BodyDiff::between(&first, &second));
    let Some(diff) = diff else { return Ok(()) };
    writeln!(out, "{DETAIL}{}", paint(QUIET, legend))?;
    diff.write(out, DETAIL)
}

/// The two exchanges that a breach compares: the reads before and after, or the answer and that to the same request again.
fn compared<'o>(
    outcome: &'o CaseOutcome,
    violation: &Violation,
) -> Option<(&'o Exchange, &'o Exchange, &'static str)> {
    let played = |role| {
        let mut steps = outcome.steps.iter();
        steps.find(|step: &&Step| step.role == role)
    };
    match &violation.place {
        Place::Effect(target) => outcome.steps.iter().find_map(|step| match step.role {
            Role::After(number) if step.exchange.request.target == *target => {
                let before = played(Role::Before(number))?;
                Some((&before.exchange, &step.exchange, "(- before, + after)"))
            }
            Role::Bad
            | Role::Again
            | Role::Control(_)
            | Role::Before(_)
            | Role::After(_)
            | Role::Burst
            | Role::Other
            | Role::AfterWait => None,
        }),
        Place::BodyAt(_) if violation.requirement == RequirementId::AnswerRepeats => {
            let again = played(Role::Again)?;
            let legend = "(- answered first, + answered again)";
            Some((outcome.judged()?, &again.exchange, legend))
        }
        Place::Status
        | Place::Header(_)
        | Place::Body
        | Place::BodyAt(_)
        | Place::Row
        | Place::Time
        | Place::Control(_)
        | Place::Burst => None,
    }
}

fn documented(expected: &ExpectedAnswer, rows: &[Row]) -> Vec<String> {
    match expected {
        ExpectedAnswer::Row { row, accepted } => std::iter::once(row)
            .chain(accepted)
            .filter_map(|name| rows.iter().find(|row| row.name() == *name))
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

/// A breach that the baseline names, and where.
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

fn write_violation(out: &mut dyn Write, run: &RunInfo, violation: &Violation) -> io::Result<()> {
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
