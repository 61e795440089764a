//! The evidence of a session on whether reads of its target show the latest writes.

use std::sync::{Mutex, PoisonError};

/// The number of changes that were confirmed in a row after which reads are taken to show the latest writes.
const CONFIRMATIONS: u32 = 3;

/// The evidence so far on whether reads show the latest writes: a replica or a cache may be behind.
///
/// It keeps the confirmation of changes affordable: a target that truly changes state in hundreds of cases pays for it in the first few only.
#[derive(Debug, Default)]
pub(super) struct ReadFreshness(Mutex<FreshnessEvidence>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FreshnessEvidence {
    /// Nothing is certain yet; so many changes in a row were confirmed.
    Open { confirmed: u32 },
    /// Reads show the latest writes.
    Fresh,
    /// A read did not show the latest write.
    Behind,
}

impl Default for FreshnessEvidence {
    fn default() -> Self {
        Self::Open { confirmed: 0 }
    }
}

impl ReadFreshness {
    /// Reports whether reads have proven to show the latest writes.
    pub(super) fn is_proven(&self) -> bool {
        self.evidence() == FreshnessEvidence::Fresh
    }

    /// Reports whether a read has been behind a write.
    pub(super) fn is_refuted(&self) -> bool {
        self.evidence() == FreshnessEvidence::Behind
    }

    /// Records a change that later reads confirmed.
    pub(super) fn record_confirmed_change(&self) {
        self.update_evidence(|evidence| match evidence {
            FreshnessEvidence::Open { confirmed } if confirmed + 1 < CONFIRMATIONS => {
                FreshnessEvidence::Open {
                    confirmed: confirmed + 1,
                }
            }
            FreshnessEvidence::Open { .. } | FreshnessEvidence::Fresh => FreshnessEvidence::Fresh,
            FreshnessEvidence::Behind => FreshnessEvidence::Behind,
        });
    }

    /// Records a difference that came by itself, as that of a time does.
    pub(super) fn record_spontaneous_difference(&self) {
        self.update_evidence(|evidence| match evidence {
            FreshnessEvidence::Open { .. } => FreshnessEvidence::default(),
            FreshnessEvidence::Fresh => FreshnessEvidence::Fresh,
            FreshnessEvidence::Behind => FreshnessEvidence::Behind,
        });
    }

    /// Records a change that did not come again once the reads had settled.
    pub(super) fn record_refuted_change(&self) {
        self.update_evidence(|_| FreshnessEvidence::Behind);
    }

    fn evidence(&self) -> FreshnessEvidence {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn update_evidence(&self, update: impl FnOnce(FreshnessEvidence) -> FreshnessEvidence) {
        let mut evidence = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *evidence = update(*evidence);
    }
}

#[cfg(test)]
mod tests {
    use super::{CONFIRMATIONS, ReadFreshness};

    #[test]
    fn reads_are_fresh_after_some_confirmed_changes_in_a_row() {
        let own = ReadFreshness::default();
        own.record_confirmed_change();
        own.record_spontaneous_difference();
        for _ in 1..CONFIRMATIONS {
            own.record_confirmed_change();
        }
        assert!(!own.is_proven());
        own.record_confirmed_change();
        assert!(own.is_proven());
    }

    #[test]
    fn one_read_that_was_behind_outweighs_every_confirmation() {
        let own = ReadFreshness::default();
        own.record_refuted_change();
        for _ in 0..CONFIRMATIONS {
            own.record_confirmed_change();
        }
        assert!(own.is_refuted() && !own.is_proven());
    }
}
