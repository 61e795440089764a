//! Holds a server to its documented error contract.

pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod contract;
pub mod exchange;
pub mod fixture;
pub mod outcome;
#[cfg(feature = "reference")]
pub mod reference;
pub mod report;
pub mod run;
pub mod suite;
pub mod target;
