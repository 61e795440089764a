//! Snapshots of cases, for the review of a change.

#[cfg(test)]
mod tests;
mod volatile_names;
mod write;

pub use volatile_names::SnapshotFieldNames;
pub use write::render_snapshot;
