//! The tests of this package beside those of its modules: a folder a subject, and one executable, which waits and computes at once.
//!
//! `cargo test --test integration engine::` runs the tests of one folder.

mod architecture;
mod cli;
mod contract;
mod engine;
mod leftovers;
mod library;
mod other_api;
mod proof;
mod suite;
mod suites;
mod target;
mod wire;
