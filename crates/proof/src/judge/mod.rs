//! The mutation report: proof that the cases detect the faults that they exist for.
//!
//! The cases are run against servers with one injected fault each. A run against a conforming server shows first which cases reach which fault
//! ([`FaultReach`]). The requirements that a fault breaks are written by hand ([`FaultExpectations`]), independently of the server. [`judge_fault()`] compares
//! the reported violations with them, [`find_redundancy()`] finds the cases that detect no fault that other cases miss, and [`find_false_alarms`] collects
//! the violations reported of a server without a fault.
//!
//! This module starts no server and knows no fault: it takes their names and the outcomes of cases, and returns values.

mod expectation_file;
mod fault_expectation;
mod fault_names;
mod judge_fault;
mod reach;
mod redundancy;
#[cfg(test)]
mod testing;

pub use expectation_file::FaultExpectations;
pub use fault_expectation::{CaseMatcher, FaultExpectation};
pub use fault_names::{UnmatchedFault, fault_family, select_faults};
pub use judge_fault::{FaultRunResult, find_false_alarms, judge_fault};
pub use reach::FaultReach;
pub use redundancy::find_redundancy;
