//! The plan of a run: the steps and the cost of each case, the order of the cases, and a preview of the run.
//!
//! [`list_steps()`] is the only description of a case's steps. A [`Plan`] ranks cases by the cost of their steps and gives each a
//! concurrency mode. Its preview estimates the requests of a run. Planning sends nothing.

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
