//! Arguments that say which server is meant, and how it is treated.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::hidden::Hidden;
use crate::reference::Variant;

/// The server under test.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Target")]
pub struct TargetArgs {
    /// The base URL of the server, up to and with the version: `https://staging.example/v2`; or the name of a target of the
    /// configuration; or `reference`, for the embedded reference server.
    #[arg(long, env = "BADREQ_TARGET", value_name = "URL-OR-NAME")]
    pub target: Option<String>,
    /// The configuration, in place of `badreq.toml` in the current folder; `badreq init` writes one.
    #[arg(long, env = "BADREQ_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Run against the embedded reference server as another server within the documentation, such as `keys-reordered`.
    #[arg(long, value_name = "NAME", conflicts_with = "target")]
    pub variant: Option<Variant>,
    /// The token of the first test system, the owner's; better given as `BADREQ_TOKEN`.
    #[arg(
        long,
        env = "BADREQ_TOKEN",
        hide_env_values = true,
        value_name = "TOKEN"
    )]
    pub token: Option<Hidden>,
    /// The token of the second test system, the stranger's; better given as `BADREQ_STRANGER_TOKEN`.
    #[arg(
        long,
        env = "BADREQ_STRANGER_TOKEN",
        hide_env_values = true,
        value_name = "TOKEN"
    )]
    pub stranger_token: Option<Hidden>,
    /// A value that only whoever runs the target knows; `badreq list --needs` tells which there are.
    #[arg(
        long,
        env = "BADREQ_KNOWN",
        value_delimiter = ',',
        value_name = "NAME=VALUE"
    )]
    pub known: Vec<String>,
    /// How the target is asked to bring about what cannot be provoked from outside:
    /// `internal-error=X-Fail: yes` or `internal-error=/debug/fail`.
    #[arg(
        long,
        env = "BADREQ_HOOKS",
        value_delimiter = ';',
        value_name = "NAME=HEADER-OR-PATH"
    )]
    pub hook: Vec<String>,
    /// The rate limits that the run stays under: `documented`, `none` where the target has none, or `SCOPE=N,…` per
    /// second. What is judged stays what is documented. [default: documented]
    #[arg(long, env = "BADREQ_LIMITS", value_name = "LIMITS")]
    pub limits: Option<String>,
    /// The longest that one answer is waited for: `30s`, `2m`, or a number of seconds. [default: 30]
    #[arg(
        long,
        value_name = "TIME",
        value_parser = super::duration::wait
    )]
    pub timeout: Option<Duration>,
    /// The longest that reaching the server is waited for. [default: 10]
    #[arg(
        long,
        value_name = "TIME",
        value_parser = super::duration::wait
    )]
    pub connect_timeout: Option<Duration>,
    /// A header that every request carries, for what stands before the target; it is shown in reports, a secret one belongs
    /// into the configuration.
    #[arg(long, value_name = "NAME: VALUE")]
    pub header: Vec<String>,
    /// A PEM file with certificates that are trusted besides those of this machine.
    #[arg(long, value_name = "FILE")]
    pub root: Vec<PathBuf>,
    /// The HTTP proxy that every connection goes through, `http://host:port`; `none` for none.
    #[arg(long, env = "BADREQ_PROXY", value_name = "URL")]
    pub proxy: Option<String>,
    /// Where whoever runs the target finds out about these requests, as `User-Agent` tells it.
    /// [default: `https://crates.io/crates/badreq`]
    #[arg(long, env = "BADREQ_CONTACT", value_name = "URL")]
    pub contact: Option<String>,
    /// Run against a host that serves real users.
    #[arg(long)]
    pub allow_production: bool,
}
