//! Snapshots of cases, for the review of a change.

mod names;
#[cfg(test)]
mod tests;
mod write;

pub use names::ChangingNames;
pub use write::snapshot;
