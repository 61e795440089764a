//! The command as a person or a pipeline meets it: statuses, streams, files, signals.

#![cfg(feature = "cli")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what tests share says what must hold by panicking, as tests do"
)]

mod arguments;
mod command;
mod conclusions;
mod embedded;
mod faults;
mod interrupts;
mod lists;
mod pages;
mod plans;
mod selection;
mod serving;
mod stand_ins;
mod tokens;
