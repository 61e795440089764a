//! What cases are worth: which of them notice something that no other does.

use serde::{Deserialize, Serialize};

/// Which cases notice nothing that no other case notices, and whether somebody said why they stay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worth {
    /// Cases that notice nothing that no other case notices, in the order of the suites.
    pub redundant: Vec<Redundant>,
    /// Patterns of the page that say why cases stay, and fit no redundant case.
    pub stale: Vec<Stale>,
}

/// A case that notices nothing that no other case notices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redundant {
    /// The case.
    pub case: String,
    /// How many faults it notices beside others.
    pub notices: usize,
    /// Why it stays; `None` where nobody said so.
    pub reason: Option<String>,
}

/// A pattern that was written for redundant cases, and fits none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stale {
    /// The pattern.
    pub pattern: String,
    /// The page that it stands on.
    pub file: String,
    /// The line of that page, counted from 1.
    pub line: usize,
}

impl Worth {
    /// Whether every redundant case has a reason to stay, and every reason a case.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.stale.is_empty() && self.unjustified().next().is_none()
    }

    /// Redundant cases that nobody gave a reason for.
    pub fn unjustified(&self) -> impl Iterator<Item = &Redundant> {
        let cases = self.redundant.iter();
        cases.filter(|case| case.reason.is_none())
    }

    /// Cases that notice no fault at all.
    pub fn idle(&self) -> impl Iterator<Item = &Redundant> {
        self.redundant.iter().filter(|case| case.notices == 0)
    }
}
