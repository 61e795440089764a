//! Arguments for the judging of responses.

use std::num::NonZeroUsize;
use std::time::Duration;

use clap::Args;

use super::baseline::BaselineFileArgs;
use crate::outcome::{FailOn, FailOnError};

/// The options for judging responses.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Judging")]
pub struct JudgeArgs {
    /// Fail on `must`, `should` or `may` and the levels above, on `replacement` (an accepted row other than the one that describes
    /// the error), or `never`. Repeatable. [default: must]
    #[arg(
        long,
        env = "BADREQ_FAIL_ON",
        value_delimiter = ',',
        value_name = "FINDINGS",
        value_parser = parse_fail_on
    )]
    pub fail_on: Vec<FailOn>,
    /// Require at least N rows to be settled: proven, broken, replaced or known to fail.
    #[arg(long, env = "BADREQ_MIN_ROWS", value_name = "N")]
    pub min_rows: Option<usize>,
    /// Accept missing evidence: rows and cases for want of a token, a fixture, a working control or time.
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
    /// Maximum response time of errors; a slower response breaks a *should*.
    #[arg(
        long,
        value_name = "TIME",
        default_value = "2s",
        value_parser = super::duration::parse_duration
    )]
    pub max_response_time: Duration,
}

fn parse_fail_on(text: &str) -> Result<FailOn, String> {
    text.parse().map_err(|error: FailOnError| error.to_string())
}

fn parse_repeat_count(text: &str) -> Result<NonZeroUsize, String> {
    let times = text.parse().ok().filter(|times| *times <= 100);
    times
        .and_then(NonZeroUsize::new)
        .ok_or_else(|| "give a number from 1 to 100".to_owned())
}
