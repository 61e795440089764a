//! `badreq faults`: runs the cases against the reference server with every fault, and reports which cases detect it.

mod command;
mod fault_tester;
mod server_run;

pub(in crate::cli) use command::{parse_fault, run_faults};
pub(in crate::cli) use fault_tester::load_expectations;
pub use fault_tester::{
    ConformingResult, FaultCaseScope, FaultTestEvent, FaultTester, ReachResult,
};
pub(in crate::cli) use server_run::{ResponseTimeJudging, run_against_new_server};
