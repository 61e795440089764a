//! Findings in responses of every kind, whatever the request: each violation once for the target.

use std::io::{self, Write};

use crate::outcome::excerpt::{escape_control_chars, excerpt_text};
use crate::outcome::{BreachDescription, EveryResponseFinding, Level, RunInfo, RunOutcome};
use crate::report::shared::style::{BAD, DOUBT, HEAD, QUIET, format_styled};
use crate::report::shared::words::format_harm_prefix;
use crate::report::shared::wrapping_writer::WrappingWriter;

/// Writes the findings in responses of every kind, remarks included; writes nothing if there are none.
pub(in crate::report) fn write_response_findings(
    out: &mut WrappingWriter<'_>,
    run: &RunOutcome,
) -> io::Result<()> {
    if run.responses.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "{}",
        format_styled(HEAD, "in responses of every kind, whatever the request")
    )?;
    for finding in &run.responses {
        write_finding_lines(out, &run.run, finding)?;
    }
    writeln!(out)
}

/// Writes one finding without a report around it, for a test runner.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_response_finding(
    out: &mut dyn Write,
    run: &RunInfo,
    finding: &EveryResponseFinding,
) -> io::Result<()> {
    write_finding_lines(out, run, finding)
}

fn write_finding_lines(
    out: &mut dyn Write,
    run: &RunInfo,
    finding: &EveryResponseFinding,
) -> io::Result<()> {
    let style = match finding.level {
        Level::Must => BAD,
        Level::Should | Level::May => DOUBT,
    };
    let head = format!(
        "{}: {} ({})",
        finding.id(),
        finding.requirement,
        finding.level
    );
    writeln!(
        out,
        "  {} {}",
        format_styled(style, &head),
        escape_control_chars(&describe_finding(finding))
    )?;
    let mut requirements = run.requirements.iter();
    if let Some(own) = requirements.find(|own| own.id == finding.requirement) {
        let line = format!("{} ({})", own.sentence, own.source);
        writeln!(out, "    {}", format_styled(QUIET, &line))?;
    }
    writeln!(
        out,
        "    {}",
        escape_control_chars(&describe_examples(run, finding))
    )
}

/// Describes a finding, its harm and its extent in one line.
pub(in crate::report) fn describe_finding(finding: &EveryResponseFinding) -> String {
    let BreachDescription { expected, got } = finding.describe_breach();
    format!(
        "{}{}: expected {expected}, got {got}, {}",
        format_harm_prefix(finding.harm()),
        finding.breach_place(),
        finding.describe_extent()
    )
}

/// Describes in one line the first examples of a finding, and its line in the baseline if it is known.
pub(in crate::report) fn describe_examples(
    run: &RunInfo,
    finding: &EveryResponseFinding,
) -> String {
    let examples = finding.examples.iter().map(|own| {
        let target = excerpt_text(&own.target, 80);
        format!("{} {target} as {}: {}", own.method, own.actor, own.status)
    });
    let mut line = format!("first: {}", examples.collect::<Vec<_>>().join("; "));
    if let Some(at) = finding.known {
        let file = run.baseline.as_ref().map_or("", |own| own.file.as_str());
        line.push_str(&format!("; known: {file}:{at}"));
    }
    line
}

#[cfg(test)]
mod tests {
    use crate::outcome::testing::{case_outcome, reset_header_finding, run_outcome};
    use crate::outcome::{AppliedBaseline, Level, RunOutcome, Verdict};
    use crate::report::shared::style::strip_terminal_codes;
    use crate::report::{DisplayOptions, write_terminal_report};

    fn render_terminal_report(run: &RunOutcome) -> String {
        let mut text = Vec::new();
        write_terminal_report(&mut text, run, DisplayOptions::default())
            .expect("a vector takes everything");
        strip_terminal_codes(&String::from_utf8_lossy(&text))
    }

    fn run_with_a_reset_in_seconds() -> RunOutcome {
        let mut run = run_outcome(vec![case_outcome("a", Verdict::Pass, None)]);
        run.responses = vec![reset_header_finding(&[(200, 4, 4), (401, 0, 3)])];
        run
    }

    #[test]
    fn a_breach_of_every_response_is_said_once_with_its_extent_and_example() {
        let run = run_with_a_reset_in_seconds();
        let text = render_terminal_report(&run);
        let id = run.responses[0].id();
        let expected = format!(
            "\
in responses of every kind, whatever the request
  {id}: rate-header-reset (must) header `x-reset`: expected a UNIX time in milliseconds from 1700000000000 to 1700000001000, got 1700000000, in 4 of 7 responses: in none of 3 with status 401
    first: GET /things/a as owner: 200
"
        );
        assert!(text.contains(&expected), "{text}");
        let end = "the target does not conform (0 rows broken, 1 requirement broken in responses of every kind)\n";
        assert!(text.ends_with(end), "{text}");
    }

    #[test]
    fn a_remark_is_said_once_and_the_target_conforms_all_the_same() {
        let mut run = run_with_a_reset_in_seconds();
        run.responses[0].level = Level::May;
        let text = render_terminal_report(&run);
        let head = format!("{}: rate-header-reset (may) header", run.responses[0].id());
        assert_eq!(text.matches(&head).count(), 1, "{text}");
        let end = "the target conforms to every must: 0 rows, 1 case\n";
        assert!(text.ends_with(end), "{text}");
    }

    #[test]
    fn a_known_one_is_named_with_its_line_and_nothing_is_called_right_that_is_not() {
        let mut run = run_with_a_reset_in_seconds();
        run.responses[0].known = Some(3);
        run.run.baseline = Some(AppliedBaseline {
            file: "x.toml".to_owned(),
            entries: Vec::new(),
        });
        let text = render_terminal_report(&run);
        assert!(text.contains("; known: x.toml:3\n"), "{text}");
        let end = "nothing fails beyond the baseline (1 known failure): 0 rows, 1 case\n";
        assert!(text.ends_with(end), "{text}");
    }
}
