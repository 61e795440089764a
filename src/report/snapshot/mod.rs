//! A case as a snapshot, for a reviewer of a change.

mod write;

pub use write::snapshot;
