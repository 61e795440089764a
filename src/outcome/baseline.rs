//! A baseline as a run used it, and which of its entries are to be changed.

use serde::{Deserialize, Serialize};

use super::{CaseOutcome, RequirementId, Violation, fingerprint};
use crate::contract::glob;

/// The known breaches that a run held its findings against.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaselineInfo {
    /// The file that they stand in.
    pub file: String,
    /// The entries, in their order.
    pub entries: Vec<KnownEntry>,
}

/// One known breach, and the cases that show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownEntry {
    /// The line at which the entry begins, counted from 1.
    pub line: usize,
    /// The requirement that is broken.
    pub requirement: RequirementId,
    /// The fingerprint of the breach; `*` stands for any run of characters.
    pub breach: String,
    /// Why it is known and not mended.
    pub reason: String,
    /// Where more is said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// How long it is to be known.
    pub expiry: Expiry,
    /// The cases that show it.
    pub cases: Vec<KnownCases>,
}

/// Some cases of an entry, as one text of it names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
pub struct KnownBreach {
    /// The breach.
    pub violation: Violation,
    /// The line of the entry.
    pub line: usize,
}

/// An entry of a baseline that is to be changed, or a text of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// Why an entry of a baseline is to be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
        breach: String,
    },
}

impl KnownCases {
    /// Whether it names a case of this full name, by that name, without its actor, or by its suite.
    #[must_use]
    pub fn fits(&self, name: &str) -> bool {
        Self::pattern_fits(&self.pattern, name)
    }

    /// Whether a pattern names a case of this full name.
    #[must_use]
    pub fn pattern_fits(pattern: &str, name: &str) -> bool {
        let is_above = |rest: &str| rest.is_empty() || rest.starts_with(['/', '@']);
        name.strip_prefix(pattern).is_some_and(is_above) || glob(pattern, name)
    }

    fn names_only(&self, name: &str) -> bool {
        self.pattern == name
    }
}

impl KnownEntry {
    /// Whether it names this breach by the case of this full name.
    #[must_use]
    pub fn names(&self, requirement: RequirementId, breach: &str, case: &str) -> bool {
        self.requirement == requirement
            && (self.breach == breach || glob(&self.breach, breach))
            && self.cases.iter().any(|cases| cases.fits(case))
    }
}

impl BaselineInfo {
    /// What is to be changed whatever a run finds: entries whose day is over, and names that no case has.
    #[must_use]
    pub fn outdated(&self) -> Vec<StaleEntry> {
        let mut stale = Vec::new();
        for entry in &self.entries {
            if let Expiry::Past(day) = &entry.expiry {
                let names: Vec<&str> = entry.cases.iter().map(|own| own.pattern.as_str()).collect();
                let day = day.clone();
                let why = Staleness::Expired { day };
                stale.push(self.stale(entry, entry.line, names.join(", "), why));
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
    /// A pattern that several cases fit is held against them only where all of them were judged.
    #[must_use]
    pub fn refuted(&self, outcomes: &[CaseOutcome]) -> Vec<StaleEntry> {
        let mut stale = Vec::new();
        for entry in &self.entries {
            for cases in &entry.cases {
                let judged: Vec<&CaseOutcome> = outcomes
                    .iter()
                    .filter(|outcome| cases.fits(&outcome.case.name) && outcome.verdict.is_judged())
                    .collect();
                let by_name = judged.iter().find(|own| cases.names_only(&own.case.name));
                let asked = match by_name {
                    Some(outcome) => vec![*outcome],
                    None if judged.len() == cases.fits => judged,
                    None => continue,
                };
                let shows = |outcome: &&CaseOutcome| {
                    outcome.known.iter().any(|known| known.line == entry.line)
                };
                if asked.is_empty() || asked.iter().any(shows) {
                    continue;
                }
                let why = asked
                    .iter()
                    .find_map(|outcome| otherwise(entry, outcome))
                    .unwrap_or(Staleness::Mended);
                stale.push(self.stale(entry, cases.line, cases.pattern.clone(), why));
            }
        }
        stale
    }

    /// All that is to be changed after a run with these outcomes, in the order of the lines.
    #[must_use]
    pub fn stale_after(&self, outcomes: &[CaseOutcome]) -> Vec<StaleEntry> {
        let mut stale = self.outdated();
        stale.extend(self.refuted(outcomes));
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

fn otherwise(entry: &KnownEntry, outcome: &CaseOutcome) -> Option<Staleness> {
    let violation = outcome
        .violations
        .iter()
        .find(|violation| violation.requirement == entry.requirement)?;
    Some(Staleness::Otherwise {
        case: outcome.case.name.clone(),
        breach: fingerprint(violation, &outcome.bindings),
    })
}

#[cfg(test)]
#[path = "baseline_tests.rs"]
mod tests;
