//! Checks: pure functions from contract, expectation and exchange to violations.
//!
//! One file per family of requirements; each begins with a table of the values that its violations hold, for whoever
//! words them. [`judge()`] runs every family over one answer. What takes several exchanges has a function of its own:
//! [`control()`], [`effect()`], [`repeat()`] and [`burst()`].
//!
//! A check knows no network and no clock, and nothing of the API at hand: rows, keys, limits and levels come from
//! [`Rules`], what a case wants from [`Expectation`].

mod control;
mod effect;
mod error_objects;
mod errors;
mod expectation;
mod findings;
mod judge;
mod leak;
mod limit;
mod message;
mod rate_headers;
mod reading;
mod repeat;
mod retry_after;
mod row;
mod rules;
mod same;
mod schema;
mod small;
mod time;
mod tree;
mod wire;

#[cfg(test)]
mod defect_tests;
#[cfg(test)]
mod judge_tests;
#[cfg(test)]
mod refusal_tests;
#[cfg(test)]
mod testing;

pub use control::{ControlFailure, ControlJudgement, control};
pub use effect::{EffectJudgement, effect};
pub use expectation::{Answer, Expectation, Fault, KeyFaults, Lengths};
pub use judge::{Judgement, judge};
pub use limit::{Burst, BurstJudgement, Open, Promise, burst, burst_size, promise};
pub use repeat::repeat;
pub use rules::{BodyFailure, BodyRules, Levels, Limiting, Rules, Terms};
