//! Execution of a plan: the scheduling of its cases, and the steps of each case.
//!
//! [`execute_run()`] drives a plan through a session and reports progress as events. A session tries one case with `run_case`, which takes
//! the steps of the case one after another: fixtures, conditions, reads, controls, and the bad request or burst. Each request that may
//! create or change a resource is recorded, so that the change can be undone.

mod abort;
mod budget;
mod burst;
mod case_runner;
mod changes;
mod conclude;
mod controls;
mod run_cases;
mod run_plan;
mod run_steps;
mod sending;
mod single_request;
mod state_reads;

pub use run_plan::execute_run;
