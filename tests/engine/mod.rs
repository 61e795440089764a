//! The whole engine, driven through the library: contract, suites, fixtures, run and checks against a real server.
//!
//! `breaches` puts a meddling proxy between the engine and the reference server, one deliberate breach at a time; `manners`
//! compares the server before and after; `absence` waits for a target that is away; `others` lets somebody else use the systems
//! meanwhile; `loss` takes the target away in the middle of a run; `edges` starves the engine of tokens, answers and a target; `planning` holds the plan
//! against what is sent; `sameness` holds two runs against each other; `state` lets reads differ for reasons of all kinds; `unlisted` takes requirements out of the contract.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "tests say what must hold by panicking, their helpers too"
)]

mod absence;
mod bench;
mod breaches;
mod budgets;
mod controls;
mod edges;
mod gateways;
mod loss;
mod manners;
mod message;
mod others;
mod planning;
mod previews;
mod proxy;
mod sameness;
mod state;
mod unlisted;
