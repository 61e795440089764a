//! Headers that a request has to have: the content type and the `User-Agent`.

use axum::http::header::{CONTENT_TYPE, USER_AGENT};
use badreq_reference::DocumentedError;

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::reaction::FaultReaction;
use crate::named::named;

named! {
    /// A mistake in the handling of the content type of a request.
    pub(super) enum ContentTypeFault {
        MissingServed = "missing-served",
        OtherServed = "other-served",
        Crash = "crash",
    }
}

impl FaultFamily for ContentTypeFault {
    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn full_name(self) -> String {
        format!("content-type/{}", Self::name(self))
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let sent = &exchange.request.sent;
        exchange.request.operation?.body_type()?;
        if sent.has_json_content_type()
            || exchange.refusal_row() != Some(DocumentedError::BadRequest)
        {
            return None;
        }
        let mended = || FaultReaction::Serve(sent.clone().with_json_content_type());
        let is_missing = !sent.headers.contains_key(CONTENT_TYPE);
        match self {
            Self::MissingServed => is_missing.then(mended),
            Self::OtherServed => (!is_missing).then(mended),
            Self::Crash => Some(FaultReaction::internal_error()),
        }
    }
}

named! {
    /// A mistake in the handling of the `User-Agent`.
    pub(super) enum UserAgentFault {
        MissingServed = "missing-served",
        EmptyServed = "empty-served",
        Crash = "crash",
    }
}

impl FaultFamily for UserAgentFault {
    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn full_name(self) -> String {
        format!("user-agent/{}", Self::name(self))
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let sent = &exchange.request.sent;
        let value = sent.headers.get(USER_AGENT);
        let is_empty = value.is_some_and(|value| value.as_bytes().trim_ascii().is_empty());
        if exchange.refusal_row() != Some(DocumentedError::BadRequest) {
            return None;
        }
        let mended = || FaultReaction::Serve(sent.clone().with_user_agent());
        match self {
            Self::MissingServed => value.is_none().then(mended),
            Self::EmptyServed => is_empty.then(mended),
            Self::Crash => (value.is_none() || is_empty).then(FaultReaction::internal_error),
        }
    }
}
