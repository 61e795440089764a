//! Exchanges: a request and its response as observed, in owned bytes and without any judgement.
//!
//! Everything here is plain data, so that checks are pure functions and reports can be written long after the
//! run. A token is never part of the data: a request names the actor whose token it carried ([`RequestHeaderValue::Token`]). If
//! a response repeats a token, its bytes are replaced beforehand, and [`Response::tokens_seen`] names its actor.

pub(crate) mod excerpt;
mod failure_origin;
pub(crate) mod json_text;
mod lookalike;
mod message;
mod no_response;
pub(crate) mod text_contrast;
mod timing;
mod truncation;

pub use failure_origin::FailureOrigin;
pub use message::{
    ACCEPT_IDENTITY, Actor, Exchange, Request, RequestHeaderValue, Response, TokenValue, WireBytes,
};
pub use no_response::NoResponse;
pub use timing::ExchangeTiming;
pub use truncation::MAX_KEPT_BYTES;
