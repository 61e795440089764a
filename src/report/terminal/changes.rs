//! The changes between two runs, gravest first.

use std::io::{self, Write};

use crate::outcome::excerpt::visible;
use crate::outcome::{
    CaseChange, ChangeKind, Changes, Comparison, Ended, RowChange, RowState, RunInfo, Verdict,
};
use crate::report::markdown::cell;
use crate::report::shared::style::{BAD, DOUBT, GOOD, HEAD, QUIET, paint};
use crate::report::shared::words::{self, counted};

/// The maximum number of cases named for one group.
const NAMED: usize = 3;

/// The maximum number of groups listed for one kind of change.
const GROUPS: usize = 12;

/// Writes the changes between two runs for the terminal: the rows, and the cases grouped by kind and cause of change.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_changes(out: &mut dyn Write, changes: &Changes<'_>) -> io::Result<()> {
    for (word, run) in [("old", changes.old), ("new", changes.new)] {
        writeln!(out, "{}", paint(QUIET, &format!("{word}: {}", head(run))))?;
    }
    for note in notes(changes) {
        writeln!(out, "{} {note}", paint(DOUBT, "note:"))?;
    }
    writeln!(out)?;
    for section in sections(changes) {
        let style = match section.mood {
            Mood::Worse => BAD,
            Mood::Other => DOUBT,
            Mood::Better => GOOD,
        };
        writeln!(out, "{}", paint(style, &section.head))?;
        for line in &section.lines {
            writeln!(out, "  {}", visible(line))?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", paint(HEAD, conclusion(changes)))
}

/// Writes the changes between two runs as Markdown, for a comment.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_changes_markdown(out: &mut dyn Write, changes: &Changes<'_>) -> io::Result<()> {
    writeln!(out, "### badreq: {}\n", conclusion(changes))?;
    for (word, run) in [("old", changes.old), ("new", changes.new)] {
        writeln!(out, "- {word}: {}", cell(&head(run)))?;
    }
    for note in notes(changes) {
        writeln!(out, "- note: {}", cell(&note))?;
    }
    for section in sections(changes) {
        writeln!(out, "\n**{}**\n", cell(&section.head))?;
        for line in &section.lines {
            writeln!(out, "- {}", cell(&visible(line)))?;
        }
    }
    Ok(())
}

fn head(run: &RunInfo) -> String {
    format!("{}, edition {}, run {}", run.target, run.edition, run.id)
}

fn conclusion(changes: &Changes<'_>) -> &'static str {
    match changes.comparison() {
        Comparison::Worse => "something got worse",
        Comparison::Unknown => {
            "nothing that was tried again got worse, but not everything was tried again"
        }
        Comparison::NotWorse => "nothing got worse",
        Comparison::Same => "nothing changed",
    }
}

/// Lists the differences between the runs themselves that may explain changes.
fn notes(changes: &Changes<'_>) -> Vec<String> {
    let Changes { old, new, .. } = changes;
    let mut notes = Vec::new();
    for (word, ended) in [("old", changes.old_ended), ("new", changes.new_ended)] {
        let cut = match ended {
            Ended::Complete => continue,
            Ended::Interrupted => "was interrupted",
            Ended::Terminated => "was terminated",
            Ended::TargetLost => "ended early, since the target stopped answering",
        };
        notes.push(format!(
            "the {word} run {cut}: of what it did not come to nothing is known"
        ));
    }
    for (differs, what) in [
        (old.target != new.target, "targets"),
        (old.edition != new.edition, "editions of the table"),
        (old.strictness != new.strictness, "strictness"),
        (old.shard != new.shard, "parts of the cases"),
        (old.selected != new.selected, "selections of cases"),
    ] {
        if differs {
            notes.push(format!("the runs are of different {what}"));
        }
    }
    notes
}

/// The direction of a change: for the worse, for the better, or neither.
#[derive(Clone, Copy)]
enum Mood {
    Worse,
    Other,
    Better,
}

struct Section {
    mood: Mood,
    head: String,
    lines: Vec<String>,
}

fn sections(changes: &Changes<'_>) -> Vec<Section> {
    let mut sections = Vec::new();
    let rows = |is_proven: bool| {
        let rows = changes.rows.iter();
        rows.filter(move |own| own.is_proven() == is_proven)
    };
    let lost: Vec<String> = rows(false).map(lost).collect();
    if !lost.is_empty() {
        sections.push(Section {
            mood: if rows(false).any(RowChange::is_worse) {
                Mood::Worse
            } else {
                Mood::Other
            },
            head: format!("{} no longer proven", counted(lost.len(), "row")),
            lines: lost,
        });
    }
    sections.extend(
        ChangeKind::ALL
            .iter()
            .filter_map(|kind| cases(changes, *kind)),
    );
    let won: Vec<String> = rows(true)
        .map(|own| format!("{} {}", own.row.name(), own.row.meaning))
        .collect();
    if !won.is_empty() {
        sections.push(Section {
            mood: Mood::Better,
            head: format!("{} newly proven", counted(won.len(), "row")),
            lines: won,
        });
    }
    sections
}

fn lost(change: &RowChange<'_>) -> String {
    let now = match change.is {
        Some(RowState::Broken) => "broken",
        Some(RowState::NotTried) => "not tried",
        Some(RowState::NotObserved { reason }) => reason,
        Some(RowState::Proven) => "proven",
        None => "not in the table",
    };
    format!("{} {}: {now}", change.row.name(), change.row.meaning)
}

fn cases(changes: &Changes<'_>, kind: ChangeKind) -> Option<Section> {
    let mut groups: Vec<(String, Vec<&CaseChange<'_>>)> = Vec::new();
    for change in changes.of(kind) {
        let why = why(change);
        let same = groups.iter_mut().find(|(own, cases)| {
            *own == why && cases.iter().take(1).all(|own| own.is_like(change))
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
    let mut lines: Vec<String> = groups
        .iter()
        .take(GROUPS)
        .map(|(why, cases)| line(why, cases))
        .collect();
    if groups.len() > GROUPS {
        let rest: usize = groups[GROUPS..].iter().map(|(_, cases)| cases.len()).sum();
        lines.push(format!("and {} for other reasons", counted(rest, "case")));
    }
    Some(Section {
        mood: mood(kind),
        head: format!("{} {}", counted(count, "case"), word(kind)),
        lines,
    })
}

fn word(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::NewlyFailing => "newly failing",
        ChangeKind::FailingDifferently => "failing differently",
        ChangeKind::NewAndFailing => "new and failing",
        ChangeKind::NoLongerJudged => "no longer judged",
        ChangeKind::NewlyBreaksShould => "passing, with a should that is newly broken",
        ChangeKind::AnotherRow => "passing with another row",
        ChangeKind::NewlyKnown => "failing as the baseline says",
        ChangeKind::FailingLess => "failing, but in fewer ways",
        ChangeKind::Mended => "mended",
        ChangeKind::New => "new",
        ChangeKind::Gone => "gone",
    }
}

fn mood(kind: ChangeKind) -> Mood {
    match kind {
        ChangeKind::NewlyFailing
        | ChangeKind::FailingDifferently
        | ChangeKind::NewAndFailing
        | ChangeKind::NoLongerJudged => Mood::Worse,
        ChangeKind::NewlyBreaksShould
        | ChangeKind::AnotherRow
        | ChangeKind::NewlyKnown
        | ChangeKind::New
        | ChangeKind::Gone => Mood::Other,
        ChangeKind::FailingLess | ChangeKind::Mended => Mood::Better,
    }
}

/// Describes the cause of a change, in words that are equal for all cases with the same cause.
fn why(change: &CaseChange<'_>) -> String {
    let verdict = &change.outcome.verdict;
    let breach = || {
        change
            .breach
            .map(|own| format!("{} ({})", own.requirement, own.level))
    };
    match change.kind {
        ChangeKind::NewlyFailing
        | ChangeKind::FailingDifferently
        | ChangeKind::NewAndFailing
        | ChangeKind::NewlyBreaksShould
        | ChangeKind::FailingLess => breach()
            .unwrap_or_else(|| "another row than the one that says what is wrong".to_owned()),
        ChangeKind::AnotherRow => match change.outcome.observed {
            Some(row) => format!("now {row}"),
            None => "now no row".to_owned(),
        },
        ChangeKind::NoLongerJudged | ChangeKind::NewlyKnown => reason(verdict),
        ChangeKind::Mended => change
            .was
            .map_or_else(String::new, |was| format!("{} before", was.word())),
        ChangeKind::New => format!("now {}", verdict.word()),
        ChangeKind::Gone => format!("{} before", verdict.word()),
    }
}

fn reason(verdict: &Verdict) -> String {
    let word = || verdict.word().to_owned();
    verdict.reason().unwrap_or_else(word)
}

/// Formats a group in one line: the cause, its first violation in full, and its cases by name.
fn line(why: &str, cases: &[&CaseChange<'_>]) -> String {
    let mut names: Vec<&str> = cases
        .iter()
        .take(NAMED)
        .map(|own| own.outcome.case.name.as_str())
        .collect();
    if cases.len() > NAMED {
        names.push("…");
    }
    let detail = match cases.first().and_then(|own| own.breach) {
        Some(breach) => format!(" {}", words::breach(breach)),
        None => String::new(),
    };
    format!(
        "{why}{detail}; {}: {}",
        counted(cases.len(), "case"),
        names.join(", ")
    )
}

#[cfg(test)]
#[path = "changes_tests.rs"]
mod tests;
