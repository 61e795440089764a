//! The plan of a run: the steps and the cost of each case, the order of the cases, and a preview of the run.
//!
//! [`list_steps()`] is the only description of a case's steps. A [`RunPlan`] ranks cases by the cost of their steps and gives each a
//! concurrency mode. Its preview estimates the requests of a run. Planning sends nothing.

mod context;
mod control_key;
mod cost;
mod fixture_table;
mod footprint;
mod forecast;
mod order;
mod prerequisites;
mod preview;
mod rank;
mod repetition_key;
mod steps;

pub use context::PlanContext;
pub use order::{ConcurrencyMode, PlannedCase, RunPlan};
pub use steps::{CaseStep, ControlSending, PlannedStep, ReadMoment, StepCondition, list_steps};

pub(super) use control_key::ControlKey;
pub(super) use cost::RequestCost;
pub(super) use forecast::{CostModel, PlanProgress};
pub(super) use prerequisites::UntriedReason;
pub(super) use repetition_key::RepeatedRefusalKey;
pub(super) use steps::is_list_read_by_case;
