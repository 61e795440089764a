//! Runs: what is tried, in which order, and how.
//!
//! A [`Plan`] sorts the cases into lanes, a [`Session`] knows how to try one case on one target, and [`execute()`] drives the
//! plan through the session and tells what happens as events. A test runner that has an order of its own uses the session
//! alone; its locks keep cases out of each other's way.

mod books;
mod burst;
mod cut;
mod describe;
mod execute;
mod options;
mod plan;
mod session;
mod trial;
mod verdict;

pub use execute::execute;
pub use options::{RunOptions, TargetLimits, new_run_id};
pub use plan::Plan;
pub use session::{OpenError, Session};

pub use crate::target::Stop;
