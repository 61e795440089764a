//! Findings: each one once, with one case in full and the names of the others.

use std::io::{self, Write};

use super::failure::write_case_with_verbosity;
use super::rerun::write_rerun_command;
use crate::outcome::excerpt::escape_control_chars;
use crate::outcome::{Finding, FindingCause, Level, RunInfo};
use crate::report::shared::display_options::Verbosity;
use crate::report::shared::style::{BAD, DOUBT, HEAD, QUIET, format_styled};
use crate::report::shared::words::{format_count, format_harm_prefix};
use crate::report::shared::wrapping_writer::WrappingWriter;

/// The maximum number of other cases named.
const MAX_NAMED_CASES: usize = 5;

/// Writes the findings, gravest first: one case of each in full, or every case if `detail` is verbose.
pub(in crate::report) fn write_findings(
    out: &mut WrappingWriter<'_>,
    run: &RunInfo,
    findings: &[Finding<'_>],
    detail: Verbosity,
) -> io::Result<()> {
    for (place, finding) in findings.iter().enumerate() {
        write_finding_headline(out, finding, place + 1, findings.len())?;
        match detail {
            Verbosity::Quiet | Verbosity::Normal => write_finding(out, run, finding)?,
            Verbosity::Verbose => finding
                .examples
                .iter()
                .try_for_each(|own| write_case_with_verbosity(out, run, own, detail))?,
        }
    }
    Ok(())
}

/// The maximum number of findings in the recap.
const MAX_RECAP_FINDINGS: usize = 8;

/// Writes each finding again in two lines, and the command that repeats them: a terminal shows the end of a report.
pub(in crate::report) fn write_findings_recap(
    out: &mut WrappingWriter<'_>,
    run: &RunInfo,
    findings: &[Finding<'_>],
) -> io::Result<()> {
    if !findings.is_empty() {
        writeln!(out)?;
    }
    if findings.len() > 1 {
        writeln!(out, "{}", format_styled(HEAD, "the findings, in short:"))?;
        for (finding, number) in findings.iter().zip(1..).take(MAX_RECAP_FINDINGS) {
            let title = format!("{}: {}", finding.id, finding.title);
            writeln!(
                out,
                "  {number:>2}  {}",
                format_styled(HEAD, &escape_control_chars(&title))
            )?;
            let extent = summarize_finding(finding);
            writeln!(out, "      {}", escape_control_chars(&extent))?;
        }
        if findings.len() > MAX_RECAP_FINDINGS {
            writeln!(
                out,
                "  and {} more, above",
                findings.len() - MAX_RECAP_FINDINGS
            )?;
        }
    }
    write_rerun_command(out.verbatim_writer(), run, findings)
}

/// Writes the number of a finding, the total, its id and title, and its requirements with the number of its cases.
pub(in crate::report) fn write_finding_headline(
    out: &mut dyn Write,
    finding: &Finding<'_>,
    number: usize,
    of: usize,
) -> io::Result<()> {
    let style = match finding.cause {
        FindingCause::Violation(violation) => match violation.level {
            Level::Must => BAD,
            Level::Should | Level::May => DOUBT,
        },
        FindingCause::HarnessError(_) | FindingCause::Alternative => BAD,
        FindingCause::Inconclusive(_) => DOUBT,
    };
    let number = format!("finding {number} of {of}, {}:", finding.id);
    let title = escape_control_chars(&finding.title);
    writeln!(
        out,
        "{} {}",
        format_styled(style, &number),
        format_styled(HEAD, &title)
    )?;
    writeln!(out, "  {}", summarize_finding(finding))
}

/// Describes what a finding breaks, in how many cases, and the harm. A finding is a warning if all of its cases pass.
pub(in crate::report) fn summarize_finding(finding: &Finding<'_>) -> String {
    let cases = format_count(finding.examples.len(), "case");
    let what = match finding.cause {
        FindingCause::Violation(violation) => {
            let mut also: Vec<&str> = Vec::new();
            for other in &finding.related_violations {
                let name = other.requirement.as_str();
                if other.requirement != violation.requirement && !also.contains(&name) {
                    also.push(name);
                }
            }
            let also = if also.is_empty() {
                String::new()
            } else {
                format!(", which also breaks {}", also.join(", "))
            };
            format!("{} ({}){also}", violation.requirement, violation.level)
        }
        FindingCause::Alternative => "a row other than the one that describes the error".to_owned(),
        FindingCause::Inconclusive(_) => return format!("{cases} could not be judged"),
        FindingCause::HarnessError(_) => "the harness failed".to_owned(),
    };
    let harm = format_harm_prefix(finding.harm);
    let mut examples = finding.examples.iter();
    if !examples.all(|own| own.passed_with_warning()) {
        return format!("{harm}{what}, in {cases}");
    }
    let warning = match finding.harm {
        Some(_) => format!("warning with {harm}"),
        None => "warning: ".to_owned(),
    };
    match finding.examples.len() {
        1 => format!("{warning}{what}, in {cases}; it passes"),
        _ => format!("{warning}{what}, in {cases}; all of them pass"),
    }
}

fn write_finding(
    out: &mut WrappingWriter<'_>,
    run: &RunInfo,
    finding: &Finding<'_>,
) -> io::Result<()> {
    write_case_with_verbosity(out, run, finding.example, Verbosity::Normal)?;
    match describe_other_cases(finding) {
        Some(line) => writeln!(out, "  {}\n", format_styled(QUIET, &line)),
        None => Ok(()),
    }
}

/// Describes the cases besides the clearest one that show a finding, the first ones by name; `None` if there are none.
pub(in crate::report) fn describe_other_cases(finding: &Finding<'_>) -> Option<String> {
    let others: Vec<&str> = finding
        .examples
        .iter()
        .filter(|own| own.case.name != finding.example.case.name)
        .map(|own| own.case.name.as_str())
        .collect();
    if others.is_empty() {
        return None;
    }
    let mut names = others
        .iter()
        .take(MAX_NAMED_CASES)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    if others.len() > MAX_NAMED_CASES {
        names.push_str(", …");
    }
    Some(format!("and in {} more: {names}", others.len()))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::summarize_finding;
    use crate::outcome::testing::{
        case_outcome, leaked_token_violation, run_outcome, wrong_message_violation,
    };
    use crate::outcome::{
        CaseOutcome, Level, RecordedViolation, Verdict, group_cases_into_findings,
    };

    fn failed_case(name: &str, violation: RecordedViolation) -> CaseOutcome {
        CaseOutcome {
            violations: vec![violation],
            ..case_outcome(name, Verdict::Fail, None)
        }
    }

    /// Returns a case that passes and breaks a *should*.
    fn warned(name: &str, violation: RecordedViolation) -> CaseOutcome {
        let level = Level::Should;
        CaseOutcome {
            violations: vec![RecordedViolation { level, ..violation }],
            ..case_outcome(name, Verdict::Pass, None)
        }
    }

    #[rstest]
    #[case::of_a_must(
        vec![failed_case("a", leaked_token_violation())],
        "harm, it shows a secret: no-token (must), in 1 case"
    )]
    #[case::of_a_should(
        vec![warned("a", leaked_token_violation())],
        "warning with harm, it shows a secret: no-token (should), in 1 case; it passes"
    )]
    #[case::of_a_should_in_several_cases(
        vec![warned("a", leaked_token_violation()), warned("b", leaked_token_violation())],
        "warning with harm, it shows a secret: no-token (should), in 2 cases; all of them pass"
    )]
    #[case::of_none(
        vec![warned("a", wrong_message_violation("one", "x"))],
        "warning: message-text (should), in 1 case; it passes"
    )]
    fn the_extent_of_a_finding_names_its_harm_whatever_its_level(
        #[case] cases: Vec<CaseOutcome>,
        #[case] expected: &str,
    ) {
        let run = run_outcome(cases);
        let findings = group_cases_into_findings(&run);
        let extents: Vec<String> = findings.iter().map(summarize_finding).collect();
        assert_eq!(extents, [expected]);
    }
}
