//! The command `badreq-proof`: tests every fault, or serves some.

mod args;
mod entry;
mod faults;
mod progress;
mod serve;

pub use entry::main;
