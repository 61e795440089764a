//! The plan: what each case does and costs, in which order cases are tried, and what a run of them would take.
//!
//! [`list_steps()`] is the one description of a case. A [`Plan`] ranks cases by what their steps cost and sorts them into lanes;
//! its preview foretells what a run sends. Nothing is sent here.

mod context;
mod control_key;
mod cost;
mod footprint;
mod forecast;
mod order;
mod preview;
mod rank;
mod resources;
mod steps;
mod untried;

pub use context::Means;
pub use order::{Lane, Plan, Planned};
pub use steps::{CaseStep, ControlSending, PlannedStep, ReadMoment, StepOccasion, list_steps};

pub(super) use control_key::ControlKey;
pub(super) use cost::Bill;
pub(super) use forecast::{Forecast, Progress};
pub(super) use steps::reads_list;
pub(super) use untried::Untried;
