//! Runs that ended without undoing what they did, known by the marks on the target.

use serde::{Deserialize, Serialize};

/// A run of another machine, or without a journal, that left things on the target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OrphanedRun {
    /// The id of the run.
    pub run: String,
    /// The start of the run: `2026-11-30T22:45:53Z`.
    pub started: String,
    /// The resources that it left.
    pub resources: Vec<String>,
    /// The settings that it wrote and did not restore; their former values are lost.
    pub settings: Vec<String>,
}
