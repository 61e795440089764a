//! The baseline as a run used it, and the entries of it that need a change.

use serde::{Deserialize, Serialize};

use super::known_failure_refutation::KnownFailureRefutation;
use super::{
    CaseOutcome, EveryResponseFinding, Fingerprint, KnownHarmfulFinding, RecordedViolation,
    RequirementId,
};
use crate::contract::{matches_case_name, matches_glob};

/// The text that stands for the cases of an entry that has none.
const EVERY_RESPONSE: &str = "every response";

/// The baseline with which a run compared its violations: the file and its entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AppliedBaseline {
    /// The file of the baseline.
    pub file: String,
    /// The entries, in the order of the file.
    pub entries: Vec<KnownFailureEntry>,
}

/// A baseline entry: one known breach, and the cases that show it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct KnownFailureEntry {
    /// The line at which the entry begins, counted from 1.
    pub line: usize,
    /// The requirement that is broken.
    pub requirement: RequirementId,
    /// The fingerprint of the breach; `*` stands for any characters.
    #[serde(flatten)]
    pub breach: Fingerprint,
    /// Further forms of the breach, in which its cause shows as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Fingerprint>,
    /// The reason why the breach is known and not fixed.
    pub reason: String,
    /// A link to more information about the breach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The time until which the breach is accepted as known.
    pub expiry: BaselineExpiry,
    /// The harmful finding that the entry accepts by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub harm: Option<KnownHarmfulFinding>,
    /// The cases that show the breach; none where the requirement holds for every response.
    pub cases: Vec<KnownCasePattern>,
}

/// A pattern of case names in an entry, with the number of cases that it matches.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct KnownCasePattern {
    /// The name of a case or a suite; `*` stands for any characters.
    pub pattern: String,
    /// The line of the pattern, counted from 1.
    pub line: usize,
    /// The number of cases in all suites that the pattern matches.
    pub fits: usize,
    /// The name that was probably meant, where the pattern matches no case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near: Option<String>,
}

/// The time until which a breach is accepted as known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is", content = "day")]
pub enum BaselineExpiry {
    /// The breach is known until it is fixed.
    Never,
    /// The breach is known up to and including this day.
    On(String),
    /// The breach was known up to this day, which was over when the run began.
    Past(String),
}

/// A violation that a baseline entry lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct KnownViolation {
    /// The violation.
    pub violation: RecordedViolation,
    /// The line of the entry.
    pub line: usize,
}

/// A baseline entry, or a pattern of it, that needs a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StaleEntry {
    /// The file of the baseline.
    pub file: String,
    /// The line to change, counted from 1.
    pub line: usize,
    /// The requirement that the entry lists as broken.
    pub requirement: RequirementId,
    /// The cases that the line names; for an expired entry, all of its cases.
    pub cases: String,
    /// The reason for the change.
    pub why: StaleReason,
}

/// A pattern of an entry that could not be checked against all cases that it matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndecidedCasePattern {
    /// The file of the baseline.
    pub file: String,
    /// The line of the pattern, counted from 1.
    pub line: usize,
    /// The requirement that the entry lists as broken.
    pub requirement: RequirementId,
    /// The pattern.
    pub pattern: String,
    /// The number of cases that the pattern matches.
    pub matched_cases: usize,
    /// The number of these cases that could not be judged.
    pub unjudged_cases: usize,
}

/// The reason why a baseline entry needs a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum StaleReason {
    /// The entry was valid up to this day.
    Expired {
        /// The day.
        day: String,
    },
    /// No case has such a name.
    Unmatched {
        /// The name that was probably meant.
        near: Option<String>,
    },
    /// The breach does not show any more.
    Mended,
    /// The requirement is still broken, but not as the entry says.
    Otherwise {
        /// The case that shows it.
        case: String,
        /// The fingerprint of the present breach.
        breach: Fingerprint,
    },
}

impl KnownCasePattern {
    /// Reports whether the pattern matches a case of this full name, as in a selection of cases.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        matches_case_name(&self.pattern, name)
    }

    pub(super) fn equals_name(&self, name: &str) -> bool {
        self.pattern == name
    }
}

impl KnownFailureEntry {
    /// Reports whether the entry lists this violation in the case of this full name.
    #[must_use]
    pub fn covers_violation_in_case(&self, violation: &RecordedViolation, case: &str) -> bool {
        self.covers_violation(violation) && self.cases.iter().any(|cases| cases.matches(case))
    }

    /// Reports whether the entry lists this violation, in whatever cases.
    fn covers_violation(&self, violation: &RecordedViolation) -> bool {
        self.requirement == violation.requirement
            && self.matches_fingerprint(&violation.fingerprint)
    }

    /// Reports whether the entry lists this finding about every response.
    #[must_use]
    pub fn covers_response_finding(&self, finding: &EveryResponseFinding) -> bool {
        self.requirement == finding.requirement
            && self.cases.is_empty()
            && self.matches_fingerprint(&finding.fingerprint)
    }

    /// Lists the forms of the breach that the entry covers; `*` stands for any characters.
    pub fn list_fingerprints(&self) -> impl Iterator<Item = &Fingerprint> {
        std::iter::once(&self.breach).chain(&self.also)
    }

    /// Returns the first form of the entry that covers this fingerprint.
    #[must_use]
    pub fn find_matching_fingerprint(&self, fingerprint: &Fingerprint) -> Option<&Fingerprint> {
        let fits = |own: &str, other: &str| own == other || matches_glob(own, other);
        self.list_fingerprints().find(|own| {
            fits(&own.at, &fingerprint.at)
                && fits(&own.expected, &fingerprint.expected)
                && fits(&own.got, &fingerprint.got)
        })
    }

    fn matches_fingerprint(&self, fingerprint: &Fingerprint) -> bool {
        self.find_matching_fingerprint(fingerprint).is_some()
    }

    /// Reports whether a case shows the breach of the entry, even where another entry lists it too.
    pub(super) fn is_observed_in_case(&self, outcome: &CaseOutcome) -> bool {
        let mut known = outcome.known.iter();
        known.any(|known| self.covers_violation_in_case(&known.violation, &outcome.case.name))
    }
}

impl AppliedBaseline {
    /// Returns the entry that lists this violation: in the case of this full name, or else in other cases.
    pub(crate) fn find_entry_for_violation(
        &self,
        violation: &RecordedViolation,
        case: &str,
    ) -> Option<&KnownFailureEntry> {
        let entries = || self.entries.iter();
        entries()
            .find(|entry| entry.covers_violation_in_case(violation, case))
            .or_else(|| entries().find(|entry| entry.covers_violation(violation)))
    }

    /// Lists the entries that need a change whatever a run finds: expired entries, and patterns that match no case.
    #[must_use]
    pub fn expired_or_unmatched_entries(&self) -> Vec<StaleEntry> {
        let mut stale = Vec::new();
        for entry in &self.entries {
            if let BaselineExpiry::Past(day) = &entry.expiry {
                let names: Vec<&str> = entry.cases.iter().map(|own| own.pattern.as_str()).collect();
                let names = if names.is_empty() {
                    EVERY_RESPONSE.to_owned()
                } else {
                    names.join(", ")
                };
                let day = day.clone();
                let why = StaleReason::Expired { day };
                stale.push(self.new_stale_entry(entry, entry.line, names, why));
            }
            for cases in entry.cases.iter().filter(|cases| cases.fits == 0) {
                let near = cases.near.clone();
                let why = StaleReason::Unmatched { near };
                stale.push(self.new_stale_entry(entry, cases.line, cases.pattern.clone(), why));
            }
        }
        stale
    }

    /// Lists the entries that these cases refute: the breach is fixed, or it shows in another form.
    ///
    /// A pattern that matches several cases is refuted only where all of them were judged; see [`list_undecided_case_patterns`](Self::list_undecided_case_patterns).
    #[must_use]
    pub fn refuted_entries(&self, outcomes: &[CaseOutcome]) -> Vec<StaleEntry> {
        let mut stale = Vec::new();
        for (entry, cases) in self.entry_patterns() {
            let KnownFailureRefutation::Refuted(judged) =
                KnownFailureRefutation::from_outcomes(entry, cases, outcomes)
            else {
                continue;
            };
            let why = judged
                .iter()
                .find_map(|outcome| find_differing_breach_reason(entry, outcome))
                .unwrap_or(StaleReason::Mended);
            stale.push(self.new_stale_entry(entry, cases.line, cases.pattern.clone(), why));
        }
        stale
    }

    /// Lists the patterns whose breach no judged case showed, while other matching cases could not be judged.
    ///
    /// The breach of such a pattern may be fixed or not. Only patterns whose cases were all to be tried are listed.
    #[must_use]
    pub fn list_undecided_case_patterns(
        &self,
        outcomes: &[CaseOutcome],
    ) -> Vec<UndecidedCasePattern> {
        let mut unchecked = Vec::new();
        for (entry, cases) in self.entry_patterns() {
            if let KnownFailureRefutation::Undecided { unjudged } =
                KnownFailureRefutation::from_outcomes(entry, cases, outcomes)
            {
                unchecked.push(UndecidedCasePattern {
                    file: self.file.clone(),
                    line: cases.line,
                    requirement: entry.requirement,
                    pattern: cases.pattern.clone(),
                    matched_cases: cases.fits,
                    unjudged_cases: unjudged,
                });
            }
        }
        unchecked
    }

    fn entry_patterns(&self) -> impl Iterator<Item = (&KnownFailureEntry, &KnownCasePattern)> {
        let entries = self.entries.iter();
        entries.flat_map(|entry| entry.cases.iter().map(move |cases| (entry, cases)))
    }

    /// Reports whether both have the same entries, whatever the file, and whatever the day on which they were read.
    #[must_use]
    pub fn has_same_entries_as(&self, other: &Self) -> bool {
        let on_any_day = |own: &Self| -> Vec<KnownFailureEntry> {
            let mut entries = own.entries.clone();
            for entry in &mut entries {
                if let BaselineExpiry::Past(day) = &entry.expiry {
                    entry.expiry = BaselineExpiry::On(day.clone());
                }
            }
            entries
        };
        on_any_day(self) == on_any_day(other)
    }

    /// Returns, of two baselines with the same entries, the one that was read on the later day.
    #[must_use]
    pub fn choose_later_read(self, other: Self) -> Self {
        let past = |own: &Self| {
            let days = own.entries.iter();
            days.filter(|entry| matches!(entry.expiry, BaselineExpiry::Past(_)))
                .count()
        };
        if past(&other) > past(&self) {
            other
        } else {
            self
        }
    }

    /// Lists the entries for every response that none of these findings shows.
    fn unseen_response_entries(&self, responses: &[EveryResponseFinding]) -> Vec<StaleEntry> {
        let entries = self.entries.iter().filter(|entry| entry.cases.is_empty());
        entries
            .filter(|entry| {
                !responses
                    .iter()
                    .any(|own| entry.covers_response_finding(own))
            })
            .map(|entry| {
                let cases = EVERY_RESPONSE.to_owned();
                self.new_stale_entry(entry, entry.line, cases, StaleReason::Mended)
            })
            .collect()
    }

    /// Lists all entries that need a change after a run with these outcomes, in the order of their lines.
    ///
    /// Entries for every response are checked only against `responses` that are complete.
    #[must_use]
    pub fn stale_entries_after(
        &self,
        outcomes: &[CaseOutcome],
        responses: Option<&[EveryResponseFinding]>,
    ) -> Vec<StaleEntry> {
        let mut stale = self.expired_or_unmatched_entries();
        stale.extend(self.refuted_entries(outcomes));
        stale.extend(
            responses
                .map(|own| self.unseen_response_entries(own))
                .unwrap_or_default(),
        );
        stale.sort_by_key(|entry| entry.line);
        stale
    }

    fn new_stale_entry(
        &self,
        entry: &KnownFailureEntry,
        line: usize,
        cases: String,
        why: StaleReason,
    ) -> StaleEntry {
        StaleEntry {
            file: self.file.clone(),
            line,
            requirement: entry.requirement,
            cases,
            why,
        }
    }
}

/// Finds the breach that came in place of the listed one: a breach at the same place, where there is one.
fn find_differing_breach_reason(
    entry: &KnownFailureEntry,
    outcome: &CaseOutcome,
) -> Option<StaleReason> {
    let breaches = || {
        let violations = outcome.violations.iter();
        let same = violations.filter(|violation| violation.requirement == entry.requirement);
        same.map(|violation| &violation.fingerprint)
    };
    let there = breaches().find(|breach| entry.list_fingerprints().any(|own| own.at == breach.at));
    let breach = there.or(breaches().next())?.clone();
    Some(StaleReason::Otherwise {
        case: outcome.case.name.clone(),
        breach,
    })
}

#[cfg(test)]
#[path = "baseline_tests.rs"]
mod tests;
