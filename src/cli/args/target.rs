//! Arguments for the server under test and the requests to it.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::secret_arg::SecretArg;
use crate::target::CaseHeader;

/// The server under test.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Target")]
pub struct TargetArgs {
    /// Base URL of the server, version included (`https://staging.example/v2`); or the name of a target in the configuration;
    /// or `reference`, the embedded reference server.
    #[arg(long, env = "BADREQ_TARGET", value_name = "URL|NAME")]
    pub target: Option<String>,
    /// Configuration file; `badreq init` writes one. [default: `badreq.toml` in the current folder]
    #[arg(long, env = "BADREQ_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Token of the first test account (the owner); set `BADREQ_TOKEN` rather than this flag.
    #[arg(
        long,
        env = "BADREQ_TOKEN",
        hide_env_values = true,
        value_name = "TOKEN"
    )]
    pub token: Option<SecretArg>,
    /// Token of the second test account (the stranger); set `BADREQ_STRANGER_TOKEN` rather than this flag.
    #[arg(
        long,
        env = "BADREQ_STRANGER_TOKEN",
        hide_env_values = true,
        value_name = "TOKEN"
    )]
    pub stranger_token: Option<SecretArg>,
    /// Value that only the server's operator can supply, such as `guild_id=466707357099884544`; `badreq list --needs` lists them.
    #[arg(
        long,
        env = "BADREQ_VALUES",
        value_delimiter = ',',
        value_name = "NAME=VALUE"
    )]
    pub value: Vec<String>,
    /// Header or path that makes the target return an error no ordinary request can trigger:
    /// `internal-error=X-Fail: yes` or `internal-error=/debug/fail`.
    #[arg(
        long,
        env = "BADREQ_TRIGGERS",
        value_delimiter = ';',
        value_name = "NAME=HEADER|PATH"
    )]
    pub trigger: Vec<String>,
    /// Rate limits that the run stays under: `documented`; `none` if the target has none; or requests per second for each scope, such as
    /// `get=20,update=6`. A scope is a group of requests with a limit of its own; the built-in contract has `message` (reads of
    /// messages), `get` (all other reads) and `update` (changes). This sets only the pace: responses are judged by the documented limits,
    /// or by higher limits that a response announces.
    /// [default: documented]
    #[arg(long, env = "BADREQ_LIMITS", value_name = "LIMITS")]
    pub limits: Option<String>,
    /// Response timeout: `30s`, `2m`, or a number of seconds. [default: 30]
    #[arg(
        long,
        value_name = "TIME",
        value_parser = super::duration::parse_timeout_arg
    )]
    pub timeout: Option<Duration>,
    /// Longest response body that is read: bytes, `512K` or `16M`. [default: 16M]
    #[arg(
        long,
        value_name = "SIZE",
        value_parser = super::body_size::parse_body_size_arg
    )]
    pub max_body: Option<usize>,
    /// Header to send with every request, for a gateway in front of the target. Reports show it; put a secret one into the configuration.
    #[arg(long, value_name = "NAME: VALUE")]
    pub header: Vec<String>,
    /// Header to send with every request of a case; its value is the full name of the case, to find the request in the server's log.
    #[arg(long, env = "BADREQ_CASE_HEADER", value_name = "NAME")]
    pub case_header: Option<CaseHeader>,
    /// PEM file with CA certificates to trust in addition to those of this machine.
    #[arg(long, value_name = "FILE")]
    pub ca_cert: Vec<PathBuf>,
    /// PEM file with the certificate that the target demands of its clients.
    #[arg(long, env = "BADREQ_CERT", value_name = "FILE")]
    pub cert: Option<PathBuf>,
    /// PEM file with the private key of `--cert`. [default: the same file]
    #[arg(long, env = "BADREQ_KEY", value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// HTTP proxy for every connection, `http://host:port` or `http://NAME:PASSWORD@host:port`; `none` for direct connections.
    #[arg(long, env = "BADREQ_PROXY", hide_env_values = true, value_name = "URL")]
    pub proxy: Option<SecretArg>,
    /// Contact URL for the server's operator, sent in `User-Agent`. [default: none]
    #[arg(long, env = "BADREQ_CONTACT", value_name = "URL")]
    pub contact: Option<String>,
    /// Allow a host that the contract lists as one that serves real users.
    #[arg(long)]
    pub allow_production: bool,
}
