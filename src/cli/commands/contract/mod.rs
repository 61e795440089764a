//! `badreq contract`: write, check and compare contract folders.

mod check;
mod diff;
mod new;
mod run_contract;

pub(in crate::cli) use run_contract::run_contract;
