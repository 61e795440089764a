//! Events: what a run tells while it goes on.

use super::{CaseOutcome, Leftover, RunInfo, RunOutcome};

/// Something that happened in a run.
///
/// Reporters are sinks of these; a run knows none of them.
#[derive(Clone, Debug)]
pub enum Event<'a> {
    /// The run begins.
    Started {
        /// What it is about.
        run: &'a RunInfo,
        /// How many cases it will try.
        cases: usize,
    },
    /// A case came to its verdict.
    Finished {
        /// What came of it.
        outcome: &'a CaseOutcome,
    },
    /// The run undoes what it did.
    Undoing {
        /// How many things there are to undo.
        things: usize,
    },
    /// Something could not be undone.
    LeftBehind {
        /// What.
        leftover: &'a Leftover,
    },
    /// The run is over.
    Ended {
        /// All that came of it.
        outcome: &'a RunOutcome,
    },
}
