//! Another API, with its own words, held to its own table by the same engine: a library of books.
//!
//! It names the keys of its errors differently, counts its books in numbers, answers 201 to creations and 422 to slips, has no errata
//! and no rate limits, and is served by a few lines of its own.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "tests say what must hold by panicking, their helpers too"
)]

mod library;
mod runs;
mod shapes;
mod wire;
