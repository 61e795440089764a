//! What leaves towards a server, to the byte, and what is made of what comes back.

#![expect(
    clippy::expect_used,
    reason = "what tests share says what must hold by panicking, as tests do"
)]

mod added;
mod answers;
mod connections;
mod failures;
mod limiters;
mod pacing;
mod proxied;
mod secured;
mod server;
mod wire;
