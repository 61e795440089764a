//! The mutation score: the mutants of a recording, and the cases that would notice each.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{ErrorId, RequirementId};

/// The mutants of the recording of a green run, and the cases that detect each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MutationScore {
    /// The id of the recorded run.
    pub run: String,
    /// The target of the recorded run.
    pub target: String,
    /// The names of the cases that were judged anew.
    pub cases: Vec<String>,
    /// The names of the cases that could not be judged anew, as the result does not have their whole bodies.
    pub cut_cases: Vec<String>,
    /// The number of cases of the run that it did not judge.
    pub unjudged_cases: usize,
    /// The mutants.
    pub mutants: Vec<MutantOutcome>,
}

/// One mutant, and what the recording shows of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MutantOutcome {
    /// The name of the mutant: `served/member-patch/too-long`.
    pub mutant: String,
    /// The server that it stands for, as a clause behind "a server that".
    pub about: String,
    /// The operation that it belongs to, if it belongs to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The row whose responses it changes, if it changes those of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<ErrorId>,
    /// The requirement that it breaks.
    pub requirement: RequirementId,
    /// What the recording shows.
    #[serde(flatten)]
    pub state: MutantState,
}

/// The state of a mutant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum MutantState {
    /// Cases report the requirement that it breaks.
    Detected {
        /// These cases.
        by: Vec<String>,
    },
    /// Cases have exchanges that it changes, and none reports the requirement that it breaks.
    Undetected {
        /// These cases.
        cases: Vec<String>,
    },
    /// No case has an exchange that it changes.
    Unreached {
        /// The case that would detect it.
        missing: String,
    },
    /// The documentation allows what it does, as each case of its cell says.
    Allowed {
        /// These cases.
        by: Vec<String>,
    },
}

/// The numbers of mutants that count and of those that are detected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DetectionCount {
    /// The number of detected mutants.
    pub detected: usize,
    /// The number of all mutants but those that the documentation allows.
    pub all: usize,
}

impl DetectionCount {
    fn add_mutant(&mut self, mutant: &MutantOutcome) {
        match mutant.state {
            MutantState::Detected { .. } => {
                self.detected += 1;
                self.all += 1;
            }
            MutantState::Undetected { .. } | MutantState::Unreached { .. } => self.all += 1,
            MutantState::Allowed { .. } => {}
        }
    }

    /// Returns the share of detected mutants in percent, rounded down to a tenth: 100 means all.
    #[must_use]
    pub fn percentage(self) -> f64 {
        match (self.detected * 1000).checked_div(self.all) {
            #[expect(clippy::cast_precision_loss, reason = "it is at most 1000")]
            Some(tenths) => tenths as f64 / 10.0,
            None => 100.0,
        }
    }
}

impl MutationScore {
    /// Counts the mutants.
    #[must_use]
    pub fn count_mutants(&self) -> DetectionCount {
        let mut count = DetectionCount::default();
        self.mutants
            .iter()
            .for_each(|mutant| count.add_mutant(mutant));
        count
    }

    /// Counts the mutants by the requirement that they break.
    #[must_use]
    pub fn count_by_requirement(&self) -> BTreeMap<RequirementId, DetectionCount> {
        self.count_mutants_by_key(|mutant| Some(mutant.requirement))
    }

    /// Counts the mutants that belong to an operation.
    #[must_use]
    pub fn count_by_operation(&self) -> BTreeMap<&str, DetectionCount> {
        self.count_mutants_by_key(|mutant| mutant.operation.as_deref())
    }

    /// Counts the mutants that change the responses of a row.
    #[must_use]
    pub fn count_by_row(&self) -> BTreeMap<ErrorId, DetectionCount> {
        self.count_mutants_by_key(|mutant| mutant.row)
    }

    fn count_mutants_by_key<'m, K: Ord>(
        &'m self,
        key: impl Fn(&'m MutantOutcome) -> Option<K>,
    ) -> BTreeMap<K, DetectionCount> {
        let mut counts: BTreeMap<K, DetectionCount> = BTreeMap::new();
        for mutant in &self.mutants {
            if let Some(key) = key(mutant) {
                counts.entry(key).or_default().add_mutant(mutant);
            }
        }
        counts
    }

    /// Lists the mutants that no case detects, although the documentation forbids what they do.
    pub fn undetected_mutants(&self) -> impl Iterator<Item = &MutantOutcome> {
        self.mutants.iter().filter(|mutant| match mutant.state {
            MutantState::Undetected { .. } | MutantState::Unreached { .. } => true,
            MutantState::Detected { .. } | MutantState::Allowed { .. } => false,
        })
    }

    /// Lists the cases that alone detect a mutant, each with the first such mutant.
    #[must_use]
    pub fn sole_detecting_cases(&self) -> BTreeMap<&str, &MutantOutcome> {
        let mut witnesses = BTreeMap::new();
        for mutant in &self.mutants {
            if let MutantState::Detected { by } = &mutant.state
                && let [case] = by.as_slice()
            {
                witnesses.entry(case.as_str()).or_insert(mutant);
            }
        }
        witnesses
    }

    /// Lists the cases that are nobody's only witness: without any one of them, the same mutants are detected.
    #[must_use]
    pub fn redundant_cases(&self) -> Vec<&str> {
        let needed: BTreeSet<&str> = self.sole_detecting_cases().into_keys().collect();
        let cases = self.cases.iter().map(String::as_str);
        cases.filter(|case| !needed.contains(case)).collect()
    }
}
