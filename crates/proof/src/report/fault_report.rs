//! The fault report: the faults that were injected into a server, and the cases that detected them.

use std::collections::BTreeSet;

use badreq::outcome::RequirementId;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// A table of faults with the cases that detected each, and of false alarms on servers without a fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultReport {
    /// The faults, in the order of their list.
    pub faults: Vec<FaultOutcome>,
    /// The number of cases that could detect the faults.
    pub cases: usize,
    /// The servers without a fault that were tested with the same cases.
    pub conforming: Vec<String>,
    /// Violations that were reported for these servers.
    pub false_alarms: Vec<FalseAlarm>,
    /// The wall time, in milliseconds.
    pub elapsed_ms: u64,
    /// The number of processors.
    pub cores: usize,
}

/// The outcome of one fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultOutcome {
    /// The name of the fault: `status/20003`.
    pub fault: String,
    /// The first part of the name, which the fault shares with similar ones.
    pub family: String,
    /// The requirements that the fault breaks, as written down by hand.
    pub breaks: BTreeSet<RequirementId>,
    /// The number of cases that came near the fault and were tried.
    pub reached_by: usize,
    /// The cases that detected the fault.
    pub detections: Vec<DetectingCase>,
    /// The requirements for every response that were reported as broken.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub responses: BTreeSet<RequirementId>,
    /// The cases that could not be judged; they neither detected the fault nor missed it.
    pub unjudged: Vec<InconclusiveCase>,
    /// The objections to the outcome; empty where the right cases detected the fault for the right reason.
    pub objections: Vec<FaultObjection>,
}

/// A case that detected a fault.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DetectingCase {
    /// The case.
    pub case: String,
    /// The requirements that the case reported.
    pub requirements: BTreeSet<RequirementId>,
}

/// A case that could not be judged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct InconclusiveCase {
    /// The case.
    pub case: String,
    /// The reason.
    pub reason: String,
}

/// A reason why a fault does not count as detected for the right reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum FaultObjection {
    /// The server with the fault could not be tried.
    Untried {
        /// The reason.
        reason: String,
    },
    /// No case comes near the fault.
    OutOfReach,
    /// Cases came near the fault, and none detected it.
    Undetected,
    /// The fault was detected, but not for everything that it breaks.
    AnotherReason {
        /// The broken requirements that were not reported.
        lacking: BTreeSet<RequirementId>,
        /// The requirements that were reported.
        reported: BTreeSet<RequirementId>,
    },
    /// Cases detected the fault that must not detect it.
    Spilled {
        /// The names of these cases.
        cases: Vec<String>,
    },
}

/// A violation that was reported for a server without a fault.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FalseAlarm {
    /// The server.
    pub server: String,
    /// The case.
    pub case: String,
    /// The requirements that the case reported.
    pub requirements: BTreeSet<RequirementId>,
    /// The reason why the case is not green, where it reported no requirement.
    pub reason: Option<String>,
}

impl FaultOutcome {
    /// Reports whether any case or any finding about every response detected the fault, for whatever reason.
    #[must_use]
    pub fn is_detected(&self) -> bool {
        !self.detections.is_empty() || !self.responses.is_empty()
    }

    /// Reports whether the fault was detected for the right reason, and only by cases that may detect it.
    #[must_use]
    pub fn is_detected_as_expected(&self) -> bool {
        self.objections.is_empty()
    }

    /// Returns the only case that detected the fault, where exactly one did.
    #[must_use]
    pub fn only_detecting_case(&self) -> Option<&str> {
        match self.detections.as_slice() {
            [notice] if self.responses.is_empty() => Some(&notice.case),
            _ => None,
        }
    }
}

impl FaultReport {
    /// Reports whether every fault was detected for the right reason, and no false alarm was raised.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        self.faults
            .iter()
            .all(FaultOutcome::is_detected_as_expected)
            && self.false_alarms.is_empty()
    }

    /// Returns the number of faults that were detected.
    #[must_use]
    pub fn count_detected(&self) -> usize {
        self.faults
            .iter()
            .filter(|fault| fault.is_detected())
            .count()
    }

    /// Returns the number of faults that were not detected.
    #[must_use]
    pub fn count_undetected(&self) -> usize {
        self.faults.len() - self.count_detected()
    }

    /// Groups the faults by family, in the order of the first fault of each.
    #[must_use]
    pub fn group_by_family(&self) -> IndexMap<&str, Vec<&FaultOutcome>> {
        let mut families: IndexMap<&str, Vec<&FaultOutcome>> = IndexMap::new();
        for fault in &self.faults {
            families.entry(&fault.family).or_default().push(fault);
        }
        families
    }

    /// Lists the faults with an objection.
    pub fn faults_with_objections(&self) -> impl Iterator<Item = &FaultOutcome> {
        self.faults
            .iter()
            .filter(|fault| !fault.is_detected_as_expected())
    }

    /// Lists the faults that a single case detected, with that case: without it they would go undetected.
    pub fn faults_detected_by_one_case(&self) -> impl Iterator<Item = (&FaultOutcome, &str)> {
        let faults = self.faults.iter();
        faults.filter_map(|fault| Some((fault, fault.only_detecting_case()?)))
    }
}
