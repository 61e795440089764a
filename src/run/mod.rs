//! Runs: the plan of the cases, a session with one target, and the execution of the plan.
//!
//! A [`RunPlan`] ranks the cases, gives each a concurrency mode, and estimates their cost from the [`PlanContext`] of the run. A [`RunSession`]
//! tries one case on one target. [`execute_run()`] drives the plan through the session and reports progress as events. A test runner
//! with an order of its own uses the session alone; its locks keep cases from disturbing each other.

mod describe;
mod execute;
mod journaling;
mod locks;
mod options;
mod other_runs;
mod plan;
mod preflight;
mod read_freshness;
mod repetition_registry;
mod response_observer;
mod sent_controls;
mod session;
mod session_open_error;

pub use execute::execute_run;
pub use journaling::{RecoveryError, RecoverySummary, undo_past_run};
pub use locks::CaseLockError;
pub use options::{CrossProcessState, RunOptions, TargetRateLimiting, new_run_id};
pub use other_runs::{OrphanRemovalSummary, OtherRun, find_other_runs, remove_orphaned_resources};
pub use plan::{
    CaseStep, ConcurrencyMode, ControlSending, PlanContext, PlannedCase, PlannedStep, ReadMoment,
    RunPlan, StepCondition, list_steps,
};
pub use preflight::{PreflightError, PreflightProblem, PreflightReport, run_preflight};
pub use session::RunSession;
pub use session_open_error::SessionOpenError;

pub use crate::target::{CancelReason, CancelSignal};
