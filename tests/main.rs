//! The tests of this package beside those of its modules: a folder a subject, and one executable, which waits and computes at once.
//!
//! `cargo test --test integration engine::` runs the tests of one folder.

mod architecture;
// Shared with the package that depends on this one.
#[path = "../crates/proof/src/broken_row.rs"]
#[expect(unreachable_pub, reason = "it is public there")]
mod broken_row;
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
