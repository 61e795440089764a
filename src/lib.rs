//! Holds a server to its documented error contract.
//!
//! `badreq` sends requests that are wrong in exactly one way each and checks every answer (status, code, body, `errors`,
//! `retry_after`, and what must not have changed) against the documentation's own table.
//!
//! # A test of five lines
//!
//! A contract folder says what is documented and which bad requests are sent; a router is served on a free port for the test alone.
//!
//! ```no_run
//! use badreq::{Conformance, ConformanceError};
//!
//! # mod notes { pub fn router() -> axum::Router { axum::Router::new() } }
//! #[tokio::test]
//! # async fn unused() {}
//! async fn the_server_keeps_its_contract() -> Result<(), ConformanceError> {
//!     Conformance::new("contract/")
//!         .serve(notes::router())
//!         .actor("owner", "token-of-ann")
//!         .actor("stranger", "token-of-bob")
//!         .run().await?.assert_conforms();
//!     Ok(())
//! }
//! # tokio::runtime::Runtime::new().unwrap().block_on(the_server_keeps_its_contract()).unwrap();
//! ```
//!
//! `examples/axum` is this project in full. It needs the library without the command, and one feature, which takes the router:
//!
//! ```toml
//! [dev-dependencies]
//! badreq = { version = "0.1", default-features = false, features = ["axum"] }
//! ```
//!
//! A server that runs already is named by its URL; that needs no feature. The contract that is built in has cases of its own:
//!
//! ```
//! use badreq::{Conformance, Contract};
//! # use badreq::reference::{Limits, Options, start};
//!
//! # tokio::runtime::Runtime::new()?.block_on(async {
//! # let server = start(Options { limits: Limits::None, ..Options::default() }).await?;
//! # let (url, token, journals) = (server.url(), &server.seeds().token, std::env::temp_dir().join("badreq-doc"));
//! Conformance::new(Contract::embedded())
//!     .target(url)
//!     .actor("owner", token)
//!     .select("0/401") // a row, a suite or a case
//! #   .without_limits()
//! #   .journal_dir(journals)
//!     .run()
//!     .await?
//!     .assert_conforms();
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A check that finds something panics with the findings, as the command prints them. A check in which nothing could be judged, or that left
//! something behind, panics too. What the cases made is removed before that.
//!
//! # Doors
//!
//! - [`Conformance`]: for a project that checks its own server in its own tests.
//! - The command `badreq`: for people and pipelines, without a Rust project.
//! - `cargo test` in this project: every case is a test of its own, with a snapshot.
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `axum` | `Conformance::serve`, which takes a router |
//! | `libtest-mimic` | `Conformance::test_each_case`, which makes a test of each case |
//! | `reference` | a server that keeps the contract that is built in |
//! | `cli` | the command |
//!
//! `cli` and `reference` are on by default, and with them `axum`.
//!
//! # Rooms
//!
//! [`contract`] is what the documentation promises, `suite` the cases as data, `target` the server under test. `run` sends
//! what the cases say, with the fixtures that they need, and keeps each exchange; [`check`] judges it, a baseline takes out what is
//! known, [`outcome`] holds what came of it, `report` puts it into words. [`conformance`] is the door to them. `reference` is a server that
//! keeps the contract; nothing here knows it but by its URL. It can be told to break the contract in one way, and `proof` judges whether the
//! cases notice that.
//!
//! Rooms that are not documented here are public for the command and for the tests of this project, and change without notice.

#[doc(hidden)]
pub mod baseline;
pub mod check;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub mod conformance;
pub mod contract;
#[doc(hidden)]
pub mod exchange;
#[doc(hidden)]
pub mod fixture;
pub mod outcome;
#[doc(hidden)]
pub mod proof;
#[cfg(feature = "reference")]
pub mod reference;
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod run;
#[doc(hidden)]
pub mod suite;
#[doc(hidden)]
pub mod target;

pub use conformance::{Conformance, ConformanceError, ConformanceReport, ContractSource, Drift};
pub use contract::Contract;
pub use outcome::{RunEvent, RunOutcome};
