//! Accusations: what a fault breaks, and who may notice it.

use std::collections::BTreeSet;

use crate::check::Answer;
use crate::contract::{RequirementId, RowName};
use crate::suite::{Case, Pattern};

/// What some faults break, and who may notice them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accusation {
    /// The faults that are meant, as it was written.
    pub faults: String,
    /// The requirements that each of them breaks: all of them have to be reported.
    pub breaks: BTreeSet<RequirementId>,
    /// Cases that must not notice them.
    pub spares: Vec<Cases>,
    /// The only cases that may notice them; all, where nothing stands here.
    pub only: Vec<Cases>,
    /// What it is about.
    pub about: Option<String>,
    /// The line of the page, counted from 1.
    pub line: usize,
}

/// Some cases, as an accusation names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cases {
    /// Those that a pattern means.
    Of(Pattern),
    /// Those that the row at the end of the fault's name is an answer for, written `{row}`: the cases that expect it or accept it, and those
    /// that expect no row in particular.
    OfItsRow,
}

impl Cases {
    /// How [`Cases::OfItsRow`] is written.
    pub(super) const ROW: &str = "{row}";

    /// Reads a word.
    #[must_use]
    pub fn of(text: &str) -> Self {
        if text == Self::ROW {
            Self::OfItsRow
        } else {
            Self::Of(Pattern::of(text))
        }
    }

    /// Whether a case is meant, where it is about this fault.
    #[must_use]
    pub fn fit(&self, case: &Case, fault: &str) -> bool {
        match self {
            Self::Of(pattern) => pattern.fits(case),
            Self::OfItsRow => row_of(fault).is_some_and(|row| may_be_answered(case, row)),
        }
    }
}

/// The row that the name of a fault ends with: `status/20003`, `status/0/401`.
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
    /// Whether a case may notice a fault.
    #[must_use]
    pub fn allows(&self, case: &Case, fault: &str) -> bool {
        let fits = |cases: &Cases| cases.fit(case, fault);
        !self.spares.iter().any(fits) && (self.only.is_empty() || self.only.iter().any(fits))
    }
}

/// Why cases stay that notice nothing that no other case notices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Justification {
    /// The cases, each with the pattern as it was written and its line.
    pub(super) cases: Vec<(Pattern, String, usize)>,
    /// Why they stay.
    pub(super) reason: String,
}
