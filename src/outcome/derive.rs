//! The parts of a run's outcome that are derived from its cases.

use super::{RunOutcome, hollow, row_outcomes};

impl RunOutcome {
    /// Derives everything that follows from the cases, the responses and the baseline: the rows, the warnings that the run proves little, the known
    /// responses, and the baseline entries that need a change.
    ///
    /// Call it again after a change of the cases, the responses or the baseline.
    pub fn derive(&mut self) {
        self.rows = row_outcomes(&self.run.table, &self.cases);
        self.hollow = hollow(&self.cases);
        if let Some(baseline) = &self.run.baseline {
            baseline.mark_responses(&mut self.responses);
        }
        self.stale = self.stale_entries();
    }
}
