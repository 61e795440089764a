//! What a run leaves on a server: nothing, however it ends.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what must hold by panicking"
)]

mod bed;
mod files;
mod journals;
mod moments;
mod named_moments;
mod orphans;
mod processes;
mod refused;
mod secrets;
mod settings;
mod sought;
mod tokens;
