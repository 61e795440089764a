//! What must be known to set up a target.

use std::time::Duration;

use super::{BaseUrl, Credentials, ExtraHeader, Proxy, UserAgent};
use crate::contract::RateLimits;

/// What must be known to set up a [`Target`](super::Target).
#[derive(Clone, Debug)]
pub struct TargetOptions {
    /// Where it is.
    pub base: BaseUrl,
    /// The tokens that may be used.
    pub credentials: Credentials,
    /// The name of the header that carries a token, for those who make requests.
    pub authorization_header: String,
    /// The rate limits to stay under; `None` sends everything at once.
    pub limits: Option<RateLimits>,
    /// How long things may take.
    pub timeouts: Timeouts,
    /// The longest body that is read, in bytes.
    pub max_body: usize,
    /// Certificates (DER) that are trusted besides those of the platform, for a server whose issuer this machine does not know.
    pub extra_roots: Vec<Vec<u8>>,
    /// Headers that every request carries which does not say them itself.
    pub extra_headers: Vec<ExtraHeader>,
    /// The proxy that every connection goes through; `None` connects directly, whatever the environment says.
    pub proxy: Option<Proxy>,
    /// Who asks, as the target is told.
    pub user_agent: UserAgent,
}

impl TargetOptions {
    /// The longest body that is read unless told otherwise, in bytes: 1 MiB.
    ///
    /// Each of the cases that are tried at once may have several such bodies in hands, and read as JSON a body can take a
    /// hundred times its size.
    pub const MAX_BODY: usize = 1024 * 1024;

    /// A target here with these tokens: the token in `authorization`, not paced, usual bounds.
    #[must_use]
    pub fn new(base: BaseUrl, credentials: Credentials) -> Self {
        Self {
            base,
            credentials,
            authorization_header: "authorization".to_owned(),
            limits: None,
            timeouts: Timeouts::default(),
            max_body: Self::MAX_BODY,
            extra_roots: Vec::new(),
            extra_headers: Vec::new(),
            proxy: None,
            user_agent: UserAgent::default(),
        }
    }

    /// Where connections lead, as errors name it.
    pub(super) fn address(&self) -> String {
        let target = self.base.authority();
        match &self.proxy {
            None => target,
            Some(proxy) => format!("{target} through the proxy {proxy}"),
        }
    }
}

/// How long things may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// Reaching the server, with TLS.
    pub connect: Duration,
    /// From the request's first byte until status and headers of the answer are there. It ends no later than `answer`.
    pub first_byte: Duration,
    /// The whole exchange on a connection: from the request's first byte to the answer's last. Where the HTTP client has
    /// to open a connection first, that counts too.
    pub answer: Duration,
}

impl Timeouts {
    /// So long for an answer, however much of it passes before the answer begins, and the usual time to connect.
    #[must_use]
    pub fn answering_within(answer: Duration) -> Self {
        Self {
            connect: Duration::from_secs(10),
            first_byte: answer,
            answer,
        }
    }
}

impl Default for Timeouts {
    /// 10 seconds to connect, 30 seconds to answer.
    fn default() -> Self {
        Self::answering_within(Duration::from_secs(30))
    }
}
