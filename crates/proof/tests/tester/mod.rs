//! The tester itself put to the test: its report fails where it has to, for servers that are really broken.

#![expect(
    clippy::expect_used,
    reason = "what tests share says what must hold by panicking, as tests do"
)]

mod bench;
mod red;
mod selection;
