//! The reasons why no target was set up, and why a request has no response.

use std::time::Duration;

use thiserror::Error;

use super::ExceededBodyLimit;
use crate::exchange::{Actor, FailureOrigin};

/// The reason why no target could be set up. Nothing was sent.
#[derive(Debug, Error)]
pub enum TargetSetupError {
    /// The name of the header that carries tokens is not a valid header name.
    #[error(
        "`{name}` cannot be the header that carries the token: it is not a header name; the usual one is `authorization`"
    )]
    InvalidAuthorizationHeader {
        /// The name, as it was given.
        name: String,
    },
    /// An extra header is also the header that carries tokens: the anonymous actor would send it, too.
    #[error(
        "`{name}` carries the token and cannot be added to every request: the anonymous actor would not be anonymous"
    )]
    ConflictingExtraHeader {
        /// The name, as it was given.
        name: String,
    },
    /// TLS has no root certificates to verify the server with.
    #[error(
        "cannot prepare TLS for {base}: {detail}; install the system's root certificates, or name one with `SSL_CERT_FILE`"
    )]
    TlsSetup {
        /// The base URL.
        base: String,
        /// The cause.
        detail: String,
    },
    /// The HTTP client could not be built.
    #[error("cannot build the HTTP client for {base}: {detail}")]
    ClientSetup {
        /// The base URL.
        base: String,
        /// The cause.
        detail: String,
    },
}

/// The reason why a request has no response that could be judged.
///
/// [`SendError::failure_origin`] returns who is at fault. The text never contains a token.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SendError {
    /// The request carries the token of an actor for whom no token is configured.
    #[error(
        "the request is sent as the {0}, but there is no token for the {0}; give the token of a test account"
    )]
    MissingToken(Actor),
    /// The request cannot be put on the wire as one request.
    #[error("the request cannot be sent as one request: {detail}")]
    Unsendable {
        /// The obstacle.
        detail: String,
    },
    /// The run was cancelled; the request was not sent.
    #[error("the run is being stopped, and the request was not sent")]
    Cancelled,
    /// The target was lost during the run; the request was not sent.
    #[error("the target is lost, and the request was not sent: {detail}")]
    TargetLost {
        /// The failure that showed it.
        detail: String,
    },
    /// The target was lost during the run; the request was sent, and its response is no longer awaited.
    #[error("the target is lost, and the response was not awaited any longer")]
    Abandoned,
    /// The host's name does not resolve to an address.
    #[error(
        "no address for {host}: {detail}; is the base URL right, and does this machine's DNS know the host?"
    )]
    DnsLookup {
        /// The host.
        host: String,
        /// The error of the DNS lookup.
        detail: String,
    },
    /// The proxy demands a user name and a password, or others than those given (407).
    #[error(
        "the proxy {proxy} demands a user name and a password, or others than those given (407); write `http://NAME:PASSWORD@host:port` into `BADREQ_PROXY`"
    )]
    ProxyAuthentication {
        /// The address of the proxy.
        proxy: String,
    },
    /// No connection could be opened: it was refused, or the host is unreachable.
    #[error(
        "cannot connect to {address}: {detail}; is the server running, and is the base URL right?"
    )]
    Connect {
        /// Host and port.
        address: String,
        /// The error of the network.
        detail: String,
    },
    /// The connection was opened, but the TLS handshake failed.
    #[error("no TLS with {address}: {detail}; {}", .cause.advice())]
    Tls {
        /// Host and port.
        address: String,
        /// The cause, if it is a known one.
        cause: TlsFailureCause,
        /// The error of the TLS handshake.
        detail: String,
    },
    /// A phase of the exchange took longer than its timeout.
    #[error("{phase} took longer than {after:?}")]
    Timeout {
        /// The phase that took too long.
        phase: TimeoutPhase,
        /// The timeout.
        after: Duration,
    },
    /// The connection ended before the response was complete.
    #[error("the connection ended {at}: {detail}")]
    ConnectionBroken {
        /// The part of the response that was incomplete.
        at: IncompleteResponsePart,
        /// The error of the network.
        detail: String,
    },
    /// The status line and headers exceed the client's limits.
    #[error("the response headers are too large: {detail}")]
    HeadTooLarge {
        /// The limit that was exceeded.
        detail: String,
    },
    /// The body is larger than the harness reads.
    #[error("the response body {limit}, the limit of this run; raise `--max-body`")]
    BodyTooLarge {
        /// The limit that was exceeded.
        limit: ExceededBodyLimit,
    },
    /// The bytes received are not an HTTP/1 response.
    #[error("the response is not HTTP: {detail}")]
    MalformedResponse {
        /// The parse error.
        detail: String,
    },
}

impl SendError {
    /// Returns who is at fault for the missing response.
    #[must_use]
    pub const fn failure_origin(&self) -> FailureOrigin {
        match self {
            Self::MissingToken(_)
            | Self::Unsendable { .. }
            | Self::Cancelled
            | Self::BodyTooLarge { .. } => FailureOrigin::Harness,
            // An abandoned request proves nothing against the target: its response might still have come.
            Self::TargetLost { .. }
            | Self::Abandoned
            | Self::DnsLookup { .. }
            | Self::ProxyAuthentication { .. }
            | Self::Connect { .. }
            | Self::Tls { .. }
            | Self::Timeout {
                phase: TimeoutPhase::Connect,
                ..
            } => FailureOrigin::Network,
            Self::Timeout {
                phase: TimeoutPhase::FirstByte | TimeoutPhase::Response,
                ..
            }
            | Self::ConnectionBroken { .. }
            | Self::HeadTooLarge { .. }
            | Self::MalformedResponse { .. } => FailureOrigin::Target,
        }
    }

    /// Reports whether the target may have received the request.
    #[must_use]
    pub const fn may_have_reached_target(&self) -> bool {
        match self {
            Self::MissingToken(_)
            | Self::Unsendable { .. }
            | Self::Cancelled
            | Self::TargetLost { .. }
            | Self::DnsLookup { .. }
            | Self::ProxyAuthentication { .. }
            | Self::Connect { .. }
            | Self::Tls { .. }
            | Self::Timeout {
                phase: TimeoutPhase::Connect,
                ..
            } => false,
            Self::Timeout {
                phase: TimeoutPhase::FirstByte | TimeoutPhase::Response,
                ..
            }
            | Self::Abandoned
            | Self::ConnectionBroken { .. }
            | Self::HeadTooLarge { .. }
            | Self::BodyTooLarge { .. }
            | Self::MalformedResponse { .. } => true,
        }
    }
}

/// The cause of a failed TLS handshake, as far as it says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TlsFailureCause {
    /// The issuer of the server's certificate is not trusted.
    UnknownIssuer,
    /// The server's certificate is that of an authority.
    AuthorityCertificate,
    /// The server demands a certificate of the client, and there is none.
    NoClientCertificate,
    /// The server refuses the certificate of the client.
    ClientCertificateRefused,
    /// Something else.
    Other,
}

impl TlsFailureCause {
    const fn advice(self) -> &'static str {
        match self {
            Self::UnknownIssuer => {
                "trust the certificate of its issuer, or the server's own if it is self-signed, by `--ca-cert`"
            }
            Self::AuthorityCertificate => {
                "the server shows the certificate of an authority: trust exactly this one by `--ca-cert`, or give the server one with `CA:FALSE`"
            }
            Self::NoClientCertificate => {
                "the server demands a certificate of the client: give one by `--cert` and `--key`"
            }
            Self::ClientCertificateRefused => {
                "the server refuses the certificate given by `--cert`: is it one that the server knows, and still valid?"
            }
            Self::Other => {
                "is the base URL's scheme right, and is the certificate's issuer known to this machine?"
            }
        }
    }
}

/// A part of an exchange that has a timeout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeoutPhase {
    /// Connecting to the server, with TLS.
    Connect,
    /// Everything from the request's first byte until status and headers have arrived.
    FirstByte,
    /// Everything from the request's first byte to the response's last byte.
    Response,
}

impl std::fmt::Display for TimeoutPhase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Connect => "connecting",
            Self::FirstByte => "the beginning of the response",
            Self::Response => "the response",
        })
    }
}

/// The part of a response that was incomplete when the connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IncompleteResponsePart {
    /// Status and headers were incomplete; perhaps nothing had arrived at all.
    Head,
    /// Status and headers had arrived, the body was incomplete.
    Body,
}

impl std::fmt::Display for IncompleteResponsePart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Head => "before status and headers were complete",
            Self::Body => "in the middle of the response body",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::SendError;
    use crate::exchange::FailureOrigin;
    use crate::target::ExceededBodyLimit;

    #[test]
    fn a_response_beyond_the_limit_is_no_fault_of_the_target_and_its_request_had_its_effect() {
        let error = SendError::BodyTooLarge {
            limit: ExceededBodyLimit::Bytes(1000),
        };
        assert_eq!(error.failure_origin(), FailureOrigin::Harness);
        assert!(error.may_have_reached_target());
        assert!(error.to_string().contains("raise `--max-body`"), "{error}");
    }
}
