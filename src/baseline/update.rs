//! Updates of a baseline by a newer result.

use std::collections::HashSet;

use super::accepted_harm::{AcceptedHarm, HarmAcceptanceError};
use super::apply::Baseline;
use super::day::CalendarDay;
use super::draft::{BaselineDraft, DraftFinding};
use super::entry_change::{ClaimedViolations, EntryChange, EntryRevision, decide_entry_revision};
use super::parse::parse_entries;
use super::text_edits::TextEdits;
use crate::contract::{Diagnostics, SourceFile};
use crate::outcome::RunOutcome;

/// The handling of failures that the baseline does not hold.
#[derive(Clone, Copy, Debug)]
pub enum NewFailureHandling<'a> {
    /// They stay out.
    Ignore,
    /// They are added; harm only where it is accepted by name.
    Add(&'a [AcceptedHarm]),
}

/// An updated baseline, and how it differs from the old one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaselineUpdate {
    /// The text of the file.
    pub text: String,
    /// What was dropped, since the result shows it mended.
    pub dropped: Vec<EntryChange>,
    /// What shows in another form, which the entry has now.
    pub moved: Vec<EntryChange>,
    /// The number of entries that are kept, moved ones included.
    pub kept: usize,
    /// The findings that were added.
    pub added: Vec<DraftFinding>,
    /// The findings that the result shows and the baseline still does not hold.
    pub left_out: Vec<DraftFinding>,
}

/// The reason why a baseline cannot be updated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BaselineUpdateError {
    /// The baseline has mistakes.
    #[error(transparent)]
    Mistakes(#[from] Diagnostics),
    /// An entry is written within another value, so that its lines cannot be changed.
    #[error(
        "the entry in line {line} does not begin with `[[known]]` on a line of its own; write it so"
    )]
    NoHead {
        /// The line.
        line: usize,
    },
    /// A harmful finding is not accepted, or is unknown.
    #[error("harm is filed only by name")]
    Harm(HarmAcceptanceError),
}

/// Updates a baseline by a result: drops what is mended, and gives what moved its new form.
///
/// A failure has moved if a listed case breaks the same requirement in another form, which does no harm. Entries and cases that the result did not
/// judge stay, and so do reasons, links, days, comments and the order of the file. `run` is a run [without a baseline](super::unapply_baseline).
///
/// # Errors
/// Fails with [`BaselineUpdateError`] if the page has mistakes, or if harm would be added that is not accepted.
pub fn update_baseline(
    page: &SourceFile,
    names: &[String],
    today: CalendarDay,
    run: &RunOutcome,
    new: NewFailureHandling<'_>,
) -> Result<BaselineUpdate, BaselineUpdateError> {
    let parsed = parse_entries(page, names, today)?;
    let entries = parsed.iter().map(|own| own.entry.clone());
    let old = Baseline::from_entries(page, entries.collect());
    let mut applied = run.clone();
    old.excuse_known_violations_in_run(&mut applied);
    let unfiled = BaselineDraft::from_run(&applied, None);
    let mut edits = TextEdits::new(&page.text);
    let mut claimed: ClaimedViolations<'_> = HashSet::new();
    let (mut dropped, mut moved) = (Vec::new(), Vec::new());
    let mut kept = parsed.len();
    for own in &parsed {
        let (entry, places) = (&own.entry, &own.places);
        let fate = decide_entry_revision(entry, &applied, &mut claimed);
        if fate.changes_nothing(entry) {
            continue;
        }
        if !edits.has_own_header_line(places) {
            return Err(BaselineUpdateError::NoHead { line: entry.line });
        }
        let EntryRevision {
            dropped_cases,
            is_dropped,
            new_forms,
            forms,
        } = fate;
        if is_dropped || !dropped_cases.is_empty() {
            dropped.push(EntryChange::from_entry(entry, &dropped_cases));
        }
        if is_dropped {
            kept -= 1;
            edits.remove_entry(places);
            continue;
        }
        if !dropped_cases.is_empty() {
            edits.remove_cases(places, &dropped_cases);
        }
        if forms.iter().ne(entry.list_fingerprints()) {
            edits.replace_fingerprints(places, &entry.breach, &forms);
        }
        if let Some(form) = new_forms.first() {
            moved.push(EntryChange::from_entry(entry, &[]));
            if let Some(heading) = unfiled.find_finding_heading(entry.requirement, form) {
                edits.replace_heading(places, &heading);
            }
        }
    }
    let mut text = edits.apply();
    let updated = SourceFile::new(page.name.clone(), text.as_str());
    let mut rest = run.clone();
    Baseline::parse(&updated, names, today)?.excuse_known_violations_in_run(&mut rest);
    let mut draft = BaselineDraft::from_run(&rest, None);
    let findings: Vec<DraftFinding> = draft.findings().into_iter().cloned().collect();
    let (added, left_out) = match new {
        NewFailureHandling::Ignore => (Vec::new(), findings),
        NewFailureHandling::Add(accepted) => {
            draft
                .apply_harm_acceptances(accepted)
                .map_err(BaselineUpdateError::Harm)?;
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(&draft.render_entries(today));
            (findings, Vec::new())
        }
    };
    // The file that is written can be read again.
    let written = SourceFile::new(page.name.clone(), text.as_str());
    Baseline::parse(&written, names, today)?;
    Ok(BaselineUpdate {
        text,
        dropped,
        moved,
        kept,
        added,
        left_out,
    })
}

#[cfg(test)]
#[path = "update_tests.rs"]
mod tests;
