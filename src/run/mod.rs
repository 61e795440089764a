//! Runs: what is tried, in which order, and how.
//!
//! A [`Plan`] ranks the cases, sorts them into lanes, and tells what they would take by the [`Means`] at hand. A [`Session`]
//! knows how to try one case on one target, and [`execute()`] drives the plan through the session and tells what happens as
//! events. A test runner that has an order of its own uses the session alone; its locks keep cases out of each other's way.

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

pub use crate::target::Stop;
