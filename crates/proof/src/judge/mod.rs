//! The judgement of faults: what their expectations say, which cases reach them, and whether these detected them for the right reason.
//!
//! This module starts no server and knows no fault: it takes their names and the outcomes of cases, and returns values.

mod expectation_file;
mod fault_expectation;
mod fault_names;
mod judge_fault;
mod reach;
#[cfg(test)]
mod testing;

pub use expectation_file::FaultExpectations;
pub use fault_expectation::FaultExpectation;
pub use fault_names::{UnmatchedFaultPattern, fault_family, select_faults};
pub use judge_fault::{FaultRunResult, find_false_alarms, judge_fault};
pub use reach::ReachingCasesByFault;
