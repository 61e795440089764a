//! The reference server over its socket: every row, every operation, privacy, limits, hooks, recording.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests say what must hold by panicking, their helpers too"
)]

mod bench;
mod hooks;
mod hostile;
mod limits;
mod models;
mod privacy;
mod recording;
mod references;
mod restore;
mod rows;
mod success;
