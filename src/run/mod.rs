//! Runs: what is tried, in which order, and how.
//!
//! A [`Plan`] ranks the cases, sorts them into lanes, and tells what they would take by the [`Means`] at hand. A [`Session`]
//! knows how to try one case on one target, and [`execute()`] drives the plan through the session and tells what happens as
//! events. A test runner that has an order of its own uses the session alone; its locks keep cases out of each other's way.

mod bill;
mod books;
mod burst;
mod control_key;
mod controls;
mod cut;
mod describe;
mod execute;
mod forecast;
mod journaling;
mod means;
mod open_error;
mod options;
mod outline;
mod plan;
mod preview;
mod purse;
mod rank;
mod sending;
mod session;
mod single;
mod steps;
mod things;
mod trial;
mod try_controls;
mod trying;
mod turns;
mod untried;
mod walk;

pub use execute::execute;
pub use journaling::{RecoverError, Recovery, recover};
pub use means::Means;
pub use open_error::OpenError;
pub use options::{RunOptions, Shared, TargetLimits, new_run_id};
pub use plan::{Lane, Plan, Planned};
pub use session::Session;
pub use steps::{CaseStep, ControlSending, PlannedStep, ReadMoment, StepOccasion, list_steps};
pub use turns::TurnError;

pub use crate::target::Stop;
