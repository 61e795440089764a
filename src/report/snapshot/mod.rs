//! Snapshots of cases, for the review of a change.

#[cfg(test)]
mod tests;
mod volatile_names;
mod write;

pub use volatile_names::VolatileFieldNames;
pub use write::render_snapshot;
