//! The exchanges of a case, one line each.

use std::io::{self, Write};

use crate::outcome::excerpt::{squeeze, visible};
use crate::outcome::{CaseOutcome, Role, Step};
use crate::report::shared::style::{GOOD, QUIET, paint};
use crate::report::shared::words::{self, milliseconds};

/// Writes the exchanges of a case in order: the role of each, the request, the status code and the time.
///
/// Consecutive exchanges of a burst with the same request and status code are one line.
pub(super) fn write_exchanges(out: &mut dyn Write, outcome: &CaseOutcome) -> io::Result<()> {
    let parts = outcome
        .steps
        .iter()
        .map(|step| words::step(outcome, step).len());
    let width = parts.max().unwrap_or_default();
    for alike in outcome.steps.chunk_by(is_more_of_a_burst) {
        let Some(step) = alike.first() else { continue };
        let (request, response) = (&step.exchange.request, &step.exchange.response);
        let times = alike.iter().map(|step| step.exchange.timing.elapsed_us);
        let times = match (alike.len(), times.max().unwrap_or_default()) {
            (1, longest) => format!("in {}", milliseconds(longest)),
            (count, longest) => format!("{count} times, in {} at most", milliseconds(longest)),
        };
        let line = format!(
            "{:<width$}  {} {} -> {} {times}",
            words::step(outcome, step),
            request.method,
            squeeze(&request.target),
            response.status,
        );
        writeln!(out, "    {}", paint(QUIET, &visible(&line)))?;
    }
    Ok(())
}

fn is_more_of_a_burst(one: &Step, next: &Step) -> bool {
    let status = |step: &Step| step.exchange.response.status;
    one.role == Role::Burst
        && next.role == Role::Burst
        && one.exchange.request == next.exchange.request
        && status(one) == status(next)
}

/// Writes a line for each green case: its name, the status code of the response, and the response time.
pub(in crate::report) fn write_green(out: &mut dyn Write, cases: &[CaseOutcome]) -> io::Result<()> {
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

#[cfg(test)]
mod tests {
    use super::{write_exchanges, write_green};
    use crate::outcome::testing::{case, exchange};
    use crate::outcome::{CaseOutcome, Role, Step, Verdict};
    use crate::report::shared::style::plain;

    fn step(role: Role, status: u16) -> Step {
        let exchange = exchange(status, "{}");
        Step::new(role, exchange)
    }

    fn told(outcome: &CaseOutcome) -> String {
        let mut out = Vec::new();
        write_exchanges(&mut out, outcome).expect("a vector takes everything");
        plain(&String::from_utf8_lossy(&out))
    }

    #[test]
    fn each_exchange_is_told_with_its_part_its_status_and_its_time() {
        let mut outcome = case("a", Verdict::Fail, None);
        outcome.steps = vec![step(Role::Control(1), 200), step(Role::Bad, 404)];
        assert_eq!(
            told(&outcome),
            "    control 1        GET /things/abcefg -> 200 in 2.0 ms
    the bad request  GET /things/abcefg -> 404 in 2.0 ms
"
        );
    }

    #[test]
    fn what_is_alike_in_a_burst_is_one_line() {
        let mut outcome = case("a", Verdict::Fail, None);
        let mut slow = step(Role::Burst, 200);
        slow.exchange.timing.elapsed_us = 12_340;
        outcome.steps = vec![
            step(Role::Burst, 200),
            slow,
            step(Role::Burst, 429),
            step(Role::Bad, 429),
        ];
        assert_eq!(
            told(&outcome),
            "    one of the burst  GET /things/abcefg -> 200 2 times, in 12.3 ms at most
    one of the burst  GET /things/abcefg -> 429 in 2.0 ms
    the bad request   GET /things/abcefg -> 429 in 2.0 ms
"
        );
    }

    #[test]
    fn what_is_green_is_told_in_a_line_and_nothing_else_is() {
        let known = Verdict::KnownFailure {
            reason: "it is old".to_owned(),
        };
        let cases = [
            case("a", Verdict::Pass, None),
            case("b", Verdict::Fail, None),
            case("c", known, None),
        ];
        let mut out = Vec::new();
        write_green(&mut out, &cases).expect("a vector takes everything");
        assert_eq!(
            plain(&String::from_utf8_lossy(&out)),
            "pass things/a  404 in 2.0 ms\nknown failure things/c  404 in 2.0 ms\n\n"
        );
    }
}
