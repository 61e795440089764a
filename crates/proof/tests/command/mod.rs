//! The command `badreq-proof`: statuses, streams, signals.

#![expect(
    clippy::expect_used,
    reason = "what tests share says what must hold by panicking, as tests do"
)]

mod call;
mod faults;
mod serve;
