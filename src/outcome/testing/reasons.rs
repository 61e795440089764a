//! Reasons of verdicts for tests.

use super::super::{
    ConditionFailure, FixtureFailure, FixtureStep, HarnessFailure, InconclusiveReason, Verdict,
};
use crate::check::BurstInconclusiveReason;

/// Returns the failure of a fixture that could not be created.
pub(crate) fn fixture_creation_failure(fixture: &str, detail: &str) -> InconclusiveReason {
    InconclusiveReason::Fixture(FixtureFailure {
        fixture: fixture.to_owned(),
        step: FixtureStep::Make,
        detail: detail.to_owned(),
    })
}

/// Returns the failure of a burst that was inconclusive in three tries.
pub(crate) fn inconclusive_burst_reason() -> InconclusiveReason {
    InconclusiveReason::Condition(ConditionFailure::InconclusiveBurst {
        tries: 3,
        open: vec![BurstInconclusiveReason::SentTooSlowly {
            took_ms: 1200,
            window_ms: 1000,
        }],
    })
}

/// Returns the verdict of a case in which the harness panicked.
pub(crate) fn harness_panic_verdict() -> Verdict {
    Verdict::HarnessError {
        reason: HarnessFailure::Panic,
    }
}
