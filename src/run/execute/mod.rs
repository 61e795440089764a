//! Executing a plan: cases in their turns, each step by step.
//!
//! [`execute()`] drives a plan through a session and reports what happens as events; the session's own door is `try_case`. `walk` takes
//! the steps of one case; `single`, `controls` and `burst` know how each is taken, `sending` and `changes` what is sent and what
//! became of it.

mod abort;
mod budget;
mod burst;
mod case;
mod changes;
mod conclude;
mod controls;
mod run_cases;
mod run_plan;
mod sending;
mod single;
mod walk;

pub use run_plan::execute;
