//! Exchanges: a request and its response as observed, owned bytes, nothing judged.
//!
//! Everything here is plain data, so that checks are pure functions of it and reports can be written long after the
//! run. A token is never part of it: a request says *whose* token it carried ([`HeaderValue::Token`]), and where
//! a response repeated a token, the bytes are replaced before they get here and [`Response::tokens_seen`] tells.

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
