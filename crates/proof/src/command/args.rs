//! The arguments of the command.

use std::net::SocketAddr;
use std::num::NonZeroUsize;

use badreq_reference::ServerRateLimits;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::{BrokenErrorRow, Fault, Variant};

/// Proves that badreq detects every fault of the reference server.
#[derive(Debug, Parser)]
#[command(name = "badreq-proof", version)]
pub(super) struct ProofArgs {
    /// The command.
    #[command(subcommand)]
    pub(super) command: ProofCommand,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum ProofCommand {
    /// Break the reference server in every known way, and report which cases detect it.
    #[command(after_help = FAULTS_HELP)]
    Faults(FaultsArgs),
    /// Start the reference server with faults, variants or broken rows.
    ///
    /// Prints one line of JSON when it is ready, as `badreq serve` does.
    Serve(ServeArgs),
}

/// The exit statuses of `faults`.
const FAULTS_HELP: &str = "\
Exit status:
    0  every fault is detected for the right reason
    1  some fault is not detected, or detected for another reason, or a server without a fault is accused
    2  wrong usage, or a pattern matches no fault
    3  the file of expectations is wrong
    4  the reference server does not start
  130  interrupted";

/// The arguments of `faults`.
#[derive(Clone, Debug, Args)]
pub(super) struct FaultsArgs {
    /// Faults, or the beginnings of their names up to a slash; `*` matches any characters.
    #[arg(value_name = "NAME")]
    pub(super) only: Vec<String>,
    /// Try only these cases (rows, suites, cases; `*` matches any characters).
    #[arg(long, value_name = "PATTERN")]
    pub(super) cases: Vec<String>,
    /// Try every case with every fault, not only those that reach it; slow.
    #[arg(long)]
    pub(super) every_case: bool,
    /// Number of servers to test at the same time.
    #[arg(long, value_name = "N", default_value = "16")]
    pub(super) jobs: NonZeroUsize,
    /// The output.
    #[command(flatten)]
    pub(super) output: FaultsOutputArgs,
}

/// The output of `faults`.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Output")]
#[group(multiple = false)]
pub(super) struct FaultsOutputArgs {
    /// List the names of the faults without testing any.
    #[arg(long)]
    pub(super) list: bool,
    /// Print the summary as a Markdown table; only for all faults and cases.
    #[arg(long, conflicts_with_all = ["only", "cases"])]
    pub(super) summary: bool,
    /// Format of standard output.
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: FaultsFormat,
}

/// The format of the fault report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum FaultsFormat {
    /// Families, unexpected results, and the summary.
    #[default]
    Text,
    /// Everything: each fault with the cases that detected it.
    Json,
}

/// The arguments of `serve`.
#[derive(Clone, Debug, Args)]
pub(super) struct ServeArgs {
    /// Fault to inject (repeatable); `badreq-proof faults --list` lists them.
    #[arg(long, value_name = "NAME")]
    pub(super) fault: Vec<Fault>,
    /// Variant to serve (repeatable), such as `keys-reordered`.
    #[arg(long, value_name = "NAME")]
    pub(super) variant: Vec<Variant>,
    /// Row of the error table to break (repeatable): `20003:status=400`, `20003:KEY=VALUE` or `20003:header.NAME=VALUE`.
    #[arg(long = "break", value_name = "ROW:PART=VALUE")]
    pub(super) broken_row: Vec<BrokenErrorRow>,
    /// Address to listen on; port 0 picks a free one.
    #[arg(long, default_value = "127.0.0.1:0", value_name = "ADDR")]
    pub(super) addr: SocketAddr,
    /// Rate limits to enforce: `documented`, `none`, or requests per second for each scope, such as `get=20,update=6,message=20`.
    #[arg(long, default_value = "documented", value_name = "LIMITS")]
    pub(super) limits: ServerRateLimits,
    /// Offer triggers for the errors that no ordinary request brings about.
    #[arg(long)]
    pub(super) triggers: bool,
}

/// Lists the names of all faults.
pub(super) fn list_fault_names() -> Vec<String> {
    Fault::all().iter().map(Fault::to_string).collect()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::ProofArgs;

    #[test]
    fn the_definitions_of_the_command_line_agree_with_each_other() {
        ProofArgs::command().debug_assert();
    }
}
