//! The tester: runs the cases against servers with faults, and builds the fault report.

mod fault_tester;
mod server_run;

pub use fault_tester::{
    ConformingServerResult, FaultCaseScope, FaultTestEvent, FaultTester, ReachingCasesResult,
};
