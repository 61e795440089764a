//! Faults and variants of the reference server: a fault breaks the contract in one way, a variant keeps it in another.
//!
//! The cases are run against servers with one fault each ([`FaultTester`]). A run against a conforming server shows first which cases reach which
//! fault ([`ReachingCasesByFault`]). The requirements that a fault breaks are written by hand ([`FaultExpectations`]), independently of the server.
//! [`judge_fault`] compares the reported violations with them, [`find_false_alarms`] collects the violations that were reported of a conforming
//! server, and a [`FaultReport`] holds all results. [`BrokenErrorRow`] breaks one row of the error table, for tests that need some breach.

mod broken_row;
pub mod command;
pub mod fault;
mod judge;
mod named;
mod operation;
mod report;
mod tester;
pub mod variant;

pub use broken_row::{
    BrokenErrorRow, BrokenErrorRowParseError, BrokenResponsePart, BrokenRowsWire,
};
pub use fault::{
    Fault, ReachedFaultLog, UnknownFault, start_fault_tracing_server, start_faulty_server,
};
pub use judge::{
    FaultExpectation, FaultExpectations, FaultRunResult, ReachingCasesByFault,
    UnmatchedFaultPattern, fault_family, find_false_alarms, judge_fault, select_faults,
};
pub use report::{
    DetectingCase, FalseAlarm, FaultObjection, FaultOutcome, FaultReport, InconclusiveCase,
    write_fault_objections, write_fault_report, write_fault_report_json,
    write_fault_summary_markdown,
};
pub use tester::{
    ConformingServerResult, FaultCaseScope, FaultTestEvent, FaultTester, ReachingCasesResult,
};
pub use variant::{UnknownVariant, Variant, vary_server_options};
