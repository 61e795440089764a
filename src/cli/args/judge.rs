//! Arguments for the judging of responses.

use std::num::NonZeroUsize;
use std::time::Duration;

use clap::Args;

use super::baseline::BaselineFileArgs;

/// The options for judging responses.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Judging")]
pub struct JudgeArgs {
    /// Fail if a case cannot be tried for want of a token, a value or a trigger.
    #[arg(long, env = "BADREQ_REQUIRE_ALL", conflicts_with = "budget")]
    pub require_all: bool,
    /// Also fail a case for a broken *should*, and for an accepted row other than the expected one.
    #[arg(long)]
    pub strict: bool,
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

fn parse_repeat_count(text: &str) -> Result<NonZeroUsize, String> {
    let times = text.parse().ok().filter(|times| *times <= 100);
    times
        .and_then(NonZeroUsize::new)
        .ok_or_else(|| "give a number from 1 to 100".to_owned())
}
