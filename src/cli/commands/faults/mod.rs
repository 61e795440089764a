//! `badreq faults`: the reference server broken in every way it knows, and the cases that notice.

mod command;
mod held;
mod proving;
mod workers;

pub(in crate::cli) use command::{faults, named};
pub(in crate::cli) use proving::accusations;
pub use proving::{Conforming, Mapped, Proving, Step, Which};
