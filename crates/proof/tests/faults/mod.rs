//! Each module of faults: a server with one of them breaks the contract, in a request or two.

#![expect(
    clippy::unwrap_used,
    reason = "a test says what must hold by panicking"
)]

mod bench;
mod connections;
mod limits;
mod reading;
mod state;
mod tracing;
mod writing;
