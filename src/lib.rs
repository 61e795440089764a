//! Holds a server to its documented error contract.
//!
//! `badreq` sends requests that are wrong in exactly one way each and checks every answer (status, code, body, `errors`,
//! `retry_after`, and what must not have changed) against the documentation's own table.
//!
//! # Which door
//!
//! - The command `badreq`: for people and pipelines, without a Rust project.
//! - `cargo test` in this project: every case is a test of its own, with a snapshot.
//! - This library: for a project that starts a server in its own tests and holds it to the contract.
//!
//! # Rooms
//!
//! [`contract`] is what the documentation promises, [`suite`] the cases as data, [`target`] the server under test. [`run`] sends
//! what the cases say, with the [`fixture`]s that they need, and keeps each [`exchange`]; [`check`] judges it, a [`baseline`] takes out what is
//! known, [`outcome`] holds what came of it, [`report`] puts it into words. `reference` is a server that keeps the contract; nothing here knows
//! it but by its URL. It can be told to break the contract in one way, and [`proof`] judges whether the cases notice that.
//!
//! # A server of one's own
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use badreq::contract::{Contract, Edition, Sources};
//! use badreq::outcome::Conclusion;
//! use badreq::run::{RunOptions, Session, Stop, execute};
//! use badreq::suite::{Sources as SuiteSources, Suites, Usual};
//! use badreq::target::{Credentials, Target, TargetOptions};
//!
//! # async fn hold() -> Result<(), Box<dyn std::error::Error>> {
//! let contract = Arc::new(Contract::load(&Sources::embedded(), Edition::Errata)?);
//! let suites = Suites::load(&SuiteSources::embedded(), &contract)?;
//!
//! let credentials = Credentials::new(Some("owners-token".parse()?), Some("strangers-token".parse()?))?;
//! let target = Target::connect(TargetOptions {
//!     limits: contract.limits.clone(),
//!     ..TargetOptions::new("http://127.0.0.1:8080/v2".parse()?, credentials)
//! })?;
//! let usual = Usual {
//!     user_agent: "our-tests/1".to_owned(),
//!     authorization_header: contract.authorization_header.clone(),
//!     hooks: Default::default(),
//! };
//! let session = Session::open(
//!     Arc::clone(&contract),
//!     &suites,
//!     target,
//!     usual,
//!     RunOptions::default(),
//!     Stop::default(),
//! )
//! .await?;
//!
//! let cases: Vec<_> = suites.cases().collect();
//! let outcome = execute(&session, &cases, |_event| {}).await;
//! assert_eq!(outcome.conclusion(), Conclusion::Conforms);
//! # Ok(())
//! # }
//! ```

pub mod baseline;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod conformance;
pub mod contract;
pub mod exchange;
pub mod fixture;
pub mod outcome;
pub mod proof;
#[cfg(feature = "reference")]
pub mod reference;
pub mod report;
pub mod run;
pub mod suite;
pub mod target;

pub use conformance::{Conformance, ConformanceError, ConformanceReport, ContractSource, Drift};
pub use contract::Contract;
pub use outcome::{Event, RunOutcome};
