//! The redundancy of a suite: the cases that detect no fault that others do not detect too.

use serde::{Deserialize, Serialize};

/// The redundant cases, and the written reasons why they stay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuiteRedundancy {
    /// The redundant cases, in the order of the suites.
    pub redundant: Vec<RedundantCase>,
    /// Patterns of the page of reasons that match no redundant case.
    pub stale: Vec<StaleJustification>,
}

/// A case that detects only faults that other cases detect too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedundantCase {
    /// The case.
    pub case: String,
    /// The number of faults that it detects along with others.
    pub detections: usize,
    /// The reason why the case stays; `None` where none is written down.
    pub reason: Option<String>,
}

/// A pattern that gives a reason for redundant cases, and matches none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaleJustification {
    /// The pattern.
    pub pattern: String,
    /// The page of the pattern.
    pub file: String,
    /// The line of that page, counted from 1.
    pub line: usize,
}

impl SuiteRedundancy {
    /// Reports whether every redundant case has a reason to stay, and every reason matches a case.
    #[must_use]
    pub fn is_justified(&self) -> bool {
        self.stale.is_empty() && self.unjustified_cases().next().is_none()
    }

    /// Lists the redundant cases without a reason to stay.
    pub fn unjustified_cases(&self) -> impl Iterator<Item = &RedundantCase> {
        let cases = self.redundant.iter();
        cases.filter(|case| case.reason.is_none())
    }

    /// Lists the cases that detect no fault at all.
    pub fn cases_detecting_nothing(&self) -> impl Iterator<Item = &RedundantCase> {
        self.redundant.iter().filter(|case| case.detections == 0)
    }
}
