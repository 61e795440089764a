//! Rate limits over time: whom they let in, for how long they refuse, and which scopes share what is counted.

use std::time::Duration;

use axum::http::Method;
use axum::http::header::AUTHORIZATION;
use serde_json::json;

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::reaction::{FaultReaction, SubstituteResponse};
use super::request::BufferedRequest;
use crate::named::named;

named! {
    /// A group of requests that share a limit.
    pub(super) enum LimitScope {
        Reads = "reads",
        Messages = "messages",
        Updates = "updates",
    }
}

impl LimitScope {
    fn documented_name(self) -> &'static str {
        match self {
            Self::Reads => "generic_get",
            Self::Messages => "message",
            Self::Updates => "generic_update",
        }
    }

    /// Returns a request without effect that counts in this scope.
    fn build_counted_request(self, exchange: &CleanExchange<'_>) -> BufferedRequest {
        let sent = &exchange.request.sent;
        let token = sent.header(&AUTHORIZATION).unwrap_or_default();
        let (method, path, body) = match self {
            Self::Reads => (Method::GET, "/v2/systems/@me", None),
            Self::Messages => (Method::GET, "/v2/messages/0", None),
            Self::Updates => (Method::PATCH, "/v2/systems/@me", Some(json!({}))),
        };
        BufferedRequest::new(method, path.to_owned(), token, body.as_ref()).with_trigger_of(sent)
    }
}

named! {
    /// A mistake in whom a limit lets in.
    pub(super) enum LimitMistake {
        NeverEnforced = "never-enforced",
        /// The last request that is granted is refused.
        Early = "early",
        /// Half of what is granted is refused.
        HalfEarly = "half-early",
        /// The wait is longer than was said.
        EndsLate = "ends-late",
        /// Who was refused once is refused for good.
        Bans = "bans",
    }
}

/// A limit lets in too many or too few.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct RateLimitFault(LimitMistake, LimitScope);

/// A wait of this length is within the window of a second, and too short for the ban that follows.
const TOLD_WAIT: Duration = Duration::from_millis(400);

impl FaultFamily for RateLimitFault {
    fn all() -> Vec<Self> {
        let never = LimitScope::ALL.iter();
        let never = never.map(|scope| Self(LimitMistake::NeverEnforced, *scope));
        never
            .chain([
                Self(LimitMistake::Early, LimitScope::Reads),
                Self(LimitMistake::HalfEarly, LimitScope::Messages),
                Self(LimitMistake::EndsLate, LimitScope::Reads),
                Self(LimitMistake::Bans, LimitScope::Updates),
            ])
            .collect()
    }

    fn full_name(self) -> String {
        format!("limit/{}/{}", self.0.name(), self.1.name())
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        const EVER: Duration = Duration::from_secs(3600);
        // The rest of a burst passes in it, too.
        const DELAY: Duration = Duration::from_millis(900);
        if exchange.rate_limit_scope() != Some(self.1.documented_name()) {
            return None;
        }
        let is_refused = exchange.is_rate_refusal();
        let remaining = exchange.parse_rate_header("x-ratelimit-remaining")?;
        let limit = exchange.parse_rate_header("x-ratelimit-limit")?;
        let refuse = || FaultReaction::Replace(SubstituteResponse::too_many_requests(TOLD_WAIT));
        let ban = |retry_after, ban| FaultReaction::Ban { retry_after, ban };
        match self.0 {
            LimitMistake::NeverEnforced => is_refused.then(|| serve_beyond_limit(exchange)),
            LimitMistake::Early => (!is_refused && remaining == 0).then(refuse),
            LimitMistake::HalfEarly => (!is_refused && remaining <= limit / 2).then(refuse),
            LimitMistake::Bans => {
                (is_refused || exchange.is_scope_banned()).then(|| ban(TOLD_WAIT, EVER))
            }
            LimitMistake::EndsLate if exchange.is_scope_banned() => Some(refuse()),
            LimitMistake::EndsLate => {
                let wait = exchange.retry_after();
                is_refused.then(|| ban(wait, wait + DELAY))
            }
        }
    }
}

/// Serves a request that was refused because of the rate.
fn serve_beyond_limit(exchange: &CleanExchange<'_>) -> FaultReaction {
    let sent = &exchange.request.sent;
    let free = sent.clone().without_trigger();
    if free.headers.len() == sent.headers.len() {
        // The limit is the server's own, and would refuse it again.
        FaultReaction::false_success()
    } else {
        FaultReaction::Serve(free)
    }
}

named! {
    /// The scopes that share what is counted.
    pub(super) enum SharedScopesFault {
        ReadsAndMessages = "reads-and-messages",
        ReadsAndUpdates = "reads-and-updates",
        MessagesAndUpdates = "messages-and-updates",
        All = "all",
    }
}

impl SharedScopesFault {
    fn scopes(self) -> &'static [LimitScope] {
        match self {
            Self::ReadsAndMessages => &[LimitScope::Reads, LimitScope::Messages],
            Self::ReadsAndUpdates => &[LimitScope::Reads, LimitScope::Updates],
            Self::MessagesAndUpdates => &[LimitScope::Messages, LimitScope::Updates],
            Self::All => LimitScope::ALL,
        }
    }
}

impl FaultFamily for SharedScopesFault {
    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn full_name(self) -> String {
        format!("shared-scopes/{}", Self::name(self))
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let scope = exchange.rate_limit_scope()?;
        let is_own = |other: &&LimitScope| other.documented_name() == scope;
        self.scopes().iter().find(is_own)?;
        let others = self.scopes().iter().filter(|other| !is_own(other));
        let counted = others.map(|other| other.build_counted_request(exchange));
        Some(FaultReaction::SendAlso(counted.collect()))
    }
}
