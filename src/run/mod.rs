//! Runs: the plan of the cases, a session with one target, and the execution of the plan.
//!
//! A [`Plan`] ranks the cases, gives each a concurrency mode, and estimates their cost from the [`Means`] of the run. A [`Session`]
//! tries one case on one target. [`execute()`] drives the plan through the session and reports progress as events. A test runner
//! with an order of its own uses the session alone; its locks keep cases from disturbing each other.

mod describe;
mod execute;
mod journaling;
mod locks;
mod observer;
mod open_error;
mod options;
mod plan;
mod sent_controls;
mod session;

pub use execute::execute;
pub use journaling::{RecoverError, Recovery, recover};
pub use locks::TurnError;
pub use open_error::OpenError;
pub use options::{RunOptions, Shared, TargetLimits, new_run_id};
pub use plan::{
    CaseStep, ControlSending, Lane, Means, Plan, Planned, PlannedStep, ReadMoment, StepOccasion,
    list_steps,
};
pub use session::Session;

pub use crate::target::{CancelReason, Stop};
