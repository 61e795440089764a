//! `badreq baseline`: known failures, written and updated from results.

mod run_baseline;
mod update;
mod write;

pub(in crate::cli) use run_baseline::run_baseline_command;
