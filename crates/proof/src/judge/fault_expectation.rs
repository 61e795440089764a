//! Fault expectations: the requirements that a fault breaks, and the cases that may detect it.

use std::collections::BTreeSet;

use badreq::check::ExpectedRefusal;
use badreq::contract::{ErrorId, RequirementId};
use badreq::suite::{Case, CasePattern};

/// The requirements that some faults break, and the cases that may detect them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultExpectation {
    /// The pattern of the faults, as written in the file.
    pub faults: String,
    /// The requirements that each of these faults breaks: all of them must be reported.
    pub breaks: BTreeSet<RequirementId>,
    /// The cases that must not detect these faults.
    pub must_not_detect: Vec<CaseMatcher>,
    /// The only cases that may detect these faults; if empty, all cases may.
    pub may_detect: Vec<CaseMatcher>,
    /// A description of these faults.
    pub about: Option<String>,
    /// The line in the file, counted from 1.
    pub line: usize,
}

/// A selection of cases in a fault expectation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseMatcher {
    /// The cases that a pattern matches.
    Pattern(CasePattern),
    /// The cases that may get the row at the end of the fault's name, written `{row}`: those that expect or accept it, and those that expect no
    /// particular row.
    FaultRow,
}

impl CaseMatcher {
    /// The text of [`CaseMatcher::FaultRow`].
    pub(super) const FAULT_ROW: &str = "{row}";

    /// Parses a selection: `{row}` or a pattern.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if text == Self::FAULT_ROW {
            Self::FaultRow
        } else {
            Self::Pattern(CasePattern::from_text(text))
        }
    }

    /// Reports whether this selection, in an expectation for this fault, contains a case.
    #[must_use]
    pub fn matches_case(&self, case: &Case, fault: &str) -> bool {
        match self {
            Self::Pattern(pattern) => pattern.matches(case),
            Self::FaultRow => row_in_fault_name(fault).is_some_and(|row| may_get_row(case, row)),
        }
    }
}

/// Parses the row at the end of a fault's name: `status/20003`, `status/0/401`.
pub(super) fn row_in_fault_name(fault: &str) -> Option<ErrorId> {
    let mut at = fault.rmatch_indices('/').map(|(at, _)| at + 1);
    let (last, before) = (at.next()?, at.next());
    let with_status = before.and_then(|at| fault[at..].parse().ok());
    with_status.or_else(|| fault[last..].parse().ok())
}

fn may_get_row(case: &Case, row: ErrorId) -> bool {
    match &case.expectation.outcome {
        ExpectedRefusal::Row { .. } => case
            .expectation
            .outcome
            .named_rows()
            .any(|named| named == row),
        ExpectedRefusal::AnyRefusal | ExpectedRefusal::AnyRow => true,
    }
}

impl FaultExpectation {
    /// Reports whether a case may detect a fault.
    #[must_use]
    pub fn may_be_detected_by(&self, case: &Case, fault: &str) -> bool {
        let fits = |cases: &CaseMatcher| cases.matches_case(case, fault);
        !self.must_not_detect.iter().any(fits)
            && (self.may_detect.is_empty() || self.may_detect.iter().any(fits))
    }
}
