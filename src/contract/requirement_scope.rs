//! Scopes: what a requirement holds for, one case or every response of a target.

use std::fmt;

/// The scope of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequirementScope {
    /// One case: was this bad request refused as documented? It decides the case and its row.
    Case,
    /// Responses of the target, whatever was asked: reported once for the target, it fails the run and no case.
    EveryResponse(ScopedResponses),
}

/// The responses that a requirement holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopedResponses {
    /// All of them.
    All,
    /// Errors.
    Errors,
    /// Refusals for the rate, and all in a scope whose limits are known to be on.
    RateLimited,
}

impl RequirementScope {
    /// Whether it is that of every response.
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
            Self::EveryResponse(ScopedResponses::All) => {
                "every response that has it, reported once for the target"
            }
            Self::EveryResponse(ScopedResponses::Errors) => {
                "every error, reported once for the target"
            }
            Self::EveryResponse(ScopedResponses::RateLimited) => {
                "every refusal for the rate, reported once for the target"
            }
        })
    }
}
