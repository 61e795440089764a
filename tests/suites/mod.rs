//! The shipped suites, held to what a reader and a judge may rely on, whatever any server answers.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "tests say what must hold by panicking, their helpers too"
)]

mod controls;
mod controls_far;
mod coverage;
mod effects;
mod expectations;
mod lengths;
mod models;
mod sentences;
mod shipped;
mod targets;
mod wording;
