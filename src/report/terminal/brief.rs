//! The brief report of a run: each finding in a few lines, and the conclusion.

use std::io::{self, Write};

use crate::outcome::excerpt::{body_excerpt, visible};
use crate::outcome::{CaseOutcome, Cause, Finding, RunOutcome, Words, findings};
use crate::report::sections::failure::{documented, write_request};
use crate::report::sections::findings::{as_shown, clearest, write_headline};
use crate::report::sections::responses::write_responses;
use crate::report::sections::summary::{write_conclusion, write_leftovers};
use crate::report::shared::window::Window;

/// Writes each finding with its request, expectation and response; then findings in responses of every kind, leftovers, and the conclusion.
pub(super) fn write_brief(out: &mut Window<'_>, run: &RunOutcome) -> io::Result<()> {
    let findings = findings(run);
    for (place, finding) in findings.iter().enumerate() {
        let Some(example) = clearest(finding) else {
            continue;
        };
        write_headline(out, finding, place + 1, findings.len())?;
        write_request(out, &run.run, example)?;
        for line in lines(run, finding, example) {
            writeln!(out, "  {}", visible(&line))?;
        }
        writeln!(out)?;
    }
    write_responses(out, run)?;
    write_leftovers(out.verbatim(), &run.leftovers)?;
    write_conclusion(out, run)
}

/// Describes the expectation and the response, one line each; or the reason why the case could not be judged.
fn lines(run: &RunOutcome, finding: &Finding<'_>, example: &CaseOutcome) -> Vec<String> {
    match finding.cause {
        Cause::Breach(cause) => {
            let own = as_shown(cause, example);
            let Words { expected, got } = own.words();
            let place = own.place();
            vec![
                format!("expected: {place}: {expected}"),
                format!("actual:   {place}: {got}"),
            ]
        }
        Cause::Alternative => {
            let documented = documented(&example.case.expected, &run.run);
            let expected = documented.into_iter().take(1);
            let expected = expected.map(|line| format!("expected: {line}"));
            let actual = example.judged().map(|exchange| {
                let response = &exchange.response;
                let body = body_excerpt(response, &response.body.lossy(), 400);
                format!("actual:   {} {body}", response.status)
            });
            expected.chain(actual).collect()
        }
        Cause::Unproven(because) => vec![because.to_string()],
        Cause::HarnessError(reason) => vec![reason.to_string()],
    }
}
