//! Tests the errors of an HTTP API against their documentation.
//!
//! `badreq` sends requests that have exactly one defect each, and checks every response against the documented error table: status code,
//! error code, body, field errors, retry times, and that the refused request changed nothing.
//!
//! # A test of five lines
//!
//! A contract folder holds the documentation and the bad requests; the router is served on a free port for this test alone.
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
//! # use badreq_reference::{ServerRateLimits, ServerOptions, start};
//!
//! # tokio::runtime::Runtime::new()?.block_on(async {
//! # let server = start(ServerOptions { limits: ServerRateLimits::None, ..ServerOptions::default() }).await?;
//! # let (url, token, journals) = (server.url(), &server.seed_values().token, std::env::temp_dir().join("badreq-doc"));
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
//! `assert_conforms` panics with the findings, as the command prints them. It also panics if nothing could be judged, or if something was left
//! on the server. Everything that the cases created is removed before that.
//!
//! # Ways to use it
//!
//! - [`Conformance`]: a project tests its own server in its own tests.
//! - The command `badreq`: people and pipelines test any server, without a Rust project.
//! - `cargo test` in this project: every case is a test of its own, with a snapshot.
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | `axum` | `Conformance::serve`, which takes a router |
//! | `libtest-mimic` | `Conformance::test_each_case`, which makes a test of each case |
//! | `reference` | the package `badreq-reference`, a server that conforms to the built-in contract; the tests of this project need it |
//! | `cli` | the command |
//!
//! `axum`, `cli` and `reference` are on by default.
//!
//! # Rooms
//!
//! `contract` parses the documentation, `suite` the cases; `target` is the server under test. `run` sends the requests of the cases, with the
//! fixtures that they need, and records each exchange. `check` judges the exchanges, `baseline` marks known failures, [`outcome`] holds the
//! results, `report` renders them. [`conformance`] is the entrance to all of them. The package `badreq-reference` is a server that conforms to the
//! contract; only the command starts it, the other rooms know only its URL. `prove` mutates a recorded run, and shows which changes no case detects.
//!
//! Only [`conformance`], [`outcome`] and the items below are public API. The other rooms are public for the command and the tests of this
//! project, and change without notice.

#[doc(hidden)]
pub mod baseline;
#[doc(hidden)]
pub mod check;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub mod conformance;
#[doc(hidden)]
pub mod contract;
#[doc(hidden)]
pub mod exchange;
#[doc(hidden)]
pub mod fixture;
pub mod outcome;
#[doc(hidden)]
pub mod prove;
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod run;
#[doc(hidden)]
pub mod suite;
#[doc(hidden)]
pub mod target;

pub use conformance::{
    Conformance, ConformanceError, ConformanceReport, ContractSource, SnapshotDrift,
    SnapshotDriftGroup, group_snapshot_drift,
};
pub use contract::Contract;
pub use outcome::{RunEvent, RunOutcome};
