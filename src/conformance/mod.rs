//! The library's front door: a contract, a server, and an assertion that the two agree.
//!
//! A [`Conformance`] says what is checked and how: the contract with its cases, the server, the tokens. [`Conformance::run`] runs the cases,
//! undoes what they made, and returns a [`ConformanceReport`], whose [`assert_conforms`](ConformanceReport::assert_conforms) panics with the
//! findings. With the feature `libtest-mimic`, `Conformance::test_each_case` makes a test of each case instead.
//!
//! Like the command, it stands on the rooms behind it and adds no judgement of its own: where a case comes from, how it is tried and what its
//! verdict is are the same at every door.

mod builder;
mod contract_source;
mod drift;
#[cfg(feature = "libtest-mimic")]
mod each_case;
mod error;
mod journal_dir;
mod known;
mod listener;
#[cfg(feature = "axum")]
mod local_server;
mod prepared;
mod report;
mod server;
mod snapshots;

pub use builder::Conformance;
pub use contract_source::ContractSource;
pub use drift::Drift;
pub use error::ConformanceError;
#[cfg(feature = "cli")]
pub(crate) use journal_dir::default_journal_dir;
#[cfg(feature = "cli")]
pub(crate) use known::current_day;
pub use report::ConformanceReport;
