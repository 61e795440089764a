//! Arguments of the commands that need no target.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::input::{InputArgs, SelectArgs};
use crate::reference::{Fault, Limits, Variant};

/// What `list` takes.
#[derive(Clone, Debug, Args)]
pub struct ListArgs {
    /// Which cases are listed.
    #[command(flatten)]
    pub select: SelectArgs,
    /// What is read.
    #[command(flatten)]
    pub inputs: InputArgs,
    /// What is listed instead of the cases.
    #[command(flatten)]
    pub what: ListWhat,
}

/// What is listed.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "What is listed")]
#[group(multiple = false)]
pub struct ListWhat {
    /// Rows and ways to be wrong, with the number of their cases; empty cells with the reason.
    #[arg(long)]
    pub coverage: bool,
    /// Values to give with `--known`, and hooks to give with `--hook`.
    #[arg(long)]
    pub needs: bool,
}

/// What `serve` takes.
#[derive(Clone, Debug, Args)]
pub struct ServeArgs {
    /// The address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0", value_name = "ADDR")]
    pub addr: SocketAddr,
    /// The rate limits: `documented`, `none`, or `get=N,update=N,message=N` per second.
    #[arg(long, default_value = "documented", value_name = "LIMITS")]
    pub limits: Limits,
    /// Offer the hooks that bring about what cannot be provoked from outside.
    #[arg(long)]
    pub hooks: bool,
    /// Be another server within the documentation, such as `keys-reordered`; a conforming one all the same.
    #[arg(long, value_name = "NAME")]
    pub variant: Option<Variant>,
    /// The seed of tokens and ids: the same seed serves the same ones.
    #[arg(long, default_value = "0", value_name = "SEED")]
    pub seed: u64,
    /// Break the contract in this one way, or in several where it is given again; `badreq faults --list` tells the names.
    #[arg(long, value_name = "NAME", value_parser = crate::cli::commands::faults::named)]
    pub fault: Vec<Fault>,
}

/// What `init` takes.
#[derive(Clone, Debug, Args)]
pub struct InitArgs {
    /// Where the configuration is written.
    #[arg(long, value_name = "FILE", default_value = "badreq.toml")]
    pub path: PathBuf,
    /// Write over a file that is there already.
    #[arg(long)]
    pub force: bool,
}

/// What `faults` takes.
#[derive(Clone, Debug, Args)]
pub struct FaultsArgs {
    /// Faults (`status/20003`) or families (`status`); `*` stands for anything.
    #[arg(value_name = "PATTERN")]
    pub only: Vec<String>,
    /// Hold the faults to these cases only (rows, suites, cases; `*` stands for anything): what they notice by themselves.
    #[arg(long, value_name = "PATTERN")]
    pub cases: Vec<String>,
    /// The page that says what every fault breaks, in place of the built-in one.
    #[arg(long, value_name = "FILE")]
    pub accusations: Option<PathBuf>,
    /// Hold every fault to every case, not only to those that come near it: slow, and nothing more is noticed.
    #[arg(long)]
    pub every_case: bool,
    /// How many servers are held to cases at the same time; most of the time one of them only waits.
    #[arg(long, value_name = "N", default_value = "16")]
    pub jobs: NonZeroUsize,
    /// What is written to standard output.
    #[command(flatten)]
    pub output: FaultsOutput,
}

/// What `faults` writes.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Output")]
#[group(multiple = false)]
pub struct FaultsOutput {
    /// List the names of the faults, and try nothing.
    #[arg(long)]
    pub list: bool,
    /// Write the summary as a Markdown table; of all faults only.
    #[arg(long, conflicts_with_all = ["only", "cases"])]
    pub summary: bool,
    /// What is written to standard output.
    #[arg(long, value_enum, default_value_t)]
    pub format: FaultsFormat,
}

/// How the kill table is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FaultsFormat {
    /// Families, what is not as it should be, and the summary.
    #[default]
    Text,
    /// Everything: each fault with the cases that noticed it.
    Json,
}
