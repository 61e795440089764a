//! The suites that come along, and the schemas that editors hold suites to.

#![expect(
    clippy::expect_used,
    reason = "helpers of tests say what must hold by panicking, as the tests do"
)]

mod keys;
mod schema;
mod shipped;
mod support;
