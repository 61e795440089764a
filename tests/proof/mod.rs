//! The mutants of a recording: which of them are detected, and how they count.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what tests share says what must hold by panicking, as tests do"
)]

mod mutants;
mod score;
