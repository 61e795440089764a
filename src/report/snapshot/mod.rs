//! Snapshots of cases, for the review of a change.

#[cfg(test)]
mod tests;
mod write;

pub use write::render_snapshot;
