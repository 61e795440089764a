//! Reasons of verdicts for tests.

use super::super::{
    ConditionFailure, FixtureFailure, FixtureStep, HarnessFailure, Unproven, Verdict,
};
use crate::check::Open;

/// Returns the failure of a fixture that could not be created.
pub(crate) fn lost_fixture(fixture: &str, detail: &str) -> Unproven {
    Unproven::Fixture(FixtureFailure {
        fixture: fixture.to_owned(),
        step: FixtureStep::Make,
        detail: detail.to_owned(),
    })
}

/// Returns the failure of a burst that was inconclusive in three tries.
pub(crate) fn inconclusive_burst() -> Unproven {
    Unproven::Condition(ConditionFailure::InconclusiveBurst {
        tries: 3,
        open: vec![Open::SentTooSlowly {
            took_ms: 1200,
            window_ms: 1000,
        }],
    })
}

/// Returns the verdict of a case in which the harness panicked.
pub(crate) fn panicked() -> Verdict {
    Verdict::HarnessError {
        reason: HarnessFailure::Panic,
    }
}
