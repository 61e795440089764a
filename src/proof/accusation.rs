//! Accusations: what a fault breaks, and who may notice it.

use std::collections::BTreeSet;

use crate::contract::RequirementId;
use crate::suite::{Case, Pattern};

/// What some faults break, and who may notice them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accusation {
    /// The faults that are meant, as it was written.
    pub faults: String,
    /// The requirements that each of them breaks: all of them have to be reported.
    pub breaks: BTreeSet<RequirementId>,
    /// Cases that must not notice them.
    pub spares: Vec<Pattern>,
    /// The only cases that may notice them; all, where nothing stands here.
    pub only: Vec<Pattern>,
    /// What it is about.
    pub about: Option<String>,
    /// The line of the page, counted from 1.
    pub line: usize,
}

impl Accusation {
    /// Whether a case may notice the faults.
    #[must_use]
    pub fn allows(&self, case: &Case) -> bool {
        let fits = |pattern: &Pattern| pattern.fits(case);
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
