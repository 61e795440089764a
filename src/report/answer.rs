//! What was answered: against what belongs there, and against what was answered before.

use std::io::{self, Write};

use serde_json::Value;

use super::diff::BodyDiff;
use super::excerpt::{body_excerpt, visible};
use super::marks::marks;
use super::style::{QUIET, paint};
use crate::outcome::{
    CaseOutcome, Exchange, Level, Place, RequirementId, Response, Role, Step, Violation,
};

/// Where what belongs to a line of its own stands.
const DETAIL: &str = "    ";

/// The status and the body that came: against what belongs there, where the breaches say what that is.
pub(super) fn write_answer(
    out: &mut dyn Write,
    outcome: &CaseOutcome,
    response: &Response,
) -> io::Result<()> {
    let status = response.status;
    let diff = body(response).and_then(|body| {
        let told = outcome.violations.iter();
        let told: Vec<&Violation> = told.filter(|own| own.level >= Level::Should).collect();
        BodyDiff::of(&body, &marks(&body, &outcome.case.expected, &told))
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
pub(super) fn write_change(
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
