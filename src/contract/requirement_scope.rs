//! Scopes of requirements: one case, or every response of a target.

use std::fmt;

/// The scope of a requirement: one case, or every response of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequirementScope {
    /// One case: a violation fails the case and its row.
    Case,
    /// Responses of the target to any request: a violation is reported once per target, and fails the run but no case.
    EveryResponse(ApplicableResponses),
}

/// The responses that a requirement applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplicableResponses {
    /// All responses.
    All,
    /// Error responses.
    Errors,
    /// Rate-limit refusals, and all responses in a scope whose limits are known to be active, as earlier responses show it.
    RateLimited,
}

impl RequirementScope {
    /// Reports whether the scope is every response, not one case.
    #[must_use]
    pub fn is_every_response(self) -> bool {
        match self {
            Self::EveryResponse(_) => true,
            Self::Case => false,
        }
    }
}

impl fmt::Display for RequirementScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Case => "each case by itself",
            Self::EveryResponse(ApplicableResponses::All) => {
                "every response that it applies to, reported once for the target"
            }
            Self::EveryResponse(ApplicableResponses::Errors) => {
                "every error, reported once for the target"
            }
            Self::EveryResponse(ApplicableResponses::RateLimited) => {
                "every rate-limit refusal, and every response like those that had rate-limit headers before, reported once for the target"
            }
        })
    }
}
