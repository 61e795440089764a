//! `badreq faults`: runs the cases against the reference server with every fault, and reports which cases detect it.

mod command;
mod held;
mod proving;
mod workers;

pub(in crate::cli) use command::{faults, named};
pub(in crate::cli) use proving::accusations;
pub use proving::{Conforming, Mapped, Proving, Step, Which};
