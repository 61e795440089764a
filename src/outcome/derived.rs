//! The parts of a run's outcome that are derived from its cases.

use super::settle_controls::fail_cases_with_refused_controls;
use super::{RunOutcome, derive_row_outcomes, find_doubtful_run_signs};

impl RunOutcome {
    /// Derives everything that follows from the cases, the responses and the baseline: the verdicts of cases with a failed control, the rows, the warnings that the run proves little, the known
    /// responses, and the baseline entries that need a change.
    ///
    /// Call it again after a change of the cases, the responses or the baseline.
    pub fn recompute_derived_results(&mut self) {
        fail_cases_with_refused_controls(&mut self.cases, self.run.gate);
        self.rows = derive_row_outcomes(&self.run.table, &self.cases);
        self.hollow = find_doubtful_run_signs(&self.cases);
        if let Some(baseline) = &self.run.baseline {
            baseline.mark_known_response_findings(&mut self.responses);
        }
        self.stale = self.find_stale_baseline_entries();
    }
}
