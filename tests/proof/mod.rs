//! The proofs themselves put to the test: they are red where they have to be, for servers that are really broken and for mutants of a recording.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what tests share says what must hold by panicking, as tests do"
)]

mod bench;
mod mutants;
mod red;
mod score;
mod selection;
