//! The settings of a target.

use std::time::Duration;

use super::{BaseUrl, ClientIdentity, Credentials, ExtraHeader, Proxy, UserAgent};
use crate::contract::{RateLimits, TokenHeader};

/// The settings from which a [`Target`](super::Target) is built.
#[derive(Clone, Debug)]
pub struct TargetOptions {
    /// The base URL.
    pub base_url: BaseUrl,
    /// The tokens of the actors.
    pub credentials: Credentials,
    /// The header that carries a token; the callers that build requests use it.
    pub token_header: TokenHeader,
    /// The rate limits to stay under; `None` sends every request at once.
    pub rate_limits: Option<RateLimits>,
    /// The timeouts of an exchange.
    pub timeouts: ExchangeTimeouts,
    /// The longest response body that is read, in bytes; decoded, if it has a content coding. It may have one JSON value for every 32 bytes.
    pub max_body: usize,
    /// Certificates (DER) that are trusted besides those of the platform, for a server whose issuer this machine does not know.
    pub extra_roots: Vec<Vec<u8>>,
    /// The certificate of the client and its key, for a server that demands one.
    pub client_identity: Option<ClientIdentity>,
    /// The headers that are added to every request that does not set them itself.
    pub extra_headers: Vec<ExtraHeader>,
    /// The proxy that every connection goes through; `None` connects directly and ignores the proxy variables of the environment.
    pub proxy: Option<Proxy>,
    /// The value of `User-Agent`.
    pub user_agent: UserAgent,
}

impl TargetOptions {
    /// The default of [`max_body`](Self::max_body), in bytes: 16 MiB.
    ///
    /// Lists of many objects with long texts fit in. Each of the cases that run concurrently may hold several such bodies.
    pub const DEFAULT_MAX_BODY: usize = 16 * 1024 * 1024;

    /// Creates settings with defaults: the token in `authorization`, no throttling, default timeouts, no proxy.
    #[must_use]
    pub fn new(base: BaseUrl, credentials: Credentials) -> Self {
        Self {
            base_url: base,
            credentials,
            token_header: TokenHeader::from_name("authorization"),
            rate_limits: None,
            timeouts: ExchangeTimeouts::default(),
            max_body: Self::DEFAULT_MAX_BODY,
            extra_roots: Vec::new(),
            client_identity: None,
            extra_headers: Vec::new(),
            proxy: None,
            user_agent: UserAgent::default(),
        }
    }

    /// Returns host and port as error messages name them, with the proxy if there is one.
    pub(super) fn describe_host_and_proxy(&self) -> String {
        let target = self.base_url.authority();
        match &self.proxy {
            None => target,
            Some(proxy) => format!("{target} through the proxy {proxy}"),
        }
    }
}

/// The timeouts of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExchangeTimeouts {
    /// The timeout for connecting to the server, with TLS.
    pub connect: Duration,
    /// The timeout from the request's first byte until the response's status and headers have arrived. It ends no later than `response`.
    pub first_byte: Duration,
    /// The timeout for the whole exchange on a connection: from the request's first byte to the response's last byte. If the
    /// HTTP client has to open a connection first, that time counts, too.
    pub response: Duration,
}

impl ExchangeTimeouts {
    /// Creates timeouts with this limit for the response and its first byte, and the default limit for connecting.
    #[must_use]
    pub fn from_response_timeout(answer: Duration) -> Self {
        Self {
            connect: Duration::from_secs(10),
            first_byte: answer,
            response: answer,
        }
    }
}

impl Default for ExchangeTimeouts {
    /// Returns the defaults: 10 seconds to connect, 30 seconds for the response.
    fn default() -> Self {
        Self::from_response_timeout(Duration::from_secs(30))
    }
}
