//! The preflight: a few reads before anything is changed.
//!
//! They show that the target is the API of the contract, that each token belongs to an account there, that two tokens belong to two accounts,
//! and that the target refuses a request for something that belongs to nobody. A run against anything else would prove nothing and might
//! accuse a login page.

mod error;
mod identify;
mod interpret;
mod report;

pub use error::{PreflightError, PreflightProblem};
pub use identify::run_preflight;
pub(in crate::run) use identify::{fetch_identity, list_actors_to_identify};
pub use report::PreflightReport;
