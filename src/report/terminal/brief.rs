//! The brief report of a run: each finding in a few lines, and the conclusion.

use std::io::{self, Write};

use crate::outcome::excerpt::{escape_control_chars, excerpt_body};
use crate::outcome::text_contrast::{find_caret_column, measure_width};
use crate::outcome::{
    BreachDescription, Finding, FindingCause, RunOutcome, group_cases_into_findings,
};
use crate::report::sections::failure::{
    describe_expected_rows, has_request_to_repeat, write_request_to_repeat,
};
use crate::report::sections::findings::write_finding_headline;
use crate::report::sections::head::write_head;
use crate::report::sections::response_findings::write_response_findings;
use crate::report::sections::summary::{write_conclusion, write_leftovers};
use crate::report::shared::display_options::LineWidth;
use crate::report::shared::style::{QUIET, format_styled};
use crate::report::shared::wrapping_writer::WrappingWriter;

/// Writes each finding with its request, expectation and response; then findings in responses of every kind, leftovers, and the conclusion.
pub(super) fn write_brief_report(out: &mut WrappingWriter<'_>, run: &RunOutcome) -> io::Result<()> {
    let findings = group_cases_into_findings(run);
    let is_bare = findings.is_empty() && run.responses.is_empty() && run.leftovers.is_empty();
    if run.run.command.is_some() && !is_bare {
        write_head(out, run)?;
    }
    for (place, finding) in findings.iter().enumerate() {
        let example = finding.example;
        write_finding_headline(out, finding, place + 1, findings.len())?;
        if has_request_to_repeat(example) {
            write_request_to_repeat(out, &run.run, example)?;
        } else {
            writeln!(
                out,
                "  {}: {}; no response is recorded",
                example.case.name, example.case.about
            )?;
        }
        for line in build_expected_actual_lines(run, finding) {
            writeln!(out, "  {}", escape_control_chars(&line))?;
        }
        write_caret(out, finding)?;
        writeln!(out)?;
    }
    write_response_findings(out, run)?;
    write_leftovers(out.verbatim_writer(), &run.leftovers)?;
    write_conclusion(out, run)
}

/// Writes a caret below the first difference, if the two lines above are those of a text that came in place of another, and are not wrapped.
fn write_caret(out: &mut WrappingWriter<'_>, finding: &Finding<'_>) -> io::Result<()> {
    let FindingCause::Violation(own) = finding.cause else {
        return Ok(());
    };
    if own.expected_and_actual_text().is_none() {
        return Ok(());
    }
    let BreachDescription { expected, got } = own.describe();
    let (expected, got) = (escape_control_chars(&expected), escape_control_chars(&got));
    let Some(column) = find_caret_column(&expected, &got) else {
        return Ok(());
    };
    let label = escape_control_chars(&format!("  actual:   {}: ", own.place()));
    let is_wrapped = match out.width() {
        LineWidth::Unbounded => false,
        LineWidth::Columns(most) => measure_width(&label) + measure_width(&got) > most,
    };
    if is_wrapped {
        return Ok(());
    }
    let space = " ".repeat(measure_width(&label) + column);
    writeln!(out, "{space}{}", format_styled(QUIET, "^"))
}

/// Describes the expectation and the response, one line each; or the reason why the case could not be judged.
fn build_expected_actual_lines(run: &RunOutcome, finding: &Finding<'_>) -> Vec<String> {
    let example = finding.example;
    match finding.cause {
        FindingCause::Violation(own) => {
            let BreachDescription { expected, got } = own.describe();
            let place = own.place();
            vec![
                format!("expected: {place}: {expected}"),
                format!("actual:   {place}: {got}"),
            ]
        }
        FindingCause::Alternative => {
            let documented = describe_expected_rows(&example.case.expected, &run.run);
            let expected = documented.into_iter().take(1);
            let expected = expected.map(|line| format!("expected: {line}"));
            let actual = example.judged_exchange().map(|exchange| {
                let response = &exchange.response;
                let body = excerpt_body(response, &response.body.to_string_lossy(), 400);
                format!("actual:   {} {body}", response.status)
            });
            expected.chain(actual).collect()
        }
        FindingCause::Inconclusive(because) => vec![because.to_string()],
        FindingCause::HarnessError(reason) => vec![reason.to_string()],
    }
}

#[cfg(test)]
#[path = "brief_tests.rs"]
mod tests;
