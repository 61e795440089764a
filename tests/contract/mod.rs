//! The contract that is built in: what its pages say, and that they say it soundly.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what tests share says what must hold by panicking, as tests do"
)]

mod body;
mod models;
mod operations;
mod pages;
mod requirements;
mod tables;

use badreq::contract::{Contract, ContractFiles, Edition};

#[expect(
    clippy::panic,
    reason = "every test of this file fails with the flaws themselves"
)]
fn load(edition: Edition) -> Contract {
    Contract::parse(&ContractFiles::embedded(), edition).unwrap_or_else(|flaws| panic!("{flaws}"))
}
