//! Arguments for the judging of responses.

use std::num::NonZeroUsize;
use std::time::Duration;

use clap::Args;

use super::baseline::BaselineFileArgs;
use crate::outcome::{FailOn, FailOnParseError};

/// The options for judging responses.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Judging")]
pub struct JudgeArgs {
    /// Findings that fail the run: `must`; `should` (and `must`); `may` (all three); `replacement` (a row that fits less well, but that
    /// the documentation also allows); or `never`. Repeatable. [default: must]
    #[arg(
        long,
        env = "BADREQ_FAIL_ON",
        value_delimiter = ',',
        value_name = "FINDINGS",
        value_parser = parse_fail_on
    )]
    pub fail_on: Vec<FailOn>,
    /// Minimum number of rows that must be proven or broken; with fewer, the run is inconclusive (status 5).
    #[arg(long, env = "BADREQ_MIN_ROWS", value_name = "N")]
    pub min_rows: Option<usize>,
    /// Do not end as inconclusive if rows or cases could not be tested because a token, a fixture or time was missing, or
    /// because the valid request beside the bad one failed.
    #[arg(long, env = "BADREQ_PARTIAL")]
    pub partial: bool,
    /// The baseline.
    #[command(flatten)]
    pub baseline: BaselineFileArgs,
    /// Run each case N times (1 to 100) and report flaky results; one failed attempt fails the case.
    #[arg(
        long,
        value_name = "N",
        default_value = "1",
        value_parser = parse_repeat_count,
        conflicts_with = "budget"
    )]
    pub repeat: NonZeroUsize,
    /// Longest time that an error response may take; a slower one is a `should` finding.
    #[arg(
        long,
        value_name = "TIME",
        default_value = "2s",
        value_parser = super::duration::parse_duration
    )]
    pub max_response_time: Duration,
}

fn parse_fail_on(text: &str) -> Result<FailOn, String> {
    text.parse()
        .map_err(|error: FailOnParseError| error.to_string())
}

fn parse_repeat_count(text: &str) -> Result<NonZeroUsize, String> {
    let times = text.parse().ok().filter(|times| *times <= 100);
    times
        .and_then(NonZeroUsize::new)
        .ok_or_else(|| "give a number from 1 to 100".to_owned())
}
