//! Breaches of a rate limit, as a burst of requests shows them.

use serde::{Deserialize, Serialize};

use crate::contract::RequirementId;

use super::fingerprint::without_numbers;
use super::violation::Family;
use super::{CauseContext, Fingerprint, Place, Redactor, ResponseSummary, Words};

/// A breach of a rate limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "shape")]
pub enum BurstBreach {
    /// None of the requests was refused.
    NeverRefused {
        /// How many were sent and answered.
        sent: usize,
    },
    /// Fewer were served than the limit grants.
    RefusedTooEarly {
        /// How many the limit grants.
        limit: u32,
        /// How many were sent and answered.
        sent: usize,
        /// How many were served.
        served: usize,
        /// How many were refused.
        refused: usize,
    },
    /// A request was refused that waited as long as it was asked to.
    UntrueWait {
        /// The milliseconds that a refusal asked for.
        promised_ms: u64,
        /// The milliseconds that passed.
        waited_ms: u64,
        /// The response to the request behind them.
        answer: ResponseSummary,
    },
    /// A scope was refused because another one was used up.
    SharedScopes {
        /// The scope that was used up.
        used_up: String,
        /// The scope that was refused.
        refused: String,
        /// Its response.
        answer: ResponseSummary,
    },
}

impl Family for BurstBreach {
    fn requirement(&self) -> RequirementId {
        match self {
            Self::NeverRefused { .. } => RequirementId::LimitEnforced,
            Self::RefusedTooEarly { .. } => RequirementId::LimitGranted,
            Self::UntrueWait { .. } => RequirementId::RetryAfterTrue,
            Self::SharedScopes { .. } => RequirementId::LimitScopesSeparate,
        }
    }

    fn place(&self) -> Place {
        Place::Burst
    }

    fn words(&self) -> Words {
        match self {
            Self::NeverRefused { sent } => {
                Words::new("refused 1", format!("sent {sent}, refused 0"))
            }
            Self::RefusedTooEarly {
                limit,
                sent,
                served,
                refused,
            } => Words::new(
                format!("served {limit}"),
                format!("sent {sent}, served {served}, refused {refused}"),
            ),
            Self::UntrueWait {
                promised_ms,
                waited_ms,
                answer,
            } => Words::new(
                format!("served after {promised_ms}"),
                format!("{}, waited {waited_ms}", answer.words()),
            ),
            Self::SharedScopes {
                used_up,
                refused,
                answer,
            } => Words::new(
                format!("scope {used_up}"),
                format!("{}, scope {refused}", answer.words()),
            ),
        }
    }

    /// Counts and waits are those of a race.
    fn fingerprint(&self, redactor: &Redactor) -> Fingerprint {
        let text = |answer: &ResponseSummary| {
            let status = answer.cause();
            let message = answer.message_text().unwrap_or_default();
            // An id is named before its numbers are taken out.
            format!(
                "{status} \"{}\"",
                without_numbers(&redactor.redact(message))
            )
        };
        let words = match self {
            Self::NeverRefused { .. } => Words::new("refused", "all served"),
            Self::RefusedTooEarly { .. } => Words::new("served up to the limit", "refused before"),
            Self::UntrueWait { answer, .. } => Words::new("served after the wait", text(answer)),
            Self::SharedScopes {
                used_up,
                refused,
                answer,
            } => Words::new(
                format!("only {used_up} used up"),
                format!("{refused} too: {}", text(answer)),
            ),
        };
        Fingerprint::new(&self.place(), words, redactor)
    }

    fn cause(&self, _: &CauseContext<'_>) -> String {
        match self {
            Self::NeverRefused { .. } => "never refused".to_owned(),
            Self::RefusedTooEarly { .. } => "refused too early".to_owned(),
            Self::UntrueWait { answer, .. } | Self::SharedScopes { answer, .. } => answer.cause(),
        }
    }
}
