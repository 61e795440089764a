//! Ranks: the order in which a run proves things, so that little time proves much.

use serde::{Deserialize, Serialize};

/// The rank of a case: what it adds to the coverage of the cases before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CoverageRank {
    /// The case proves a row of the table.
    Rows,
    /// The case is the first one for its operation.
    Operations,
    /// The case is the first one in which this actor uses the operation.
    Actors,
    /// The case is the first one with this defect for the operation.
    Defects,
    /// The case adds another form of something that is proven already.
    Rest,
}

impl CoverageRank {
    /// Every rank, in the order of the plan.
    pub const ALL: [Self; 5] = [
        Self::Rows,
        Self::Operations,
        Self::Actors,
        Self::Defects,
        Self::Rest,
    ];

    /// Returns the words for everything that has been tried at the end of the rank.
    #[must_use]
    pub fn describe_coverage(self) -> &'static str {
        match self {
            Self::Rows => "every row",
            Self::Operations => "every operation",
            Self::Actors => "every actor of every operation",
            Self::Defects => "every defect of every operation",
            Self::Rest => "everything",
        }
    }
}
