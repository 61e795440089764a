//! The target: the server under test, addressed by URL.
//!
//! Only this room knows how requests travel. [`Target::send`] takes a [`Request`](crate::exchange::Request) and
//! returns the observed [`Exchange`](crate::exchange::Exchange), or a [`SendError`] that names who is at fault for the missing response.
//! It sends the request as it is given, plus the headers that every request to this target carries. The response
//! is bounded in size and time and contains no token.
//!
//! There are two transports, and callers can't see which one was used: a pooled HTTP client, and a raw client that writes the
//! request's bytes unchanged onto a new connection. The raw client sends requests that the pooled client would normalize or
//! refuse, and requests that must not be sent twice.
//!
//! A target stays under the rate limits: see [`Target::send`], [`Target::send_unthrottled`], [`Target::pause_scope`].

mod cancel_signal;
mod case_header;
mod credentials;
mod error;
mod exchange_observer;
mod extra_headers;
mod options;
mod redact;
#[expect(
    clippy::module_inception,
    reason = "the room is named after its main type, which has a file of its own"
)]
mod target;
mod throttle;
mod traffic;
mod transport;
mod url;
mod user_agent;

pub use cancel_signal::{CancelReason, CancelSignal};
pub use case_header::{CaseHeader, CaseHeaderError};
pub use credentials::{ConflictingTokensError, Credentials, InvalidTokenError, Token};
pub use error::{
    IncompleteResponsePart, SendError, TargetSetupError, TimeoutPhase, TlsFailureCause,
};
pub use exchange_observer::ExchangeObserver;
pub use extra_headers::{ExtraHeader, ExtraHeaderError};
pub use options::{ExchangeTimeouts, TargetOptions};
pub use target::Target;
pub use throttle::open_locked;
pub use traffic::{RateLimitScopeCounts, RequestCountsByScope};
pub use transport::body_limit::ExceededBodyLimit;
pub use transport::certificates::{PemError, parse_certificates};
pub use transport::client_certificate::{ClientIdentity, ClientIdentityError};
pub(crate) use transport::incoming::unix_now_ms;
pub use transport::proxy::{Proxy, ProxyAddressError};
pub use url::{BaseUrl, BaseUrlError};
pub use user_agent::{ContactError, UserAgent};
