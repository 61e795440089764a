//! Ranks: what a run proves first, so that little time proves much.

use serde::{Deserialize, Serialize};

/// What a case is tried for at its place in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rank {
    /// It proves a row of the table.
    Rows,
    /// It is the first that asks for an operation.
    Operations,
    /// It is the first in which this actor asks for the operation.
    Actors,
    /// It is the first that asks for the operation in this wrong way.
    Ways,
    /// It adds another form of what is proven already.
    Rest,
}

impl Rank {
    /// Every rank, the first first.
    pub const ALL: [Self; 5] = [
        Self::Rows,
        Self::Operations,
        Self::Actors,
        Self::Ways,
        Self::Rest,
    ];

    /// What is tried when the rank is over.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Rows => "every row",
            Self::Operations => "every operation",
            Self::Actors => "every actor of every operation",
            Self::Ways => "every way to ask wrongly for every operation",
            Self::Rest => "everything",
        }
    }
}
