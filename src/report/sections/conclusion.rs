//! The conclusion: the last line of every report.

use crate::outcome::excerpt::{escape_control_chars, excerpt_text};
use crate::outcome::{
    ConformanceConclusion, EveryResponseFinding, Level, RowVerdict, RunOutcome, VerdictCounts,
    group_cases_into_findings,
};
use crate::report::shared::style::{BAD, DOUBT, GOOD, format_styled};
use crate::report::shared::words::format_count;

/// Counts the known failures: cases, and requirements in responses of every kind.
fn count_known_failures(run: &RunOutcome) -> usize {
    let responses = run.responses.iter().filter(|own| own.known.is_some());
    VerdictCounts::from_cases(&run.cases).known_failure + responses.count()
}

/// Formats how a run ended before its end, in colour.
fn describe_early_end(how: &str, run: &RunOutcome) -> String {
    if run.leftovers.is_empty() {
        format_styled(DOUBT, &format!("{how}; all changes are undone"))
    } else {
        format_styled(BAD, &format!("{how}; not everything could be undone"))
    }
}

/// The most characters shown of each harmful failure in a baseline.
const MAX_HARM_CHARS: usize = 300;

/// Describes the harm that the baseline holds, which each report says in its conclusion; `None` if it holds none.
pub(in crate::report) fn describe_baseline_harm(run: &RunOutcome) -> Option<String> {
    let harm = run.describe_baseline_harm();
    if harm.is_empty() {
        return None;
    }
    let lines: Vec<String> = harm
        .iter()
        .map(|own| escape_control_chars(&excerpt_text(own, MAX_HARM_CHARS)))
        .collect();
    Some(format!(
        "the baseline holds {}: {}",
        format_count(harm.len(), "harmful failure"),
        lines.join("; ")
    ))
}

/// Formats the conclusion about the target and the harm that the baseline holds, in colour.
pub(in crate::report) fn format_conclusion_and_baseline_harm(run: &RunOutcome) -> String {
    let conclusion = format_conclusion(run);
    match describe_baseline_harm(run) {
        Some(harm) => format!("{conclusion}{}", format_styled(BAD, &format!("; {harm}"))),
        None => conclusion,
    }
}

/// Formats the conclusion about the target, in colour.
pub(in crate::report) fn format_conclusion(run: &RunOutcome) -> String {
    match run.conclusion() {
        ConformanceConclusion::Conforms => format_styled(GOOD, &describe_conforming_run(run)),
        ConformanceConclusion::DoesNotConform => {
            format_styled(BAD, &describe_nonconforming_run(run))
        }
        ConformanceConclusion::FailuresAllowed => {
            format_styled(DOUBT, &describe_allowed_failures(run))
        }
        ConformanceConclusion::Inconclusive => format_styled(
            BAD,
            &format!(
                "inconclusive: {}; {}",
                describe_missing_evidence(run),
                summarize_judged_cases(run)
            ),
        ),
        ConformanceConclusion::StaleBaseline => format_styled(
            BAD,
            &format!(
                "nothing fails beyond the baseline, but {} must be changed{}",
                match run.stale.len() {
                    1 => "1 line of it".to_owned(),
                    count => format!("{count} lines of it"),
                },
                describe_harmful_findings(run)
            ),
        ),
        ConformanceConclusion::NothingRun => format_styled(BAD, "nothing was judged"),
        ConformanceConclusion::TargetUnusable => {
            format_styled(BAD, "the target stopped responding")
        }
        ConformanceConclusion::LeftBehind => {
            let found = summarize_judged_cases(run);
            format_styled(
                BAD,
                &format!(
                    "{found}; {} left on the target",
                    match run.leftovers.len() {
                        1 => "1 thing was".to_owned(),
                        count => format!("{count} things were"),
                    }
                ),
            )
        }
        ConformanceConclusion::Interrupted => describe_early_end("interrupted", run),
        ConformanceConclusion::Terminated => describe_early_end("terminated", run),
    }
}

/// Describes a run in which nothing failed, with the numbers that the claim stands on.
fn describe_conforming_run(run: &RunOutcome) -> String {
    let known = count_known_failures(run);
    let claim = if known > 0 {
        format!(
            "nothing fails beyond the baseline ({})",
            format_count(known, "known failure")
        )
    } else if is_selection_partly_judged(run) {
        "the target conforms as far as tried".to_owned()
    } else {
        match run.run.gate.lowest_level {
            Some(Level::May) => "the target conforms, without a remark",
            Some(Level::Should) => "the target conforms to every must and should",
            Some(Level::Must) | None => "the target conforms to every must",
        }
        .to_owned()
    };
    let mut line = format!("{claim}: {}", format_row_and_case_counts(run));
    let replaced = run.rows.iter().filter_map(|row| match &row.state {
        RowVerdict::Replaced { by } => {
            let by: Vec<String> = by.iter().map(ToString::to_string).collect();
            Some(format!("{} by {}", row.row.id(), by.join(" and ")))
        }
        RowVerdict::Proven
        | RowVerdict::Broken
        | RowVerdict::KnownFailures { .. }
        | RowVerdict::NotRun
        | RowVerdict::NotObserved { .. } => None,
    });
    let replaced: Vec<String> = replaced.collect();
    if !replaced.is_empty() {
        line.push_str(&format!("; replaced: {}", replaced.join(", ")));
    }
    let should = VerdictCounts::from_cases(&run.cases).with_broken_should;
    if should > 0 {
        line.push_str(&format!(
            "; a should is broken in {}",
            format_count(should, "case")
        ));
    }
    // A secret that is shown is harm, also where only a *should* forbids it.
    line.push_str(&describe_harmful_findings(run));
    line
}

/// Reports whether the run claims less than the whole selection.
fn is_selection_partly_judged(run: &RunOutcome) -> bool {
    run.left_out.is_some()
        || run.rows_lacking_evidence().next().is_some()
        || run.tried_but_unjudged_cases().next().is_some()
}

/// Formats the extent of a run: the settled rows and the judged cases, of those that were selected.
fn format_row_and_case_counts(run: &RunOutcome) -> String {
    let judged = run
        .cases
        .iter()
        .filter(|own| own.verdict.has_judged_response());
    let judged = judged.count();
    let left_out = run.left_out.as_ref().map_or(0, |own| own.cases);
    let selected = run.cases.len() + left_out;
    let settled = run.settled_row_count();
    let rows = settled + run.rows_lacking_evidence().count();
    let cases = if judged == selected {
        format_count(judged, "case")
    } else {
        format!("{judged} of {}", format_count(selected, "case"))
    };
    if settled == rows {
        format!("{}, {cases}", format_count(settled, "row"))
    } else {
        format!("{settled} of {}, {cases}", format_count(rows, "row"))
    }
}

fn describe_nonconforming_run(run: &RunOutcome) -> String {
    let rows = run.rows.iter();
    let broken = rows.filter(|row| row.state == RowVerdict::Broken).count();
    let fails = |own: &&EveryResponseFinding| own.fails_gate(run.run.gate);
    let everywhere = match run.responses.iter().filter(fails).count() {
        0 => String::new(),
        count => format!(
            ", {} broken in responses of every kind",
            format_count(count, "requirement")
        ),
    };
    format!(
        "the target does not conform ({} broken{everywhere}){}",
        format_count(broken, "row"),
        describe_harmful_findings(run)
    )
}

/// Describes the harm that was found, by the titles of the findings; an empty text if there is none.
fn describe_harmful_findings(run: &RunOutcome) -> String {
    let findings = group_cases_into_findings(run);
    let by_case = findings
        .iter()
        .filter(|own| own.harm.is_some())
        .map(|own| own.title.clone());
    let everywhere = run
        .responses
        .iter()
        .filter(|own| own.known.is_none())
        .filter_map(|own| Some(format!("a response {}", own.harm()?)));
    let all: Vec<String> = by_case.chain(everywhere).collect();
    let Some(first) = all.first() else {
        return String::new();
    };
    let first = escape_control_chars(first);
    match all.len() - 1 {
        0 => format!("; harm: {first}"),
        more => format!(
            "; harm: {first}; and {} more",
            format_count(more, "harmful finding")
        ),
    }
}

/// Describes the cases that came to a verdict. Failures are among them only if the gate lets them pass.
fn summarize_judged_cases(run: &RunOutcome) -> String {
    let counts = VerdictCounts::from_cases(&run.cases);
    let conclusions = run.conclusions();
    if conclusions.contains(&ConformanceConclusion::NothingRun) {
        return "nothing was judged".to_owned();
    }
    if conclusions.contains(&ConformanceConclusion::FailuresAllowed) {
        return describe_allowed_failures(run);
    }
    let claim = if counts.fail + count_known_failures(run) > 0 {
        "nothing that could be judged fails beyond the baseline"
    } else {
        "everything that could be judged conforms"
    };
    format!("{claim}{}", describe_harmful_findings(run))
}

/// Describes the failures of a run that passes because of its gate.
fn describe_allowed_failures(run: &RunOutcome) -> String {
    format!(
        "{}; `--fail-on never` lets it pass",
        describe_nonconforming_run(run)
    )
}

/// Describes the evidence that the run lacks, and the flag that accepts this.
fn describe_missing_evidence(run: &RunOutcome) -> String {
    let mut wants = Vec::new();
    let missing = run.missing_evidence();
    if let Some(missing) = &missing {
        if !missing.rows.is_empty() {
            let rows = format_count(missing.rows.len(), "row");
            wants.push(format!("{rows} not settled"));
        }
        if missing.cases > 0 {
            let cases = format_count(missing.cases, "case");
            wants.push(format!("{cases} not judged"));
        }
    }
    wants.push(match missing.and_then(|own| own.min_rows) {
        Some(least) => format!(
            "{} rows settled, and `--min-rows` asks for {least}",
            run.settled_row_count()
        ),
        None => "`--partial` accepts that".to_owned(),
    });
    wants.join(", ")
}

#[cfg(test)]
mod tests {
    use super::{describe_baseline_harm, format_conclusion_and_baseline_harm};
    use crate::outcome::testing::{case_outcome, fingerprint, leaked_token_violation, run_outcome};
    use crate::outcome::{
        AppliedBaseline, BaselineExpiry, ErrorId, KnownFailureEntry, Level, RecordedViolation,
        RequirementId, RunOutcome, Verdict,
    };
    use crate::report::shared::style::strip_terminal_codes;

    fn run_with_harm(harm: &[&str]) -> RunOutcome {
        let mut run = run_outcome(vec![case_outcome("a", Verdict::Pass, None)]);
        let entries = harm.iter().zip(1..).map(|(harm, line)| KnownFailureEntry {
            line,
            requirement: RequirementId::RowExpected,
            breach: fingerprint("status", "status 403", "status 200"),
            also: Vec::new(),
            reason: "later".to_owned(),
            link: None,
            expiry: BaselineExpiry::Never,
            harm: Some(harm.parse().expect("it begins with an id")),
            cases: Vec::new(),
        });
        run.run.baseline = Some(AppliedBaseline {
            file: "x.toml".to_owned(),
            entries: entries.collect(),
        });
        run
    }

    #[test]
    fn the_conclusion_names_all_harm_that_the_baseline_holds() {
        let run = run_with_harm(&["F-3a9c1b: PATCH: 200 and changed it", "F-000001: GET\u{7}"]);
        let line = strip_terminal_codes(&format_conclusion_and_baseline_harm(&run));
        let end = "; the baseline holds 2 harmful failures: F-3a9c1b, PATCH: 200 and changed it; F-000001, GET\\u{7}";
        assert!(line.ends_with(end), "{line}");
    }

    #[test]
    fn the_conclusion_names_harm_even_if_only_a_should_is_broken() {
        let level = Level::Should;
        let mut passed = case_outcome("a", Verdict::Pass, Some(ErrorId::new(7, 404)));
        passed.violations = vec![RecordedViolation {
            level,
            ..leaked_token_violation()
        }];
        let line = strip_terminal_codes(&format_conclusion_and_baseline_harm(&run_outcome(vec![
            passed,
        ])));
        assert_eq!(
            line,
            "the target conforms to every must: 1 row, 1 case; a should is broken in 1 case; \
             harm: GET /things/abcefg: body: the token of the owner (no token expected)"
        );
    }

    #[test]
    fn a_baseline_without_harm_is_not_spoken_of() {
        assert_eq!(describe_baseline_harm(&run_with_harm(&[])), None);
    }
}
