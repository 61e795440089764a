//! How answers are judged, as it is typed.

use std::num::NonZeroUsize;
use std::time::Duration;

use clap::Args;

use super::baseline::BaselineArgs;

/// How answers are judged.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Judging")]
pub struct JudgeArgs {
    /// Fail where a case cannot be tried for want of a token, a known value or a hook.
    #[arg(long, env = "BADREQ_REQUIRE_ALL", conflicts_with = "budget")]
    pub require_all: bool,
    /// Fail a case for a broken *should*, and for another row than the one that says what is wrong.
    #[arg(long)]
    pub strict: bool,
    /// Which breaches are known.
    #[command(flatten)]
    pub known: BaselineArgs,
    /// Try each case so many times, 1 to 100, and tell what comes only now and then; what fails in one attempt fails.
    #[arg(
        long,
        value_name = "N",
        default_value = "1",
        value_parser = repeat,
        conflicts_with = "budget"
    )]
    pub repeat: NonZeroUsize,
    /// The time that an error may take, in milliseconds; longer is a broken *should*.
    #[arg(
        long,
        value_name = "MS",
        default_value = "2000",
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    pub answer_budget: u64,
}

impl JudgeArgs {
    /// The time that an error may take.
    #[must_use]
    pub fn answer_time(&self) -> Duration {
        Duration::from_millis(self.answer_budget)
    }
}

fn repeat(text: &str) -> Result<NonZeroUsize, String> {
    let times = text.parse().ok().filter(|times| *times <= 100);
    times
        .and_then(NonZeroUsize::new)
        .ok_or_else(|| "give a number from 1 to 100".to_owned())
}
