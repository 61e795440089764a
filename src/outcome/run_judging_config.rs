//! The inputs of a judgement: only runs with the same inputs can be merged.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::check::{JudgeOptions, RateLimitEnforcement};

/// The inputs by which a run judged, besides its edition and its strictness.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RunJudgingConfig {
    /// The SHA-256 digest of all files of the suites, as hexadecimal digits.
    pub suites_digest: String,
    /// The SHA-256 digest of all pages of the contract, as hexadecimal digits.
    pub contract_digest: String,
    /// The greatest accepted difference between the target's clock and that of the run, in milliseconds.
    pub clock_allowance_ms: u64,
    /// The longest time that an error may take, in milliseconds; absent where it is not judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_response_time_ms: Option<u64>,
    /// The expectation that the target limits the rate of requests, or not.
    pub limiting: RateLimitEnforcement,
}

impl RunJudgingConfig {
    /// Creates the inputs from the digests of the files and from the options.
    #[must_use]
    pub fn new(suites_digest: &str, contract_digest: &str, terms: JudgeOptions) -> Self {
        Self {
            suites_digest: suites_digest.to_owned(),
            contract_digest: contract_digest.to_owned(),
            clock_allowance_ms: saturating_millis(terms.clock_tolerance),
            max_response_time_ms: terms.max_response_time.map(saturating_millis),
            limiting: terms.rate_limit_enforcement,
        }
    }

    /// Returns the options by which the run judged.
    #[must_use]
    pub fn judge_options(&self) -> JudgeOptions {
        JudgeOptions {
            clock_tolerance: Duration::from_millis(self.clock_allowance_ms),
            max_response_time: self.max_response_time_ms.map(Duration::from_millis),
            rate_limit_enforcement: self.limiting,
        }
    }

    /// Describes the first difference from the inputs of another run; `None` where they are the same.
    pub(super) fn describe_first_difference(&self, other: &Self) -> Option<&'static str> {
        let differs = [
            (
                "version of the contract",
                self.contract_digest != other.contract_digest,
            ),
            (
                "version of the suites",
                self.suites_digest != other.suites_digest,
            ),
            (
                "clock tolerance",
                self.clock_allowance_ms != other.clock_allowance_ms,
            ),
            (
                "maximum response time",
                self.max_response_time_ms != other.max_response_time_ms,
            ),
            ("rate limit expectation", self.limiting != other.limiting),
        ];
        let mut differs = differs.into_iter();
        differs.find_map(|(what, differs)| differs.then_some(what))
    }
}

fn saturating_millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
