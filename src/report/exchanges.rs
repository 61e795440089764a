//! What was sent for a case, a line an exchange.

use std::io::{self, Write};

use super::excerpt::{squeeze, visible};
use super::style::{GOOD, QUIET, paint};
use super::words::{milliseconds, role};
use crate::outcome::CaseOutcome;

/// Writes the exchanges of a case in their order: the part that each plays, the request, the status and the time.
pub(super) fn write_exchanges(out: &mut dyn Write, outcome: &CaseOutcome) -> io::Result<()> {
    let parts: Vec<String> = outcome.steps.iter().map(|step| role(step.role)).collect();
    let width = parts.iter().map(String::len).max().unwrap_or_default();
    for (step, part) in outcome.steps.iter().zip(parts) {
        let (request, response) = (&step.exchange.request, &step.exchange.response);
        let line = format!(
            "{part:<width$}  {} {} -> {} in {}",
            request.method,
            squeeze(&request.target),
            response.status,
            milliseconds(step.exchange.timing.elapsed_us)
        );
        writeln!(out, "    {}", paint(QUIET, &visible(&line)))?;
    }
    Ok(())
}

/// Writes a line for each case that is green: its name, the status of its answer, and the time that it took.
pub(super) fn write_green(out: &mut dyn Write, cases: &[CaseOutcome]) -> io::Result<()> {
    let green = cases.iter().filter(|outcome| outcome.verdict.is_green());
    for outcome in green.clone() {
        let answer = outcome.judged().map_or_else(String::new, |exchange| {
            let took = milliseconds(exchange.timing.elapsed_us);
            format!("  {} in {took}", exchange.response.status)
        });
        writeln!(
            out,
            "{} {}{}",
            paint(GOOD, outcome.verdict.word()),
            outcome.case.name,
            paint(QUIET, &answer)
        )?;
    }
    if green.count() > 0 {
        writeln!(out)?;
    }
    Ok(())
}
