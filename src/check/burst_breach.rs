//! Breaches of a rate limit that a burst of requests shows.

use serde::{Deserialize, Serialize};

use crate::contract::RequirementId;

use super::fingerprint::mask_numbers;
use super::violation::BreachProperties;
use super::wording::format_count;
use super::{
    BreachDescription, BreachPlace, CauseContext, Fingerprint, ResponseSummary,
    VolatileValueRedactor,
};

/// A breach that a burst shows: a rate limit that is not enforced as documented.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "shape")]
pub enum BurstBreach {
    /// No request was refused.
    NeverRefused {
        /// The number of requests with a response.
        sent: usize,
    },
    /// Fewer requests were served than the limit grants.
    RefusedTooEarly {
        /// The number of requests that the limit grants.
        limit: u32,
        /// The number of requests with a response.
        sent: usize,
        /// The number of served requests.
        served: usize,
        /// The number of refused requests.
        refused: usize,
    },
    /// A request was refused although it was sent after the promised wait.
    UntrueWait {
        /// The wait that the refusal promised, in milliseconds.
        promised_ms: u64,
        /// The time that passed, in milliseconds.
        waited_ms: u64,
        /// The response to the request after the wait.
        answer: ResponseSummary,
    },
    /// A request to one scope was refused because another scope was used up.
    SharedScopes {
        /// The scope that was used up.
        used_up: String,
        /// The scope of the refused request.
        refused: String,
        /// The response to that request.
        answer: ResponseSummary,
    },
}

impl BreachProperties for BurstBreach {
    fn requirement_id(&self) -> RequirementId {
        match self {
            Self::NeverRefused { .. } => RequirementId::LimitEnforced,
            Self::RefusedTooEarly { .. } => RequirementId::LimitGranted,
            Self::UntrueWait { .. } => RequirementId::RetryAfterTrue,
            Self::SharedScopes { .. } => RequirementId::LimitScopesSeparate,
        }
    }

    fn place(&self) -> BreachPlace {
        BreachPlace::Burst
    }

    fn describe(&self) -> BreachDescription {
        match self {
            Self::NeverRefused { sent } => {
                let requests = format_count(*sent, "request");
                BreachDescription::new(format!("a refusal within {requests}"), "no refusal")
            }
            Self::RefusedTooEarly {
                limit,
                served,
                refused,
                ..
            } => BreachDescription::new(
                format!("{} served", format_count(*limit, "request")),
                format!("{served} served and {refused} refused"),
            ),
            Self::UntrueWait {
                promised_ms,
                waited_ms,
                answer,
            } => BreachDescription::new(
                format!("a served request after {promised_ms} ms"),
                format!("{} after {waited_ms} ms", answer.describe()),
            ),
            Self::SharedScopes {
                used_up,
                refused,
                answer,
            } => BreachDescription::new(
                format!("only the scope {used_up} used up"),
                format!("the scope {refused} used up, too: {}", answer.describe()),
            ),
        }
    }

    /// Returns the fingerprint without counts and waits, which depend on timing.
    fn fingerprint(&self, redactor: &VolatileValueRedactor) -> Fingerprint {
        let text = |answer: &ResponseSummary| {
            let status = answer.cause_key();
            let message = answer.message_text().unwrap_or_default();
            // Ids are redacted first, while their digits are still there.
            format!("{status} \"{}\"", mask_numbers(&redactor.redact(message)))
        };
        let words = match self {
            Self::NeverRefused { .. } => BreachDescription::new("refused", "all served"),
            Self::RefusedTooEarly { .. } => {
                BreachDescription::new("served up to the limit", "refused before")
            }
            Self::UntrueWait { answer, .. } => {
                BreachDescription::new("served after the wait", text(answer))
            }
            Self::SharedScopes {
                used_up,
                refused,
                answer,
            } => BreachDescription::new(
                format!("only {used_up} used up"),
                format!("{refused} too: {}", text(answer)),
            ),
        };
        Fingerprint::new(&self.place(), words, redactor)
    }

    fn cause_key(&self, _: &CauseContext<'_>) -> String {
        match self {
            Self::NeverRefused { .. } => "never refused".to_owned(),
            Self::RefusedTooEarly { .. } => "refused too early".to_owned(),
            Self::UntrueWait { answer, .. } | Self::SharedScopes { answer, .. } => {
                answer.cause_key()
            }
        }
    }
}
