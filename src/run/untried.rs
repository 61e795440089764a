//! Cases that send nothing, for a reason that is known beforehand.

use super::means::Means;
use crate::contract::RowName;
use crate::outcome::{SkipReason, Unproven, Verdict};
use crate::suite::Case;

/// The reason for which a case sends nothing, as far as it is known beforehand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Untried {
    /// The edition has no such row.
    NotInEdition(RowName),
    /// Something is missing that only the operator can supply.
    Lacking(Unproven),
}

impl From<Unproven> for Untried {
    fn from(lacking: Unproven) -> Self {
        Self::Lacking(lacking)
    }
}

impl Untried {
    /// Finds out whether the edition has the case's row and whether every token of it is at hand.
    pub(super) fn check(case: &Case, means: &Means<'_>) -> Result<(), Self> {
        if let Some(row) = case.row()
            && means.contract.table.row(row).is_none()
        {
            return Err(Self::NotInEdition(row));
        }
        match case.asks().find_map(|ask| means.lack_of_token(ask.actor)) {
            Some(lacking) => Err(lacking.into()),
            None => Ok(()),
        }
    }

    /// Returns the verdict that it leaves a case with.
    pub(super) fn verdict(self) -> Verdict {
        match self {
            Self::NotInEdition(row) => Verdict::Skipped {
                reason: SkipReason::NotInEdition { row },
            },
            Self::Lacking(because) => Verdict::Unproven { because },
        }
    }
}
