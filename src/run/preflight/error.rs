//! Preflight errors: the reasons for which a target cannot be tested.

use crate::exchange::Actor;

/// A response in the preflight because of which a run cannot start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{base}: {request}{} {problem}", describe_sender(*.actor))]
pub struct PreflightError {
    /// The base URL of the target.
    pub base: String,
    /// The method and the path of the request.
    pub request: String,
    /// The actor whose token was sent; the anonymous actor sends none.
    pub actor: Actor,
    /// The problem with the response.
    pub problem: PreflightProblem,
}

/// The problem with a response in the preflight.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PreflightProblem {
    /// The target redirects the request.
    #[error(
        "was redirected ({status}, Location: {location}): give that address as the base URL, or pass the gate that redirects"
    )]
    Redirected {
        /// The status code.
        status: u16,
        /// The `Location` header, or `none`.
        location: String,
    },
    /// The response is a success, but not that of the API.
    #[error(
        "was answered {status} with {content}, not with an account: a login page, a maintenance page or another API may be in front"
    )]
    OtherContent {
        /// The status code.
        status: u16,
        /// A description of the content.
        content: String,
    },
    /// The API refuses the token.
    #[error(
        "was refused ({status}): is it the token of an account there, and is the base URL right, including the version?"
    )]
    TokenRefused {
        /// The status code.
        status: u16,
    },
    /// Nothing of the API is at this base URL.
    #[error(
        "was answered {status}, without an error of this API: is the base URL right, including the version?"
    )]
    UnknownPath {
        /// The status code.
        status: u16,
    },
    /// A gateway in front of the target refuses the request.
    #[error(
        "was refused by a gateway ({status}, {content}), not by the API: give what it asks for with `--header` or `--proxy`"
    )]
    RefusedByGateway {
        /// The status code.
        status: u16,
        /// A description of the content.
        content: String,
    },
    /// The rate limit refuses the request however long the run waits.
    #[error(
        "was refused by the rate limit again and again ({status}): let no other client use these tokens, and try later"
    )]
    RateRefused {
        /// The status code.
        status: u16,
    },
    /// The target or its gateway fails.
    #[error("failed ({status}{}): is the target up?", format_retry_after(.retry_after.as_ref()))]
    ServerError {
        /// The status code.
        status: u16,
        /// The `Retry-After` header.
        retry_after: Option<String>,
    },
    /// Two tokens belong to one account.
    #[error(
        "shows the account {id} for the tokens of both actors: give the token of a second account with `--stranger-token`"
    )]
    SameAccount {
        /// The id of the account.
        id: String,
    },
    /// The target serves a request for something that belongs to nobody.
    #[error(
        "was answered {status}, though it names nothing that exists: does this server answer every request with a success?"
    )]
    ServedForNobody {
        /// The status code.
        status: u16,
    },
}

impl PreflightProblem {
    /// Reports whether the settings of the run are at fault rather than the target.
    #[must_use]
    pub fn is_wrong_setting(&self) -> bool {
        match self {
            Self::Redirected { .. }
            | Self::OtherContent { .. }
            | Self::TokenRefused { .. }
            | Self::UnknownPath { .. }
            | Self::SameAccount { .. } => true,
            Self::RefusedByGateway { .. }
            | Self::RateRefused { .. }
            | Self::ServerError { .. }
            | Self::ServedForNobody { .. } => false,
        }
    }
}

fn describe_sender(actor: Actor) -> String {
    match actor {
        Actor::Anonymous => " without a token".to_owned(),
        Actor::Owner | Actor::Stranger => format!(" with the {actor}'s token"),
    }
}

fn format_retry_after(after: Option<&String>) -> String {
    after.map_or_else(String::new, |after| format!(", Retry-After: {after}"))
}
