//! The mutation report: proof that the cases detect the faults that they exist for.
//!
//! The cases are run against servers with one injected fault each. A run against a conforming server shows first which cases reach which fault
//! ([`Reach`]). The requirements that a fault breaks are written by hand ([`Accusations`]), independently of the server. [`judge()`] compares
//! the reported violations with them, [`worth()`] finds the cases that detect no fault that other cases miss, and [`false_alarms`] collects
//! the violations reported of a server without a fault.
//!
//! This module starts no server and knows no fault: it takes their names and the outcomes of cases, and returns values.

mod accusation;
mod accusations;
mod judge;
mod names;
mod reach;
#[cfg(test)]
mod testing;
mod worth;

pub use accusation::{Accusation, Cases};
pub use accusations::Accusations;
pub use judge::{Held, false_alarms, judge};
pub use names::{UnmatchedFault, family, select_faults};
pub use reach::Reach;
pub use worth::worth;
