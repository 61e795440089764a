//! The entry point of the library: a contract, a server, and an assertion that the server conforms.
//!
//! A [`Conformance`] holds the settings of a check: the contract with its cases, the server, the tokens. [`Conformance::run`] runs the cases,
//! removes what they created, and returns a [`ConformanceReport`], whose [`assert_conforms`](ConformanceReport::assert_conforms) panics with the
//! findings. With the feature `libtest-mimic`, `Conformance::test_each_case` runs each case as a separate test instead.
//!
//! Like the command, it uses the modules below it and adds no judgement of its own: loading a case, running it and deriving its verdict are
//! the same in both.

mod baseline_file;
mod builder;
mod contract_folder;
mod contract_source;
mod drift;
mod drift_group;
#[cfg(feature = "libtest-mimic")]
mod each_case;
mod error;
mod event_listener;
mod journal_dir;
#[cfg(feature = "axum")]
mod local_server;
mod prepared_run;
mod report;
mod server;
mod snapshots;

#[cfg(feature = "cli")]
pub(crate) use baseline_file::current_day;
pub use builder::Conformance;
#[cfg(feature = "cli")]
pub(crate) use contract_folder::{ContractAndSuiteFiles, ContractFolderError};
pub use contract_source::ContractSource;
pub use drift::SnapshotDrift;
pub use drift_group::{SnapshotDriftGroup, group_snapshot_drift};
pub use error::ConformanceError;
#[cfg(feature = "cli")]
pub(crate) use journal_dir::default_journal_dir;
pub use report::ConformanceReport;
