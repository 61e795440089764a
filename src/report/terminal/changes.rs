//! The changes between two runs, gravest first.

use std::io::{self, Write};

use super::response_changes::{
    ChangeLines, describe_response_changes, format_response_changes_heading,
};
use crate::outcome::excerpt::escape_control_chars;
use crate::outcome::{
    CaseChange, CaseChangeKind, ComparisonConclusion, RowChange, RowVerdict, RunComparison,
    RunEnding, RunInfo, Verdict,
};
use crate::report::markdown::escape_markdown;
use crate::report::shared::style::{BAD, DOUBT, GOOD, HEAD, QUIET, format_styled};
use crate::report::shared::words::{self, describe_row_verdict, format_count};

/// The maximum number of cases named for one group.
const MAX_NAMED_CASES: usize = 3;

/// The maximum number of groups listed for one kind of change.
const MAX_GROUPS: usize = 12;

/// Writes the changes between two runs for the terminal: the rows, the cases grouped by kind and cause of change, and the responses grouped by
/// cause.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_changes(out: &mut dyn Write, changes: &RunComparison<'_>) -> io::Result<()> {
    for (word, run) in [("old", changes.old), ("new", changes.new)] {
        writeln!(
            out,
            "{}",
            format_styled(QUIET, &format!("{word}: {}", describe_run(run)))
        )?;
    }
    for note in list_run_differences(changes) {
        writeln!(out, "{} {note}", format_styled(DOUBT, "note:"))?;
    }
    writeln!(out)?;
    for section in build_change_sections(changes) {
        let style = match section.direction {
            ChangeDirection::Worse => BAD,
            ChangeDirection::Neutral => DOUBT,
            ChangeDirection::Better => GOOD,
        };
        writeln!(out, "{}", format_styled(style, &section.heading))?;
        for ChangeLines { first, details } in &section.groups {
            writeln!(out, "  {}", escape_control_chars(first))?;
            for line in details {
                writeln!(out, "    {}", escape_control_chars(line))?;
            }
        }
        writeln!(out)?;
    }
    writeln!(
        out,
        "{}",
        format_styled(HEAD, describe_comparison_conclusion(changes))
    )
}

/// Writes the changes between two runs as Markdown, for a comment.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_changes_markdown(out: &mut dyn Write, changes: &RunComparison<'_>) -> io::Result<()> {
    writeln!(
        out,
        "### badreq: {}\n",
        describe_comparison_conclusion(changes)
    )?;
    for (word, run) in [("old", changes.old), ("new", changes.new)] {
        writeln!(out, "- {word}: {}", escape_markdown(&describe_run(run)))?;
    }
    for note in list_run_differences(changes) {
        writeln!(out, "- note: {}", escape_markdown(&note))?;
    }
    for section in build_change_sections(changes) {
        writeln!(out, "\n**{}**\n", escape_markdown(&section.heading))?;
        let escape = |line: &str| escape_markdown(&escape_control_chars(line));
        for ChangeLines { first, details } in &section.groups {
            writeln!(out, "- {}", escape(first))?;
            for line in details {
                writeln!(out, "  - {}", escape(line))?;
            }
        }
    }
    Ok(())
}

fn describe_run(run: &RunInfo) -> String {
    format!("{}, edition {}, run {}", run.target, run.edition, run.id)
}

fn describe_comparison_conclusion(changes: &RunComparison<'_>) -> &'static str {
    match changes.conclusion() {
        ComparisonConclusion::Worse => "something got worse",
        ComparisonConclusion::Unknown => {
            "nothing that was tried again got worse, but not everything was tried again"
        }
        ComparisonConclusion::NotWorse => "nothing got worse",
        ComparisonConclusion::OnlyResponses => {
            "every case and row has the same result, and responses changed"
        }
        ComparisonConclusion::Same => "nothing changed",
    }
}

/// Lists the differences between the runs themselves that may explain changes.
fn list_run_differences(changes: &RunComparison<'_>) -> Vec<String> {
    let RunComparison { old, new, .. } = changes;
    let mut notes = Vec::new();
    for (word, ended) in [("old", changes.old_ended), ("new", changes.new_ended)] {
        let cut = match ended {
            RunEnding::Complete => continue,
            RunEnding::Interrupted => "was interrupted",
            RunEnding::Terminated => "was terminated",
            RunEnding::TargetLost => "ended early, because the target stopped responding",
        };
        notes.push(format!(
            "the {word} run {cut}: nothing is known of the cases that it did not reach"
        ));
    }
    for (differs, what) in [
        (old.target != new.target, "targets"),
        (old.edition != new.edition, "editions of the table"),
        (old.gate != new.gate, "`--fail-on`"),
        (old.shard != new.shard, "shards"),
        (old.selected != new.selected, "selections of cases"),
    ] {
        if differs {
            notes.push(format!("the runs have different {what}"));
        }
    }
    notes
}

/// The direction of a change: for the worse, for the better, or neither.
#[derive(Clone, Copy)]
enum ChangeDirection {
    Worse,
    Neutral,
    Better,
}

struct ChangeSection {
    direction: ChangeDirection,
    heading: String,
    groups: Vec<ChangeLines>,
}

fn build_change_sections(changes: &RunComparison<'_>) -> Vec<ChangeSection> {
    let mut sections = Vec::new();
    let rows = |is_proven: bool| {
        let rows = changes.rows.iter();
        rows.filter(move |own| own.is_proven_in_new_run() == is_proven)
    };
    let lost: Vec<ChangeLines> = rows(false)
        .map(|own| describe_no_longer_proven_row(own).into())
        .collect();
    if !lost.is_empty() {
        sections.push(ChangeSection {
            direction: if rows(false).any(RowChange::is_worse) {
                ChangeDirection::Worse
            } else {
                ChangeDirection::Neutral
            },
            heading: format!("{} no longer proven", format_count(lost.len(), "row")),
            groups: lost,
        });
    }
    sections.extend(
        CaseChangeKind::ALL
            .iter()
            .filter_map(|kind| build_change_kind_section(changes, *kind)),
    );
    if !changes.responses.is_empty() {
        sections.push(ChangeSection {
            direction: ChangeDirection::Neutral,
            heading: format_response_changes_heading(&changes.responses),
            groups: describe_response_changes(&changes.responses),
        });
    }
    let won: Vec<ChangeLines> = rows(true)
        .map(|own| format!("{} {}", own.row.id(), own.row.meaning).into())
        .collect();
    if !won.is_empty() {
        sections.push(ChangeSection {
            direction: ChangeDirection::Better,
            heading: format!("{} newly proven", format_count(won.len(), "row")),
            groups: won,
        });
    }
    sections
}

fn describe_no_longer_proven_row(change: &RowChange<'_>) -> String {
    let now = match change.new_verdict {
        Some(RowVerdict::NotObserved { reason, .. }) => reason.clone(),
        Some(verdict) => describe_row_verdict(verdict),
        None => "not in the table".to_owned(),
    };
    format!("{} {}: {now}", change.row.id(), change.row.meaning)
}

fn build_change_kind_section(
    changes: &RunComparison<'_>,
    kind: CaseChangeKind,
) -> Option<ChangeSection> {
    let mut groups: Vec<(String, Vec<&CaseChange<'_>>)> = Vec::new();
    for change in changes.cases_of_kind(kind) {
        let why = describe_change_cause(change);
        let same = groups.iter_mut().find(|(own, cases)| {
            *own == why
                && cases
                    .iter()
                    .take(1)
                    .all(|own| own.has_same_kind_and_cause(change))
        });
        match same {
            Some((_, cases)) => cases.push(change),
            None => groups.push((why, vec![change])),
        }
    }
    let count: usize = groups.iter().map(|(_, cases)| cases.len()).sum();
    if count == 0 {
        return None;
    }
    groups.sort_by_key(|(_, cases)| std::cmp::Reverse(cases.len()));
    let mut lines: Vec<ChangeLines> = groups
        .iter()
        .take(MAX_GROUPS)
        .map(|(why, cases)| format_case_change_group(why, cases).into())
        .collect();
    if groups.len() > MAX_GROUPS {
        let rest: usize = groups[MAX_GROUPS..]
            .iter()
            .map(|(_, cases)| cases.len())
            .sum();
        lines.push(format!("and {} for other reasons", format_count(rest, "case")).into());
    }
    Some(ChangeSection {
        direction: change_direction(kind),
        heading: format!(
            "{} {}",
            format_count(count, "case"),
            describe_change_kind(kind)
        ),
        groups: lines,
    })
}

fn describe_change_kind(kind: CaseChangeKind) -> &'static str {
    match kind {
        CaseChangeKind::NewlyFailing => "newly failing",
        CaseChangeKind::FailingDifferently => "failing differently",
        CaseChangeKind::NewAndFailing => "new and failing",
        CaseChangeKind::NoLongerJudged => "no longer judged",
        CaseChangeKind::NewlyBreaksShould => "passing, with a should that is newly broken",
        CaseChangeKind::AnotherRow => "passing with another row",
        CaseChangeKind::NewlyKnown => "failing as the baseline says",
        CaseChangeKind::FailingLess => "failing, but in fewer ways",
        CaseChangeKind::Mended => "fixed",
        CaseChangeKind::New => "new",
        CaseChangeKind::Gone => "gone",
    }
}

fn change_direction(kind: CaseChangeKind) -> ChangeDirection {
    match kind {
        CaseChangeKind::NewlyFailing
        | CaseChangeKind::FailingDifferently
        | CaseChangeKind::NewAndFailing
        | CaseChangeKind::NoLongerJudged => ChangeDirection::Worse,
        CaseChangeKind::NewlyBreaksShould
        | CaseChangeKind::AnotherRow
        | CaseChangeKind::NewlyKnown
        | CaseChangeKind::New
        | CaseChangeKind::Gone => ChangeDirection::Neutral,
        CaseChangeKind::FailingLess | CaseChangeKind::Mended => ChangeDirection::Better,
    }
}

/// Describes the cause of a change, in words that are equal for all cases with the same cause.
fn describe_change_cause(change: &CaseChange<'_>) -> String {
    let verdict = &change.outcome.verdict;
    let breach = || {
        change
            .violation
            .map(|own| format!("{} ({})", own.requirement, own.level))
    };
    match change.kind {
        CaseChangeKind::NewlyFailing
        | CaseChangeKind::FailingDifferently
        | CaseChangeKind::NewAndFailing
        | CaseChangeKind::NewlyBreaksShould
        | CaseChangeKind::FailingLess => breach()
            .unwrap_or_else(|| "a row other than the one that describes the error".to_owned()),
        CaseChangeKind::AnotherRow => {
            let alternative = change.outcome.received_alternative();
            match (alternative.map(|own| own.outcome), change.outcome.observed) {
                (Some(outcome), _) => format!("now {outcome}"),
                (None, Some(row)) => format!("now {row}"),
                (None, None) => "now no row".to_owned(),
            }
        }
        CaseChangeKind::NoLongerJudged | CaseChangeKind::NewlyKnown => {
            describe_verdict_reason(verdict)
        }
        CaseChangeKind::Mended => change
            .old_verdict
            .map_or_else(String::new, |was| format!("{} before", was.report_label())),
        CaseChangeKind::New => format!("now {}", verdict.report_label()),
        CaseChangeKind::Gone => format!("{} before", verdict.report_label()),
    }
}

fn describe_verdict_reason(verdict: &Verdict) -> String {
    let word = || verdict.report_label().to_owned();
    verdict.reason_text().unwrap_or_else(word)
}

/// Formats a group in one line: the cause, its first violation in full, and its cases by name.
fn format_case_change_group(why: &str, cases: &[&CaseChange<'_>]) -> String {
    let mut names: Vec<&str> = cases
        .iter()
        .take(MAX_NAMED_CASES)
        .map(|own| own.outcome.case.name.as_str())
        .collect();
    if cases.len() > MAX_NAMED_CASES {
        names.push("…");
    }
    let detail = match cases.first().and_then(|own| own.violation) {
        Some(breach) => format!(" {}", words::describe_violation(breach)),
        None => String::new(),
    };
    format!(
        "{why}{detail}; {}: {}",
        format_count(cases.len(), "case"),
        names.join(", ")
    )
}

#[cfg(test)]
#[path = "changes_tests.rs"]
mod tests;
