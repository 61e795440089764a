//! Arguments of the commands that need no target.

use std::net::SocketAddr;
use std::path::PathBuf;

use badreq_reference::ServerRateLimits;
use clap::Args;

use super::input::{ContractAndSuiteArgs, SelectArgs};
use super::output::StdoutFormat;

/// The arguments of `list`.
#[derive(Clone, Debug, Args)]
pub struct ListArgs {
    /// The cases to list.
    #[command(flatten)]
    pub select: SelectArgs,
    /// The contract and the suites.
    #[command(flatten)]
    pub inputs: ContractAndSuiteArgs,
    /// The other things to list.
    #[command(flatten)]
    pub contents: ListContentArgs,
}

/// The things that can be listed instead of cases.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Contents")]
#[group(multiple = false)]
pub struct ListContentArgs {
    /// Count the cases of each row, operation and defect; where there are none, say why.
    #[arg(long)]
    pub coverage: bool,
    /// List the values and triggers that cases need, for `--value` and `--trigger`.
    #[arg(long)]
    pub needs: bool,
}

/// The arguments of `serve`.
#[derive(Clone, Debug, Args)]
pub struct ServeArgs {
    /// Address to listen on; port 0 picks a free one.
    #[arg(long, default_value = "127.0.0.1:0", value_name = "ADDR")]
    pub addr: SocketAddr,
    /// Rate limits to enforce: `documented`, `none`, or requests per second for each scope, such as `get=20,update=6,message=20`.
    #[arg(long, default_value = "documented", value_name = "LIMITS")]
    pub limits: ServerRateLimits,
    /// Offer triggers for the errors that no ordinary request brings about.
    #[arg(long)]
    pub triggers: bool,
    /// Seed of tokens and ids; the same seed gives the same ones.
    #[arg(long, default_value = "0", value_name = "SEED")]
    pub seed: u64,
}

/// The arguments of `init`.
#[derive(Clone, Debug, Args)]
pub struct InitArgs {
    /// File to write.
    #[arg(long, value_name = "FILE", default_value = "badreq.toml")]
    pub path: PathBuf,
    /// Overwrite an existing file.
    #[arg(long)]
    pub force: bool,
}

/// The arguments of `prove`.
#[derive(Clone, Debug, Args)]
pub struct ProveArgs {
    /// Result of a run without failures, as `--report json=FILE` writes it; without one, the reference server is run.
    #[arg(value_name = "RESULT")]
    pub result: Option<PathBuf>,
    /// Fail if less than this share of the mutants is detected, in percent.
    #[arg(long, value_name = "PERCENT", default_value = "100", value_parser = parse_percentage)]
    pub min_score: f64,
    /// The contract and the suites.
    #[command(flatten)]
    pub inputs: ContractAndSuiteArgs,
    /// Format of standard output.
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub format: StdoutFormat,
}

/// Parses a number from 0 to 100.
fn parse_percentage(text: &str) -> Result<f64, String> {
    let number: Option<f64> = text.trim_end_matches('%').trim().parse().ok();
    number
        .filter(|number| (0.0..=100.0).contains(number))
        .ok_or_else(|| "write a number from 0 to 100".to_owned())
}
