//! Drafts: what a baseline would file of a run, grouped by finding.

use std::collections::HashMap;

use indexmap::{IndexMap, IndexSet};

use super::apply::fails_case;
use super::generalise::merge_similar_fingerprints;
use crate::outcome::{
    AppliedBaseline, BreachDescription, EveryResponseFinding, Finding, FindingId, Fingerprint,
    Harm, KnownFailureEntry, KnownHarmfulFinding, RecordedViolation, RequirementId, RunOutcome,
    find_harm, group_cases_into_findings,
};

/// A finding as a baseline would file it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftFinding {
    /// The id of the finding; `None` for failures that no finding of the run holds.
    pub id: Option<FindingId>,
    /// The title of the finding.
    pub title: String,
    /// The harm that the finding does.
    pub harm: Option<Harm>,
    /// The number of cases that show it; 0 where it is about every response.
    pub cases: usize,
}

/// The failures of a run as a baseline would hold them: the findings, gravest first, and an entry for each requirement of a finding.
#[derive(Debug)]
pub struct BaselineDraft<'r> {
    pub(super) run: &'r RunOutcome,
    pub(super) findings: Vec<DraftFinding>,
    pub(super) entries: Vec<DraftEntry<'r>>,
}

/// An entry that is to be written.
#[derive(Debug)]
pub(super) struct DraftEntry<'r> {
    /// The index of its finding.
    pub(super) finding: usize,
    pub(super) requirement: RequirementId,
    pub(super) forms: Vec<Fingerprint>,
    /// The names of the cases; none for every response.
    pub(super) cases: IndexSet<&'r str>,
    /// The entry of an older baseline that it continues.
    pub(super) known: Option<&'r KnownFailureEntry>,
    /// The harm that was accepted by name, and the reason.
    pub(super) accepted: Option<(KnownHarmfulFinding, String)>,
}

/// The key of an entry: an entry of the older baseline, or else a requirement of a finding.
#[derive(PartialEq, Eq, Hash)]
enum DraftEntryKey {
    /// The line of the old entry, and the finding where it does harm, which is not hidden among others.
    Continued(usize, Option<usize>),
    New(usize, RequirementId),
}

impl<'r> BaselineDraft<'r> {
    /// Drafts entries for every violation that fails a case or the run, and that no baseline of the run excuses.
    ///
    /// An entry of the `old` baseline gives its reason, link, day, harm and fingerprint to the same violation in any case.
    #[must_use]
    pub fn from_run(run: &'r RunOutcome, old: Option<&'r AppliedBaseline>) -> Self {
        let mut draft = Self {
            run,
            findings: Vec::new(),
            entries: Vec::new(),
        };
        draft.add_response_entries(old);
        draft.add_case_entries(old);
        let mut entries = std::mem::take(&mut draft.entries);
        entries.sort_by_key(|entry| draft.sort_key(entry.finding));
        draft.entries = entries;
        draft.set_case_counts();
        draft
    }

    /// Lists the findings that the draft files, the gravest first.
    #[must_use]
    pub fn findings(&self) -> Vec<&DraftFinding> {
        let mut places: Vec<usize> = self.entries.iter().map(|own| own.finding).collect();
        places.dedup();
        let findings = places.into_iter();
        findings
            .filter_map(|place| self.findings.get(place))
            .collect()
    }

    /// Returns the number of entries.
    #[must_use]
    pub fn entry_count(&self) -> usize {
        self.entries.len()
    }

    /// Returns the heading of the finding of which this form of a requirement is drafted: its id and its title.
    pub(super) fn find_finding_heading(
        &self,
        requirement: RequirementId,
        form: &Fingerprint,
    ) -> Option<String> {
        let mut entries = self.entries.iter();
        let entry =
            entries.find(|own| own.requirement == requirement && own.forms.contains(form))?;
        self.findings.get(entry.finding)?.heading()
    }

    fn add_response_entries(&mut self, old: Option<&'r AppliedBaseline>) {
        let run = self.run;
        let fails = |own: &&EveryResponseFinding| own.fails_gate(run.run.gate);
        for response in run.responses.iter().filter(fails) {
            let mut entries = old.into_iter().flat_map(|own| &own.entries);
            let known = entries.find(|entry| entry.covers_response_finding(response));
            let form = known.and_then(|own| own.find_matching_fingerprint(&response.fingerprint));
            let form = form.unwrap_or(&response.fingerprint).clone();
            if self
                .entries
                .iter()
                .any(|own| own.requirement == response.requirement && own.forms.contains(&form))
            {
                continue;
            }
            let BreachDescription { expected, got } = response.describe_breach();
            self.findings.push(DraftFinding {
                id: Some(response.id()),
                title: format!(
                    "{} in every response: expected {expected}, got {got}",
                    response.requirement
                ),
                harm: response.harm(),
                cases: 0,
            });
            self.entries.push(DraftEntry {
                finding: self.findings.len() - 1,
                requirement: response.requirement,
                forms: vec![form],
                cases: IndexSet::new(),
                known,
                accepted: None,
            });
        }
    }

    fn add_case_entries(&mut self, old: Option<&'r AppliedBaseline>) {
        let run = self.run;
        let groups = group_cases_into_findings(run);
        let first = self.findings.len();
        self.findings
            .extend(groups.iter().map(|group| DraftFinding {
                id: Some(group.id),
                title: group.title.clone(),
                harm: group.harm,
                cases: 0,
            }));
        let groups_of_cases = index_findings_by_case(&groups);
        let mut entries: IndexMap<DraftEntryKey, (DraftEntry<'r>, IndexSet<Fingerprint>)> =
            IndexMap::new();
        for outcome in &run.cases {
            if !outcome.verdict.has_judged_response() {
                continue;
            }
            let candidates = groups_of_cases.get(outcome.case.name.as_str());
            let candidates = candidates.map_or([].as_slice(), Vec::as_slice);
            for violation in &outcome.violations {
                if !fails_case(violation, run.run.gate) {
                    continue;
                }
                let finding = match choose_finding(&groups, candidates, violation) {
                    Some(place) => first + place,
                    None => self.find_or_add_ungrouped_finding(violation.requirement),
                };
                let harmful = self.record_finding_harm(finding, find_harm(outcome, violation));
                let known =
                    old.and_then(|own| own.find_entry_for_violation(violation, &outcome.case.name));
                let form =
                    known.and_then(|own| own.find_matching_fingerprint(&violation.fingerprint));
                let form = form.unwrap_or(&violation.fingerprint).clone();
                let key = known.map_or(DraftEntryKey::New(finding, violation.requirement), |own| {
                    DraftEntryKey::Continued(own.line, harmful)
                });
                let (entry, forms) = entries.entry(key).or_insert_with(|| {
                    let entry = DraftEntry {
                        finding,
                        requirement: violation.requirement,
                        forms: Vec::new(),
                        cases: IndexSet::new(),
                        known,
                        accepted: None,
                    };
                    (entry, IndexSet::new())
                });
                entry.cases.insert(outcome.case.name.as_str());
                forms.insert(form);
            }
        }
        let entries = entries.into_values();
        self.entries
            .extend(entries.map(|(entry, forms)| DraftEntry {
                forms: merge_similar_fingerprints(forms),
                ..entry
            }));
    }

    /// Returns the place of the failures of a requirement that no finding holds.
    fn find_or_add_ungrouped_finding(&mut self, requirement: RequirementId) -> usize {
        let title = requirement.to_string();
        let mut findings = self.findings.iter();
        let place = findings.position(|own| own.id.is_none() && own.title == title);
        place.unwrap_or_else(|| {
            self.findings.push(DraftFinding {
                id: None,
                title,
                harm: None,
                cases: 0,
            });
            self.findings.len() - 1
        })
    }

    /// Notes the harm that a violation of a finding does, and returns the place of the finding if it does any.
    fn record_finding_harm(&mut self, place: usize, harm: Option<Harm>) -> Option<usize> {
        let finding = self.findings.get_mut(place)?;
        finding.harm = finding.harm.or(harm);
        finding.harm.map(|_| place)
    }

    fn sort_key(&self, place: usize) -> (bool, usize) {
        let harm = self.findings.get(place).and_then(|own| own.harm);
        (harm.is_none(), place)
    }

    fn set_case_counts(&mut self) {
        for (place, finding) in self.findings.iter_mut().enumerate() {
            let own = self.entries.iter().filter(|entry| entry.finding == place);
            let names: IndexSet<&str> = own.flat_map(|entry| entry.cases.iter().copied()).collect();
            finding.cases = names.len();
        }
    }
}

impl DraftFinding {
    /// Returns the id and the title in one line; `None` for failures that no finding holds.
    pub(super) fn heading(&self) -> Option<String> {
        Some(format!("{}: {}", self.id?, self.title))
    }
}

/// Lists for each case the findings of which it is an example.
fn index_findings_by_case<'f>(groups: &'f [Finding<'_>]) -> HashMap<&'f str, Vec<usize>> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, group) in groups.iter().enumerate() {
        for example in &group.examples {
            let name = example.case.name.as_str();
            places.entry(name).or_default().push(place);
        }
    }
    places
}

/// Chooses the finding of a case that a violation belongs to: the one that includes it, or else the first.
fn choose_finding(
    groups: &[Finding<'_>],
    candidates: &[usize],
    violation: &RecordedViolation,
) -> Option<usize> {
    let includes = |place: &&usize| {
        let group = groups.get(**place);
        group.is_some_and(|own| own.contains_this_violation(violation))
    };
    let chosen = candidates.iter().find(includes);
    chosen.or_else(|| candidates.first()).copied()
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
