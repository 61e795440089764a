//! The library as a project uses it: a check of a few lines against a server, and what it says where something is wrong.
//!
//! `examples/axum` is such a project, with a contract and a router of its own; here the server is the reference server.

#![expect(
    clippy::expect_used,
    reason = "tests say what must hold by panicking, their helpers too"
)]

mod checks;
mod known;
mod mistakes;
mod support;
