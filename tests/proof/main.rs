//! The kill table itself put to the test: it is red where it has to be, on servers that are really broken.

#![cfg(feature = "cli")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what tests share says what must hold by panicking, as tests do"
)]

mod bench;
mod red;
mod selection;
