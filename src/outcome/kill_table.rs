//! The kill table: which cases noticed which fault of a server that is broken on purpose.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{RequirementId, Worth};

/// Which cases noticed which faults, and what servers without a fault were accused of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KillTable {
    /// The faults, in the order of their list.
    pub faults: Vec<FaultOutcome>,
    /// How many cases there were to notice them.
    pub cases: usize,
    /// The servers without a fault that were held to the same cases.
    pub conforming: Vec<String>,
    /// What those were accused of.
    pub false_alarms: Vec<FalseAlarm>,
    /// What each case is worth; `None` where not all cases met all faults.
    pub worth: Option<Worth>,
    /// Wall time, in milliseconds.
    pub elapsed_ms: u64,
    /// How many processors there were.
    pub cores: usize,
}

/// What came of one fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultOutcome {
    /// Its name: `status/20003`.
    pub fault: String,
    /// What it has in common with others: the first part of its name.
    pub family: String,
    /// The requirements that it breaks, as somebody wrote them down.
    pub breaks: BTreeSet<RequirementId>,
    /// The cases that came near it and were tried.
    pub reached_by: usize,
    /// The cases that noticed it.
    pub notices: Vec<Notice>,
    /// The requirements that responses of every kind broke, whatever was asked.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub responses: BTreeSet<RequirementId>,
    /// The cases that could not be judged; they neither noticed it nor missed it.
    pub unjudged: Vec<Unjudged>,
    /// What is not as it should be; nothing where it was noticed for the right reason and by nobody who must not.
    pub objections: Vec<Objection>,
}

/// A case that noticed a fault.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Notice {
    /// The case.
    pub case: String,
    /// The requirements that it reported.
    pub requirements: BTreeSet<RequirementId>,
}

/// A case that could not be judged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unjudged {
    /// The case.
    pub case: String,
    /// Why not.
    pub reason: String,
}

/// Why a fault does not count as noticed for the right reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Objection {
    /// The server with it could not be tried.
    Untried {
        /// Why not.
        reason: String,
    },
    /// No case comes near it.
    OutOfReach,
    /// Cases came near it, and none noticed.
    Missed,
    /// It was noticed, but not for all that it breaks.
    AnotherReason {
        /// What it breaks and nobody reported.
        lacking: BTreeSet<RequirementId>,
        /// What was reported.
        reported: BTreeSet<RequirementId>,
    },
    /// Cases noticed it that must not.
    Spilled {
        /// Those cases.
        cases: Vec<String>,
    },
}

/// Something that a server without a fault was accused of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FalseAlarm {
    /// The server.
    pub server: String,
    /// The case.
    pub case: String,
    /// The requirements that it reported.
    pub requirements: BTreeSet<RequirementId>,
    /// Why the case is not green, where it reported no requirement.
    pub reason: Option<String>,
}

impl FaultOutcome {
    /// Whether any case noticed it, or what responses of every kind show, for whatever reason.
    #[must_use]
    pub fn is_noticed(&self) -> bool {
        !self.notices.is_empty() || !self.responses.is_empty()
    }

    /// Whether it was noticed for the right reason, and by nobody who must not.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.objections.is_empty()
    }

    /// The only case that noticed it, where there is but one.
    #[must_use]
    pub fn only_witness(&self) -> Option<&str> {
        match self.notices.as_slice() {
            [notice] if self.responses.is_empty() => Some(&notice.case),
            _ => None,
        }
    }
}

impl KillTable {
    /// Whether every fault was noticed for the right reason, nobody was accused without one, and every case is worth its place.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.faults.iter().all(FaultOutcome::is_right)
            && self.false_alarms.is_empty()
            && self.worth.as_ref().is_none_or(Worth::is_right)
    }

    /// The faults that some case noticed.
    #[must_use]
    pub fn noticed(&self) -> usize {
        self.faults
            .iter()
            .filter(|fault| fault.is_noticed())
            .count()
    }

    /// The faults that no case noticed.
    #[must_use]
    pub fn missed(&self) -> usize {
        self.faults.len() - self.noticed()
    }

    /// The families, in the order of their first fault, each with its faults.
    #[must_use]
    pub fn families(&self) -> IndexMap<&str, Vec<&FaultOutcome>> {
        let mut families: IndexMap<&str, Vec<&FaultOutcome>> = IndexMap::new();
        for fault in &self.faults {
            families.entry(&fault.family).or_default().push(fault);
        }
        families
    }

    /// The faults that something is not right with.
    pub fn wrong(&self) -> impl Iterator<Item = &FaultOutcome> {
        self.faults.iter().filter(|fault| !fault.is_right())
    }

    /// The faults that a single case noticed: without that case they would be missed.
    pub fn fragile(&self) -> impl Iterator<Item = (&FaultOutcome, &str)> {
        let faults = self.faults.iter();
        faults.filter_map(|fault| Some((fault, fault.only_witness()?)))
    }
}
