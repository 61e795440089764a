//! Exchanges: a request and its response as observed, in owned bytes and without any judgement.
//!
//! Everything here is plain data, so that checks are pure functions and reports can be written long after the
//! run. A token is never part of the data: a request names the actor whose token it carried ([`HeaderValue::Token`]). If
//! a response repeats a token, its bytes are replaced beforehand, and [`Response::tokens_seen`] names its actor.

mod blame;
pub(crate) mod excerpt;
mod kept;
mod message;
mod no_answer;
mod timing;

pub use blame::Blame;
pub use kept::KEPT;
pub use message::{Actor, Bytes, Exchange, HeaderValue, Request, Response};
pub use no_answer::NoAnswer;
pub use timing::Timing;
