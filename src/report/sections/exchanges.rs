//! The exchanges of a case, one line each.

use std::io::{self, Write};

use crate::outcome::excerpt::{collapse_repeated_chars, escape_control_chars};
use crate::outcome::{CaseOutcome, ExchangeRole, RecordedExchange};
use crate::report::shared::style::{GOOD, QUIET, format_styled};
use crate::report::shared::words::{self, format_micros_as_millis};

/// Writes the exchanges of a case in order: the role of each, the request, the status code and the time.
///
/// Consecutive exchanges of a burst with the same request and status code are one line.
pub(super) fn write_exchanges(out: &mut dyn Write, outcome: &CaseOutcome) -> io::Result<()> {
    let parts = outcome
        .steps
        .iter()
        .map(|step| words::describe_exchange_role(outcome, step).len());
    let width = parts.max().unwrap_or_default();
    for alike in outcome.steps.chunk_by(are_equal_burst_exchanges) {
        let Some(step) = alike.first() else { continue };
        let (request, response) = (&step.exchange.request, &step.exchange.response);
        let times = alike.iter().map(|step| step.exchange.timing.elapsed_us);
        let times = match (alike.len(), times.max().unwrap_or_default()) {
            (1, longest) => format!("in {}", format_micros_as_millis(longest)),
            (count, longest) => {
                format!(
                    "{count} times, in {} at most",
                    format_micros_as_millis(longest)
                )
            }
        };
        let line = format!(
            "{:<width$}  {} {} -> {} {times}",
            words::describe_exchange_role(outcome, step),
            request.method,
            collapse_repeated_chars(&request.target),
            response.status,
        );
        writeln!(
            out,
            "    {}",
            format_styled(QUIET, &escape_control_chars(&line))
        )?;
    }
    Ok(())
}

fn are_equal_burst_exchanges(one: &RecordedExchange, next: &RecordedExchange) -> bool {
    let status = |step: &RecordedExchange| step.exchange.response.status;
    one.role == ExchangeRole::Burst
        && next.role == ExchangeRole::Burst
        && one.exchange.request == next.exchange.request
        && status(one) == status(next)
}

/// Writes a line for each green case: its name, the status code of the response, and the response time.
pub(in crate::report) fn write_green_cases(
    out: &mut dyn Write,
    cases: &[CaseOutcome],
) -> io::Result<()> {
    let green = cases.iter().filter(|outcome| outcome.verdict.is_green());
    for outcome in green.clone() {
        let answer = outcome
            .judged_exchange()
            .map_or_else(String::new, |exchange| {
                let took = format_micros_as_millis(exchange.timing.elapsed_us);
                format!("  {} in {took}", exchange.response.status)
            });
        writeln!(
            out,
            "{} {}{}",
            format_styled(GOOD, outcome.verdict.report_label()),
            outcome.case.name,
            format_styled(QUIET, &answer)
        )?;
    }
    if green.count() > 0 {
        writeln!(out)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{write_exchanges, write_green_cases};
    use crate::outcome::testing::{case_outcome, exchange_with_response};
    use crate::outcome::{CaseOutcome, ExchangeRole, RecordedExchange, Verdict};
    use crate::report::shared::style::strip_terminal_codes;

    fn step(role: ExchangeRole, status: u16) -> RecordedExchange {
        let exchange = exchange_with_response(status, "{}");
        RecordedExchange::new(role, exchange)
    }

    fn render_exchanges(outcome: &CaseOutcome) -> String {
        let mut out = Vec::new();
        write_exchanges(&mut out, outcome).expect("a vector takes everything");
        strip_terminal_codes(&String::from_utf8_lossy(&out))
    }

    #[test]
    fn each_exchange_is_told_with_its_part_its_status_and_its_time() {
        let mut outcome = case_outcome("a", Verdict::Fail, None);
        outcome.steps = vec![
            step(ExchangeRole::Control(1), 200),
            step(ExchangeRole::BadRequest, 404),
        ];
        assert_eq!(
            render_exchanges(&outcome),
            "    control 1        GET /things/abcefg -> 200 in 2.0 ms
    the bad request  GET /things/abcefg -> 404 in 2.0 ms
"
        );
    }

    #[test]
    fn what_is_alike_in_a_burst_is_one_line() {
        let mut outcome = case_outcome("a", Verdict::Fail, None);
        let mut slow = step(ExchangeRole::Burst, 200);
        slow.exchange.timing.elapsed_us = 12_340;
        outcome.steps = vec![
            step(ExchangeRole::Burst, 200),
            slow,
            step(ExchangeRole::Burst, 429),
            step(ExchangeRole::BadRequest, 429),
        ];
        assert_eq!(
            render_exchanges(&outcome),
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
            case_outcome("a", Verdict::Pass, None),
            case_outcome("b", Verdict::Fail, None),
            case_outcome("c", known, None),
        ];
        let mut out = Vec::new();
        write_green_cases(&mut out, &cases).expect("a vector takes everything");
        assert_eq!(
            strip_terminal_codes(&String::from_utf8_lossy(&out)),
            "pass things/a  404 in 2.0 ms\nknown failure things/c  404 in 2.0 ms\n\n"
        );
    }
}
