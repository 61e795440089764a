//! Why there is no target, and why a request has no response.

use std::time::Duration;

use thiserror::Error;

use crate::exchange::{Actor, Blame};

/// Why no target could be set up. Nothing was sent.
#[derive(Debug, Error)]
pub enum TargetError {
    /// The name of the header that carries tokens is no header name.
    #[error(
        "`{name}` cannot be the header that carries the token: it is not a header name; the usual one is `authorization`"
    )]
    AuthorizationHeader {
        /// The name, as it was given.
        name: String,
    },
    /// An extra header is the one that carries tokens: nobody would be anonymous any more.
    #[error(
        "`{name}` carries the token and cannot be added to every request: the anonymous actor would not be anonymous"
    )]
    ExtraHeader {
        /// The name, as it was given.
        name: String,
    },
    /// There is nothing by which the server's certificate could be verified.
    #[error(
        "cannot prepare TLS for {base}: {detail}; install the system's root certificates, or name one with `SSL_CERT_FILE`"
    )]
    Roots {
        /// The base URL.
        base: String,
        /// What is wrong.
        detail: String,
    },
    /// The HTTP client could not be built.
    #[error("cannot build the HTTP client for {base}: {detail}")]
    Client {
        /// The base URL.
        base: String,
        /// What is wrong.
        detail: String,
    },
}

/// Why a request has no response that could be judged.
///
/// [`SendError::blame`] tells whose fault it is. No token ever stands in the text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SendError {
    /// The request carries the token of an actor whose token is not known.
    #[error(
        "the request is the {0}'s and there is no token for the {0}; give the token of a test system"
    )]
    NoCredential(Actor),
    /// The request cannot be put on the wire as one request.
    #[error("the request cannot be sent as one request: {detail}")]
    Unsendable {
        /// What is in the way.
        detail: String,
    },
    /// Somebody wishes to stop; the request was not sent.
    #[error("the run is being stopped, and the request was not sent")]
    Stopped,
    /// There is no address behind the host's name.
    #[error(
        "no address for {host}: {detail}; is the base URL right, and does this machine's DNS know the host?"
    )]
    Lookup {
        /// The host.
        host: String,
        /// What the lookup said.
        detail: String,
    },
    /// No connection came about: refused or unreachable.
    #[error(
        "cannot connect to {address}: {detail}; is the server running, and is the base URL right?"
    )]
    Connect {
        /// Host and port.
        address: String,
        /// What the network said.
        detail: String,
    },
    /// The connection came about and TLS did not.
    #[error(
        "no TLS with {address}: {detail}; is the base URL's scheme right, and is the certificate's issuer known to this machine?"
    )]
    Tls {
        /// Host and port.
        address: String,
        /// What TLS said.
        detail: String,
    },
    /// It took longer than it may.
    #[error("{phase} took longer than {after:?}")]
    Timeout {
        /// What took too long.
        phase: Phase,
        /// How long was waited.
        after: Duration,
    },
    /// The connection ended before the answer did.
    #[error("the connection ended {at}: {detail}")]
    Broken {
        /// How far the answer had come.
        at: BrokenAt,
        /// What the network said.
        detail: String,
    },
    /// Status and headers are longer than is read.
    #[error("the answer's headers are more than is read: {detail}")]
    HeadTooLarge {
        /// What is too much.
        detail: String,
    },
    /// The body is longer than is read.
    #[error("the answer's body is longer than {limit} bytes")]
    TooLarge {
        /// The most that is read, in bytes.
        limit: usize,
    },
    /// What came back is not an HTTP/1 response.
    #[error("the answer is not HTTP: {detail}")]
    Malformed {
        /// What is wrong with it.
        detail: String,
    },
}

impl SendError {
    /// Whose fault it is that there is no response.
    #[must_use]
    pub const fn blame(&self) -> Blame {
        match self {
            Self::NoCredential(_) | Self::Unsendable { .. } | Self::Stopped => Blame::Harness,
            Self::Lookup { .. }
            | Self::Connect { .. }
            | Self::Tls { .. }
            | Self::Timeout {
                phase: Phase::Connect,
                ..
            } => Blame::Network,
            Self::Timeout {
                phase: Phase::FirstByte | Phase::Answer,
                ..
            }
            | Self::Broken { .. }
            | Self::HeadTooLarge { .. }
            | Self::TooLarge { .. }
            | Self::Malformed { .. } => Blame::Target,
        }
    }
}

/// What can take too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Reaching the server, with TLS.
    Connect,
    /// Everything from the request's first byte until status and headers are there.
    FirstByte,
    /// Everything from the request's first byte to the answer's last.
    Answer,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Connect => "connecting",
            Self::FirstByte => "the beginning of the answer",
            Self::Answer => "the answer",
        })
    }
}

/// How far an answer had come when the connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BrokenAt {
    /// Status and headers were not complete; perhaps nothing had come at all.
    Head,
    /// Status and headers had come, the body was not complete.
    Body,
}

impl std::fmt::Display for BrokenAt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Head => "before status and headers were complete",
            Self::Body => "in the middle of the answer's body",
        })
    }
}
