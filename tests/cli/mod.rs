//! The command as a person or a pipeline meets it: statuses, streams, files, signals.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what tests share says what must hold by panicking, as tests do"
)]

mod arguments;
mod baseline_writing;
mod baselines;
mod command;
mod conclusions;
mod config;
mod config_mistakes;
mod config_schema;
mod contract_folders;
mod details;
mod docs;
mod door;
mod embedded;
mod explanations;
mod failed_in;
mod findings;
mod init;
mod interrupts;
mod lists;
mod mutants;
mod pages;
mod pipelines;
mod plans;
mod precedence;
mod preflight;
mod repeats;
mod reports;
mod selection;
mod serving;
mod shells;
mod skips;
mod stand_ins;
mod tokens;
mod wires;
