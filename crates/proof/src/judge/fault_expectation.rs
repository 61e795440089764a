//! Fault expectations: the requirements that a fault breaks, and the cases that may detect it.

use std::collections::BTreeSet;

use badreq::contract::RequirementId;
use badreq::suite::{Case, CasePattern};

/// The requirements that some faults break, and the cases that may detect them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultExpectation {
    /// The pattern of the faults, as written in the file.
    pub faults: String,
    /// The requirements that each of these faults breaks: all of them must be reported.
    pub breaks: BTreeSet<RequirementId>,
    /// The cases that must not detect these faults.
    pub must_not_detect: Vec<CasePattern>,
    /// The only cases that may detect these faults; if empty, all cases may.
    pub may_detect: Vec<CasePattern>,
    /// A description of these faults.
    pub about: Option<String>,
    /// The line in the file, counted from 1.
    pub line: usize,
}

impl FaultExpectation {
    /// Reports whether a case may detect these faults.
    #[must_use]
    pub fn may_be_detected_by(&self, case: &Case) -> bool {
        let fits = |cases: &CasePattern| cases.matches(case);
        !self.must_not_detect.iter().any(fits)
            && (self.may_detect.is_empty() || self.may_detect.iter().any(fits))
    }
}
