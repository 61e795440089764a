//! A baseline as a run used it, and which of its entries are to be changed.

use serde::{Deserialize, Serialize};

use super::{CaseOutcome, Fingerprint, RecordedViolation, RequirementId, ResponseFinding};
use crate::contract::{glob, names_case};

/// What stands for the cases of an entry that has none.
const EVERY_RESPONSE: &str = "every response";

/// The known breaches that a run held its findings against.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BaselineInfo {
    /// The file that they stand in.
    pub file: String,
    /// The entries, in their order.
    pub entries: Vec<KnownEntry>,
}

/// One known breach, and the cases that show it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct KnownEntry {
    /// The line at which the entry begins, counted from 1.
    pub line: usize,
    /// The requirement that is broken.
    pub requirement: RequirementId,
    /// The fingerprint of the breach; `*` stands for any run of characters.
    #[serde(flatten)]
    pub breach: Fingerprint,
    /// Why it is known and not mended.
    pub reason: String,
    /// Where more is said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// How long it is to be known.
    pub expiry: Expiry,
    /// The cases that show it; none where the requirement holds for every response.
    pub cases: Vec<KnownCases>,
}

/// Some cases of an entry, as one text of it names them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct KnownCases {
    /// The name of a case or a suite, `*` standing for any run of characters.
    pub pattern: String,
    /// The line that it stands in, counted from 1.
    pub line: usize,
    /// How many cases of all suites it fits.
    pub fits: usize,
    /// What was probably meant, where it fits none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near: Option<String>,
}

/// How long a breach is to be known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is", content = "day")]
pub enum Expiry {
    /// Until it is mended.
    Never,
    /// Up to and with this day.
    On(String),
    /// That day was over when the run began.
    Past(String),
}

/// A breach that an entry of the baseline names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct KnownBreach {
    /// The breach.
    pub violation: RecordedViolation,
    /// The line of the entry.
    pub line: usize,
}

/// An entry of a baseline that is to be changed, or a text of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StaleEntry {
    /// The file.
    pub file: String,
    /// The line to change, counted from 1.
    pub line: usize,
    /// The requirement that the entry says is broken.
    pub requirement: RequirementId,
    /// Which cases the line names; of an expired entry, all.
    pub cases: String,
    /// Why it is to be changed.
    pub why: Staleness,
}

/// A text of an entry that could not be held against all cases which it fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UncheckedEntry {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The requirement that the entry says is broken.
    pub requirement: RequirementId,
    /// The text.
    pub cases: String,
    /// How many cases it fits.
    pub fits: usize,
    /// How many of them could not be judged.
    pub unjudged: usize,
}

/// Why an entry of a baseline is to be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Staleness {
    /// It was to be known up to this day.
    Expired {
        /// The day.
        day: String,
    },
    /// No case has such a name.
    Unmatched {
        /// What was probably meant.
        near: Option<String>,
    },
    /// The breach does not show any more.
    Mended,
    /// The requirement is still broken, and not as the entry says.
    Otherwise {
        /// The case that shows it.
        case: String,
        /// The fingerprint of what is broken now.
        breach: Fingerprint,
    },
}

impl KnownCases {
    /// Whether it names a case of this full name, as a selection of cases would.
    #[must_use]
    pub fn fits(&self, name: &str) -> bool {
        names_case(&self.pattern, name)
    }

    fn names_only(&self, name: &str) -> bool {
        self.pattern == name
    }
}

impl KnownEntry {
    /// Whether it names this breach by the case of this full name.
    #[must_use]
    pub fn names(&self, violation: &RecordedViolation, case: &str) -> bool {
        self.names_breach(violation) && self.cases.iter().any(|cases| cases.fits(case))
    }

    /// Whether it names this breach, in whatever cases.
    fn names_breach(&self, violation: &RecordedViolation) -> bool {
        self.requirement == violation.requirement && self.fits(&violation.fingerprint)
    }

    /// Whether it names a breach that responses of every kind show.
    #[must_use]
    pub fn names_response(&self, finding: &ResponseFinding) -> bool {
        self.requirement == finding.requirement
            && self.cases.is_empty()
            && self.fits(&finding.fingerprint)
    }

    fn fits(&self, fingerprint: &Fingerprint) -> bool {
        let fits = |own: &str, other: &str| own == other || glob(own, other);
        let own = &self.breach;
        fits(&own.at, &fingerprint.at)
            && fits(&own.expected, &fingerprint.expected)
            && fits(&own.got, &fingerprint.got)
    }

    /// Whether a case shows the breach that it names, also where another entry names it too.
    fn shows_in(&self, outcome: &CaseOutcome) -> bool {
        let mut known = outcome.known.iter();
        known.any(|known| self.names(&known.violation, &outcome.case.name))
    }
}

impl BaselineInfo {
    /// Returns the entry that names this breach: by the case of this full name, or else in other cases.
    pub(crate) fn entry_of_breach(
        &self,
        violation: &RecordedViolation,
        case: &str,
    ) -> Option<&KnownEntry> {
        let entries = || self.entries.iter();
        entries()
            .find(|entry| entry.names(violation, case))
            .or_else(|| entries().find(|entry| entry.names_breach(violation)))
    }

    /// What is to be changed whatever a run finds: entries whose day is over, and names that no case has.
    #[must_use]
    pub fn outdated(&self) -> Vec<StaleEntry> {
        let mut stale = Vec::new();
        for entry in &self.entries {
            if let Expiry::Past(day) = &entry.expiry {
                let names: Vec<&str> = entry.cases.iter().map(|own| own.pattern.as_str()).collect();
                let names = if names.is_empty() {
                    EVERY_RESPONSE.to_owned()
                } else {
                    names.join(", ")
                };
                let day = day.clone();
                let why = Staleness::Expired { day };
                stale.push(self.stale(entry, entry.line, names, why));
            }
            for cases in entry.cases.iter().filter(|cases| cases.fits == 0) {
                let near = cases.near.clone();
                let why = Staleness::Unmatched { near };
                stale.push(self.stale(entry, cases.line, cases.pattern.clone(), why));
            }
        }
        stale
    }

    /// What is to be changed by what these cases show: breaches that are mended, or that show otherwise.
    ///
    /// A pattern that several cases fit is held against them only where all of them were judged; see [`unchecked`](Self::unchecked).
    #[must_use]
    pub fn refuted(&self, outcomes: &[CaseOutcome]) -> Vec<StaleEntry> {
        let mut stale = Vec::new();
        for (entry, cases) in self.texts() {
            let Shown::By(judged) = Shown::of(entry, cases, outcomes) else {
                continue;
            };
            let why = judged
                .iter()
                .find_map(|outcome| otherwise(entry, outcome))
                .unwrap_or(Staleness::Mended);
            stale.push(self.stale(entry, cases.line, cases.pattern.clone(), why));
        }
        stale
    }

    /// The patterns that no case showed which could be judged, where others could not be.
    ///
    /// Whether their breach is mended is not known; only patterns whose cases all were to be tried stand here.
    #[must_use]
    pub fn unchecked(&self, outcomes: &[CaseOutcome]) -> Vec<UncheckedEntry> {
        let mut unchecked = Vec::new();
        for (entry, cases) in self.texts() {
            if let Shown::Unknown { unjudged } = Shown::of(entry, cases, outcomes) {
                unchecked.push(UncheckedEntry {
                    file: self.file.clone(),
                    line: cases.line,
                    requirement: entry.requirement,
                    cases: cases.pattern.clone(),
                    fits: cases.fits,
                    unjudged,
                });
            }
        }
        unchecked
    }

    fn texts(&self) -> impl Iterator<Item = (&KnownEntry, &KnownCases)> {
        let entries = self.entries.iter();
        entries.flat_map(|entry| entry.cases.iter().map(move |cases| (entry, cases)))
    }

    /// Whether both say the same, in whatever file, and on whatever day they were read.
    #[must_use]
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let on_any_day = |own: &Self| -> Vec<KnownEntry> {
            let mut entries = own.entries.clone();
            for entry in &mut entries {
                if let Expiry::Past(day) = &entry.expiry {
                    entry.expiry = Expiry::On(day.clone());
                }
            }
            entries
        };
        on_any_day(self) == on_any_day(other)
    }

    /// Of two that say the same, the one that was read on the later day.
    #[must_use]
    pub fn later(self, other: Self) -> Self {
        let past = |own: &Self| {
            let days = own.entries.iter();
            days.filter(|entry| matches!(entry.expiry, Expiry::Past(_)))
                .count()
        };
        if past(&other) > past(&self) {
            other
        } else {
            self
        }
    }

    /// Entries for responses of every kind that none of these findings shows.
    fn unseen(&self, responses: &[ResponseFinding]) -> Vec<StaleEntry> {
        let entries = self.entries.iter().filter(|entry| entry.cases.is_empty());
        entries
            .filter(|entry| !responses.iter().any(|own| entry.names_response(own)))
            .map(|entry| {
                let cases = EVERY_RESPONSE.to_owned();
                self.stale(entry, entry.line, cases, Staleness::Mended)
            })
            .collect()
    }

    /// All that is to be changed after a run with these outcomes, in the order of the lines; of responses of every kind only where all of them were seen.
    #[must_use]
    pub fn stale_after(
        &self,
        outcomes: &[CaseOutcome],
        responses: Option<&[ResponseFinding]>,
    ) -> Vec<StaleEntry> {
        let mut stale = self.outdated();
        stale.extend(self.refuted(outcomes));
        stale.extend(responses.map(|own| self.unseen(own)).unwrap_or_default());
        stale.sort_by_key(|entry| entry.line);
        stale
    }

    fn stale(&self, entry: &KnownEntry, line: usize, cases: String, why: Staleness) -> StaleEntry {
        StaleEntry {
            file: self.file.clone(),
            line,
            requirement: entry.requirement,
            cases,
            why,
        }
    }
}

/// Whether the cases of one text of an entry show its breach.
enum Shown<'o> {
    /// One does, or none was tried that could.
    Holds,
    /// None of these does, and there are no others.
    By(Vec<&'o CaseOutcome>),
    /// None that was judged does, and of so many nobody knows.
    Unknown { unjudged: usize },
}

impl<'o> Shown<'o> {
    fn of(entry: &KnownEntry, cases: &KnownCases, outcomes: &'o [CaseOutcome]) -> Self {
        let tried: Vec<&CaseOutcome> = outcomes
            .iter()
            .filter(|outcome| cases.fits(&outcome.case.name) && !outcome.verdict.is_skipped())
            .collect();
        let (judged, unjudged): (Vec<_>, Vec<_>) = tried
            .iter()
            .copied()
            .partition(|outcome| outcome.verdict.is_judged());
        if judged.is_empty() || judged.iter().any(|outcome| entry.shows_in(outcome)) {
            return Self::Holds;
        }
        let by_name = judged.iter().find(|own| cases.names_only(&own.case.name));
        match by_name {
            Some(outcome) => Self::By(vec![*outcome]),
            None if tried.len() < cases.fits => Self::Holds,
            None if unjudged.is_empty() => Self::By(judged),
            None => Self::Unknown {
                unjudged: unjudged.len(),
            },
        }
    }
}

/// The breach that came in place of the one that an entry names: one at the same place, where there is one.
fn otherwise(entry: &KnownEntry, outcome: &CaseOutcome) -> Option<Staleness> {
    let breaches = || {
        let violations = outcome.violations.iter();
        let same = violations.filter(|violation| violation.requirement == entry.requirement);
        same.map(|violation| &violation.fingerprint)
    };
    let there = breaches().find(|breach| breach.at == entry.breach.at);
    let breach = there.or(breaches().next())?.clone();
    Some(Staleness::Otherwise {
        case: outcome.case.name.clone(),
        breach,
    })
}

#[cfg(test)]
#[path = "baseline_tests.rs"]
mod tests;
