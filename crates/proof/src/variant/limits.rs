//! What a limit is counted by, and how long a refusal asks to wait.

use super::catalogue::Variant;
use super::here::is;
use crate::access::ApiCaller;
use crate::api_request::ApiRequest;

/// A window in milliseconds.
const WINDOW: u64 = 1000;

/// What requests are counted by, next to their scope.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Counted {
    Caller(ApiCaller),
    /// The bytes of the token, whether or not it is anybody's.
    Token(Option<Vec<u8>>),
    /// All requests come from one address: the server listens on this machine only.
    Address,
}

impl From<ApiCaller> for Counted {
    fn from(caller: ApiCaller) -> Self {
        Self::Caller(caller)
    }
}

/// What this request is counted by.
pub(crate) fn counted(call: &ApiRequest, caller: ApiCaller) -> Counted {
    if is(Variant::CountedByAddress) {
        Counted::Address
    } else if is(Variant::CountedByToken) {
        Counted::Token(call.token().map(<[u8]>::to_vec))
    } else {
        Counted::Caller(caller)
    }
}

/// The wait that a refusal asks for, where the next request is let in after `millis`.
pub(crate) fn promised(millis: u64) -> u64 {
    if is(Variant::RetryAfterGenerous) {
        WINDOW
    } else {
        millis
    }
}
