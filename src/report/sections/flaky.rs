//! Repeated cases: stable and flaky results over several attempts.

use std::io::{self, Write};

use crate::outcome::{
    AttemptCheckFailureCount, CaseOutcome, RepeatSummary, RunOutcome, estimate_confidence_interval,
};
use crate::report::shared::style::{HEAD, QUIET, format_styled, verdict_style};
use crate::report::shared::words::format_count;

/// The maximum number of flaky cases listed in full.
const MAX_FLAKY_CASES: usize = 10;

/// Writes the cases with different results in some attempts; writes nothing if no case was tried more than once.
pub(in crate::report) fn write_flaky_cases(
    out: &mut dyn Write,
    run: &RunOutcome,
) -> io::Result<()> {
    let Some(head) = format_flaky_headline(run) else {
        return Ok(());
    };
    writeln!(out, "{}", format_styled(HEAD, &head))?;
    let flaky = flaky_cases(run);
    for (outcome, repeats) in flaky.iter().take(MAX_FLAKY_CASES) {
        let name = format_styled(verdict_style(&outcome.verdict), &outcome.case.name);
        writeln!(out, "  {name}: {}", describe_attempts(repeats))?;
        for check in repeats.flaky_checks() {
            let line = describe_failure_rate(check, repeats.tried);
            writeln!(out, "    {}", format_styled(QUIET, &line))?;
        }
    }
    if flaky.len() > MAX_FLAKY_CASES {
        let more = format_count(flaky.len() - MAX_FLAKY_CASES, "other");
        writeln!(out, "  and {more}, listed in the JSON report")?;
    }
    writeln!(out)
}

/// Formats the number of flaky cases, and the confidence for the others; `None` if no case was tried more than once.
pub(in crate::report) fn format_flaky_headline(run: &RunOutcome) -> Option<String> {
    let repeated = run.cases.iter().filter_map(|own| own.repeats.as_ref());
    let (mut steady, mut flaky, mut fewest) = (0_usize, 0_usize, usize::MAX);
    for repeats in repeated {
        if repeats.is_flaky() {
            flaky += 1;
        } else {
            steady += 1;
            fewest = fewest.min(repeats.tried);
        }
    }
    let sure = || {
        let (_, most) = estimate_confidence_interval(0, fewest);
        format!(
            "had the same result in {fewest} of {fewest} attempts (at 95 % confidence, at most {most} of 100 attempts would differ)"
        )
    };
    match (flaky, steady) {
        (0, 0) => None,
        (0, steady) => Some(format!(
            "no case is flaky: {} {}",
            format_count(steady, "case"),
            sure()
        )),
        (flaky, 0) => Some(format_flaky_count(flaky)),
        (flaky, steady) => Some(format!(
            "{}; {} {}",
            format_flaky_count(flaky),
            format_count(steady, "other"),
            sure()
        )),
    }
}

fn format_flaky_count(count: usize) -> String {
    let verb = if count == 1 { "is" } else { "are" };
    format!(
        "{} {verb} flaky, with different results",
        format_count(count, "case")
    )
}

/// Returns the cases whose attempts differ.
pub(in crate::report) fn flaky_cases(run: &RunOutcome) -> Vec<(&CaseOutcome, &RepeatSummary)> {
    let cases = run.cases.iter();
    cases
        .filter_map(|outcome| Some((outcome, outcome.repeats.as_ref()?)))
        .filter(|(_, repeats)| repeats.is_flaky())
        .collect()
}

/// Describes the attempts of a case by result; `None` if they do not differ.
pub(in crate::report) fn describe_flaky_attempts(outcome: &CaseOutcome) -> Option<String> {
    let repeats = outcome.repeats.as_ref()?;
    repeats.is_flaky().then(|| describe_attempts(repeats))
}

/// Describes the number of attempts for each result: `2 of 5 fail, 3 pass with 20003`.
pub(in crate::report) fn describe_attempts(repeats: &RepeatSummary) -> String {
    let ways = repeats.ways.iter().enumerate().map(|(place, way)| {
        let of = if place == 0 {
            format!(" of {}", repeats.tried)
        } else {
            String::new()
        };
        let row = way
            .observed
            .map_or_else(String::new, |row| format!(" with {row}"));
        format!("{}{of} {}{row}", way.times, way.verdict)
    });
    ways.collect::<Vec<_>>().join(", ")
}

/// Describes in how many attempts a check failed, with the confidence interval of its failure rate.
pub(super) fn describe_failure_rate(check: &AttemptCheckFailureCount, tried: usize) -> String {
    let (low, high) = estimate_confidence_interval(check.times, tried);
    let is_one = check.breaches.iter().all(|own| own.times == check.times);
    let ways = if is_one {
        ""
    } else {
        ", not always in the same way"
    };
    format!(
        "{} ({}) is broken in {} of {tried}{ways}: at 95 % confidence, in {low} to {high} of 100",
        check.requirement, check.level, check.times
    )
}

/// Writes in how many attempts each check of a case failed; writes nothing if the case was tried only once.
pub(super) fn write_attempt_summary(out: &mut dyn Write, outcome: &CaseOutcome) -> io::Result<()> {
    let Some(repeats) = &outcome.repeats else {
        return Ok(());
    };
    writeln!(out, "  attempts:   {}", describe_attempts(repeats))?;
    for check in repeats.failed_checks() {
        let line = describe_failure_rate(check, repeats.tried);
        writeln!(out, "    {}", format_styled(QUIET, &line))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{format_flaky_headline, write_flaky_cases};
    use crate::outcome::testing::{case_outcome, run_outcome, wrong_row_violation};
    use crate::outcome::{CaseOutcome, ErrorId, RunOutcome, Verdict, merge_attempts};
    use crate::report::shared::style::strip_terminal_codes;

    fn attempts(name: &str, verdicts: &[bool]) -> CaseOutcome {
        let attempts = verdicts.iter().map(|passes| {
            if *passes {
                case_outcome(name, Verdict::Pass, Some(ErrorId::new(7, 404)))
            } else {
                CaseOutcome {
                    violations: vec![wrong_row_violation()],
                    ..case_outcome(name, Verdict::Fail, None)
                }
            }
        });
        merge_attempts(attempts.collect()).expect("there were attempts")
    }

    fn steady(name: &str) -> CaseOutcome {
        attempts(name, &[true; 5])
    }

    fn build_flaky_case(name: &str) -> CaseOutcome {
        attempts(name, &[true, false, true, false, true])
    }

    fn render_flaky_cases(run: &RunOutcome) -> String {
        let mut text = Vec::new();
        write_flaky_cases(&mut text, run).expect("a vector takes everything");
        strip_terminal_codes(&String::from_utf8_lossy(&text))
    }

    #[test]
    fn a_flaky_case_is_told_with_how_often_each_check_failed() {
        assert_eq!(
            render_flaky_cases(&run_outcome(vec![steady("a"), build_flaky_case("b")])),
            "1 case is flaky, with different results; 1 other had the same result in 5 of 5 attempts (at 95 % confidence, at most 44 of 100 attempts would differ)\n\
             \x20 things/b: 3 of 5 pass with 7, 2 fail\n\
             \x20   row-expected (must) is broken in 2 of 5: at 95 % confidence, in 11 to 77 of 100\n\n"
        );
    }

    #[test]
    fn of_many_flaky_cases_the_first_are_told() {
        let cases = (0..12)
            .map(|number| build_flaky_case(&number.to_string()))
            .collect();
        let told = render_flaky_cases(&run_outcome(cases));
        assert_eq!(told.matches(" of 5 pass with 7").count(), 10);
        assert!(
            told.ends_with("  and 2 others, listed in the JSON report\n\n"),
            "{told}"
        );
    }

    #[rstest]
    #[case::nothing_repeated(vec![case_outcome("a", Verdict::Pass, None)], None)]
    #[case::all_steady(
        vec![steady("a"), steady("b")],
        Some("no case is flaky: 2 cases had the same result in 5 of 5 attempts (at 95 % confidence, at most 44 of 100 attempts would differ)")
    )]
    #[case::all_flaky(vec![build_flaky_case("a"), build_flaky_case("b")], Some("2 cases are flaky, with different results"))]
    fn how_many_cases_are_flaky_is_told_where_cases_were_repeated(
        #[case] cases: Vec<CaseOutcome>,
        #[case] told: Option<&str>,
    ) {
        assert_eq!(format_flaky_headline(&run_outcome(cases)).as_deref(), told);
    }
}
