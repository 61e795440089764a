//! Why there is no target, and why a request has no response.

use std::time::Duration;

use thiserror::Error;

use crate::exchange::Actor;

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
    /// No connection came about: refused, unreachable, or the name is unknown.
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
            Self::NoCredential(_) | Self::Unsendable { .. } => Blame::Harness,
            Self::Connect { .. }
            | Self::Tls { .. }
            | Self::Timeout {
                phase: Phase::Connect,
                ..
            } => Blame::Way,
            Self::Timeout {
                phase: Phase::Answer,
                ..
            }
            | Self::Broken { .. }
            | Self::TooLarge { .. }
            | Self::Malformed { .. } => Blame::Target,
        }
    }
}

/// Whose fault it is that there is no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Blame {
    /// Ours or that of our configuration: nothing was sent.
    Harness,
    /// That of the way there: the target was not reached.
    Way,
    /// The target's: it was reached and did not answer as HTTP demands, or not in bounds.
    Target,
}

/// What can take too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Reaching the server, with TLS.
    Connect,
    /// Everything from the request's first byte to the answer's last.
    Answer,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Connect => "connecting",
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
