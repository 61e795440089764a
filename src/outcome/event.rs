//! Events: the progress of a run.

use super::{CaseOutcome, Leftover, RunInfo, RunOutcome};

/// An event of a run, reported while the run goes on.
///
/// Reporters consume these events; a run knows none of the reporters.
#[derive(Clone, Debug)]
pub enum RunEvent<'a> {
    /// The run begins.
    RunStarted {
        /// The identity and the settings of the run.
        run: &'a RunInfo,
        /// The number of cases that the run will try.
        cases: usize,
    },
    /// A case came to its verdict.
    CaseFinished {
        /// The outcome of the case.
        outcome: &'a CaseOutcome,
    },
    /// The run begins to undo its changes.
    CleanupStarted {
        /// The number of changes to undo.
        things: usize,
    },
    /// Something could not be undone.
    LeftBehind {
        /// The thing that remains.
        leftover: &'a Leftover,
    },
    /// The run is over.
    RunEnded {
        /// The outcome of the run.
        outcome: &'a RunOutcome,
    },
}
