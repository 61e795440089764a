//! The result of a check, and the assertion that the server conforms.

use std::fmt;

use super::drift::SnapshotDrift;
use super::drift_group::group_snapshot_drift;
use crate::outcome::{ConformanceConclusion, RunOutcome};
use crate::report::{DisplayOptions, strip_terminal_codes, write_terminal_report};

/// The result of a conformance run. Its `Display` is the report that the command prints, without colours.
#[derive(Clone, Debug, PartialEq)]
pub struct ConformanceReport {
    outcome: RunOutcome,
    drift: Vec<SnapshotDrift>,
}

impl ConformanceReport {
    pub(super) fn new(outcome: RunOutcome, drift: Vec<SnapshotDrift>) -> Self {
        Self { outcome, drift }
    }

    /// Returns the outcome of the run: every case with its verdict, the row coverage, and the cost of the run.
    #[must_use]
    pub fn outcome(&self) -> &RunOutcome {
        &self.outcome
    }

    /// Returns the responses that keep the contract but differ from their snapshots.
    #[must_use]
    pub fn snapshot_drifts(&self) -> &[SnapshotDrift] {
        &self.drift
    }

    /// Reports whether something was proven and nothing is wrong: no finding, no drift, and everything that the run created is removed.
    #[must_use]
    pub fn conforms(&self) -> bool {
        self.outcome.conclusion() == ConformanceConclusion::Conforms
            && self.outcome.leftovers.is_empty()
            && self.drift.is_empty()
    }

    /// Panics with the report unless the server [conforms](Self::conforms).
    ///
    /// It also panics if no case could be judged, if the run was cut short, or if the baseline must be changed: such a run proves nothing.
    ///
    /// # Panics
    /// Panics if the server does not conform, or if nothing shows that it does.
    #[track_caller]
    pub fn assert_conforms(&self) {
        #[expect(clippy::panic, reason = "an assertion fails by panicking")]
        if !self.conforms() {
            panic!("{self}");
        }
    }
}

impl fmt::Display for ConformanceReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Vec::new();
        write_terminal_report(&mut text, &self.outcome, DisplayOptions::default())
            .map_err(|_| fmt::Error)?;
        f.write_str(strip_terminal_codes(&String::from_utf8_lossy(&text)).trim_end())?;
        group_snapshot_drift(&self.drift)
            .iter()
            .try_for_each(|own| write!(f, "\n\n{own}"))
    }
}
