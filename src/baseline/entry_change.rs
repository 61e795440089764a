//! The change that a result asks of one entry.

use std::collections::HashSet;

use indexmap::IndexSet;

use crate::outcome::{
    CaseOutcome, Fingerprint, KnownCasePattern, KnownFailureEntry, RecordedViolation,
    RequirementId, RunOutcome, StaleReason, find_harm,
};

/// An entry of which a result changed something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryChange {
    /// The line of the entry in the old file.
    pub line: usize,
    /// The requirement of the entry.
    pub requirement: RequirementId,
    /// The cases concerned; none for every response.
    pub cases: Vec<String>,
}

/// Violations that moved into an entry: the name of the case and the place among its violations.
pub(super) type ClaimedViolations<'r> = HashSet<(&'r str, usize)>;

/// The fate of an entry after a result.
#[derive(Debug)]
pub(super) struct EntryRevision {
    /// The places of the cases that are mended.
    pub(super) dropped_cases: Vec<usize>,
    /// Nothing is left of the entry.
    pub(super) is_dropped: bool,
    /// The forms that came in place of others.
    pub(super) new_forms: IndexSet<Fingerprint>,
    /// All forms that the entry has from now on.
    pub(super) forms: Vec<Fingerprint>,
}

impl EntryChange {
    /// Returns the change of these cases of an entry, or of all of them if none are named.
    pub(super) fn from_entry(entry: &KnownFailureEntry, places: &[usize]) -> Self {
        let cases = entry.cases.iter().enumerate();
        let cases = cases.filter(|(place, _)| places.is_empty() || places.contains(place));
        Self {
            line: entry.line,
            requirement: entry.requirement,
            cases: cases.map(|(_, own)| own.pattern.clone()).collect(),
        }
    }
}

impl EntryRevision {
    pub(super) fn changes_nothing(&self, entry: &KnownFailureEntry) -> bool {
        !self.is_dropped
            && self.dropped_cases.is_empty()
            && self.forms.iter().eq(entry.list_fingerprints())
    }
}

/// Decides the fate of an entry by a run that the whole baseline was applied to.
pub(super) fn decide_entry_revision<'r>(
    entry: &KnownFailureEntry,
    applied: &'r RunOutcome,
    claimed: &mut ClaimedViolations<'r>,
) -> EntryRevision {
    let mut dropped_cases = Vec::new();
    let mut new_forms = IndexSet::new();
    let mut kept = Vec::new();
    for (place, pattern) in entry.cases.iter().enumerate() {
        if !is_failure_gone_or_moved(entry, pattern.line, &pattern.pattern, applied) {
            kept.push(pattern);
            continue;
        }
        let moved = claim_moved_fingerprints(entry, pattern, applied, claimed);
        if moved.is_empty() {
            dropped_cases.push(place);
        } else {
            new_forms.extend(moved);
            kept.push(pattern);
        }
    }
    let is_dropped = if entry.cases.is_empty() {
        let mut stale = applied.stale.iter();
        stale.any(|own| own.line == entry.line && own.why == StaleReason::Mended)
    } else {
        kept.is_empty()
    };
    let mut forms: Vec<Fingerprint> = if entry.cases.is_empty() {
        entry.list_fingerprints().cloned().collect()
    } else {
        list_shown_fingerprints(entry, &kept, applied)
    };
    forms.extend(new_forms.iter().cloned());
    if forms.is_empty() {
        forms.extend(entry.list_fingerprints().cloned());
    }
    EntryRevision {
        dropped_cases,
        is_dropped,
        new_forms,
        forms,
    }
}

/// Reports whether the run shows that the failure of this pattern is gone or shows in another form.
fn is_failure_gone_or_moved(
    entry: &KnownFailureEntry,
    line: usize,
    pattern: &str,
    applied: &RunOutcome,
) -> bool {
    applied.stale.iter().any(|stale| {
        let is_about =
            stale.line == line && stale.cases == pattern && stale.requirement == entry.requirement;
        is_about
            && match stale.why {
                StaleReason::Mended | StaleReason::Otherwise { .. } => true,
                StaleReason::Expired { .. } | StaleReason::Unmatched { .. } => false,
            }
    })
}

/// Claims one violation of each case that breaks the requirement of the entry in a form that no entry has, and does no harm.
fn claim_moved_fingerprints<'r>(
    entry: &KnownFailureEntry,
    pattern: &KnownCasePattern,
    applied: &'r RunOutcome,
    claimed: &mut ClaimedViolations<'r>,
) -> Vec<Fingerprint> {
    let mut forms = Vec::new();
    for outcome in list_judged_cases(pattern, applied) {
        let name = outcome.case.name.as_str();
        let can_move = |(place, own): &(usize, &'r RecordedViolation)| {
            own.requirement == entry.requirement
                && !claimed.contains(&(name, *place))
                && (entry.harm.is_some() || find_harm(outcome, own).is_none())
        };
        let violations = outcome.violations.iter().enumerate().filter(can_move);
        // The same place is the likeliest to be the same failure.
        let moved = violations.min_by_key(|(_, own)| {
            let is_there = entry
                .list_fingerprints()
                .any(|form| form.at == own.fingerprint.at);
            usize::from(!is_there)
        });
        if let Some((place, violation)) = moved {
            claimed.insert((name, place));
            forms.push(violation.fingerprint.clone());
        }
    }
    forms
}

/// Lists the forms that some kept case still shows; all of them if some case was not judged.
fn list_shown_fingerprints(
    entry: &KnownFailureEntry,
    kept: &[&KnownCasePattern],
    applied: &RunOutcome,
) -> Vec<Fingerprint> {
    let judged = |own: &&KnownCasePattern| list_judged_cases(own, applied).count();
    let is_decided = kept.iter().all(|own| judged(own) >= own.fits);
    let known = |form: &Fingerprint| {
        let shown = kept.iter().flat_map(|own| list_judged_cases(own, applied));
        let mut shown = shown.flat_map(|outcome| &outcome.known);
        shown.any(|own| {
            own.violation.requirement == entry.requirement
                && entry.find_matching_fingerprint(&own.violation.fingerprint) == Some(form)
        })
    };
    let forms = entry
        .list_fingerprints()
        .filter(|form| !is_decided || known(form));
    forms.cloned().collect()
}

fn list_judged_cases<'r>(
    pattern: &KnownCasePattern,
    applied: &'r RunOutcome,
) -> impl Iterator<Item = &'r CaseOutcome> {
    let cases = applied.cases.iter();
    cases.filter(|own| pattern.matches(&own.case.name) && own.verdict.has_judged_response())
}
