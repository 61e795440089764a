//! The target: the server under test, met by URL.
//!
//! The only room that knows how requests travel. [`Target::send`] takes a [`Request`](crate::exchange::Request) and
//! gives back the [`Exchange`](crate::exchange::Exchange) as observed, or a [`SendError`] that says whose fault it is
//! that there is none. What leaves is what the request says, and the headers that every request to this target carries; what comes
//! back is bounded in size and time and holds no token.
//!
//! Two ways lead to the server, and nobody outside this room notices which was taken: an ordinary HTTP client with its
//! pool of connections, and, for what such a client would tidy or refuse and for what may not be sent twice, a connection of the request's
//! own onto which the bytes of the request are written as they are.
//!
//! A target stays under the rate limits by itself: see [`Target::send`], [`Target::send_unpaced`], [`Target::hold`].

mod credentials;
mod error;
mod extra_headers;
mod observe;
mod options;
mod redact;
mod stop;
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

pub use credentials::{Credentials, CredentialsError, Token, TokenError};
pub use error::{BrokenAt, Phase, SendError, TargetError};
pub use extra_headers::{ExtraHeader, ExtraHeaderError};
pub use observe::ObserveResponses;
pub use options::{TargetOptions, Timeouts};
pub use stop::Stop;
pub use target::Target;
pub use throttle::locked;
pub use traffic::{ScopeTraffic, Traffic};
pub use transport::certificates::{PemError, certificates};
pub(crate) use transport::incoming::unix_ms;
pub use transport::proxy::{Proxy, ProxyError};
pub use url::{BaseUrl, BaseUrlError};
pub use user_agent::{ContactError, UserAgent};
