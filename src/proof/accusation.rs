//! Fault expectations: the requirements that a fault breaks, and the cases that may detect it.

use std::collections::BTreeSet;

use crate::check::Answer;
use crate::contract::{RequirementId, RowName};
use crate::suite::{Case, Pattern};

/// The requirements that some faults break, and the cases that may detect them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accusation {
    /// The pattern of the faults, as written in the file.
    pub faults: String,
    /// The requirements that each of these faults breaks: all of them must be reported.
    pub breaks: BTreeSet<RequirementId>,
    /// The cases that must not detect these faults.
    pub spares: Vec<Cases>,
    /// The only cases that may detect these faults; if empty, all cases may.
    pub only: Vec<Cases>,
    /// A description of these faults.
    pub about: Option<String>,
    /// The line in the file, counted from 1.
    pub line: usize,
}

/// A selection of cases in a fault expectation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cases {
    /// The cases that a pattern matches.
    Of(Pattern),
    /// The cases that may get the row at the end of the fault's name, written `{row}`: those that expect or accept it, and those that expect no
    /// particular row.
    OfItsRow,
}

impl Cases {
    /// The text of [`Cases::OfItsRow`].
    pub(super) const ROW: &str = "{row}";

    /// Parses a selection: `{row}` or a pattern.
    #[must_use]
    pub fn of(text: &str) -> Self {
        if text == Self::ROW {
            Self::OfItsRow
        } else {
            Self::Of(Pattern::of(text))
        }
    }

    /// Reports whether this selection, in an expectation for this fault, contains a case.
    #[must_use]
    pub fn fit(&self, case: &Case, fault: &str) -> bool {
        match self {
            Self::Of(pattern) => pattern.fits(case),
            Self::OfItsRow => row_of(fault).is_some_and(|row| may_be_answered(case, row)),
        }
    }
}

/// Parses the row at the end of a fault's name: `status/20003`, `status/0/401`.
pub(super) fn row_of(fault: &str) -> Option<RowName> {
    let mut at = fault.rmatch_indices('/').map(|(at, _)| at + 1);
    let (last, before) = (at.next()?, at.next());
    let with_status = before.and_then(|at| fault[at..].parse().ok());
    with_status.or_else(|| fault[last..].parse().ok())
}

fn may_be_answered(case: &Case, row: RowName) -> bool {
    match &case.expected.answer {
        Answer::Row { expected, accepted } => *expected == row || accepted.contains(&row),
        Answer::Refusal | Answer::AnyRow => true,
    }
}

impl Accusation {
    /// Reports whether a case may detect a fault.
    #[must_use]
    pub fn allows(&self, case: &Case, fault: &str) -> bool {
        let fits = |cases: &Cases| cases.fit(case, fault);
        !self.spares.iter().any(fits) && (self.only.is_empty() || self.only.iter().any(fits))
    }
}

/// The justification of redundant cases: those that detect no fault that other cases miss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Justification {
    /// The cases: each pattern, its text in the file, and its line.
    pub(super) cases: Vec<(Pattern, String, usize)>,
    /// The reason to keep them.
    pub(super) reason: String,
}
