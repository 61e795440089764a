//! What a run says besides its cases, derived from them.

use super::{RunOutcome, hollow, row_outcomes};

impl RunOutcome {
    /// Derives what follows from the cases, the responses and the baseline: the rows, the signs of a hollow run, which responses are known,
    /// and which entries are to be changed.
    ///
    /// It is to be called again where one of the three was changed.
    pub fn derive(&mut self) {
        self.rows = row_outcomes(&self.run.table, &self.cases);
        self.hollow = hollow(&self.cases);
        if let Some(baseline) = &self.run.baseline {
            baseline.mark_responses(&mut self.responses);
        }
        self.stale = self.stale_entries();
    }
}
