//! Conversion of the libraries' errors to [`SendError`].

use std::error::Error;
use std::io;
use std::time::Duration;

use rustls::CertificateError;

use super::dns::AddressNotFound;
use super::proxy::{Proxy, TunnelError};
use super::server_verifier::is_authority_as_server;
use crate::target::{IncompleteResponsePart, SendError, TimeoutPhase, TlsFailureCause};

/// Converts an error of the HTTP client that occurred before status and headers had arrived.
pub(in crate::target) fn from_client_error(
    error: &reqwest::Error,
    address: &str,
    connect: Duration,
) -> SendError {
    if error.is_builder() {
        return SendError::Unsendable {
            detail: describe_causes(error),
        };
    }
    if !error.is_connect() {
        return from_response_error(error, IncompleteResponsePart::Head);
    }
    if error.is_timeout() {
        return SendError::Timeout {
            phase: TimeoutPhase::Connect,
            after: connect,
        };
    }
    if let Some(none) = error_chain(error).find_map(|cause| cause.downcast_ref::<AddressNotFound>())
    {
        return from_lookup_error(none);
    }
    // A TCP connect never ends in an unexpected EOF, so the TLS handshake was cut off.
    let cut_short = error_chain(error).any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::UnexpectedEof)
    });
    if cut_short || is_tls_error(error) {
        from_tls_error(error, address)
    } else {
        SendError::Connect {
            address: address.to_owned(),
            detail: describe_causes(error),
        }
    }
}

/// Converts an error on an open connection, TLS included: the server may have received the request.
pub(in crate::target) fn from_response_error(
    error: &(dyn Error + 'static),
    at: IncompleteResponsePart,
) -> SendError {
    let is = |what: fn(&hyper::Error) -> bool| {
        error_chain(error).any(|cause| cause.downcast_ref::<hyper::Error>().is_some_and(what))
    };
    // The method that distinguishes them exists only with hyper's server feature, which nothing else here needs.
    if is(|error| error.is_parse() && error.to_string().contains("too large")) {
        SendError::HeadTooLarge {
            detail: describe_causes(error),
        }
    } else if is(hyper::Error::is_parse) {
        SendError::MalformedResponse {
            detail: describe_causes(error),
        }
    } else {
        SendError::ConnectionBroken {
            at,
            detail: describe_causes(error),
        }
    }
}

/// Converts an error of a DNS lookup.
pub(in crate::target) fn from_lookup_error(error: &AddressNotFound) -> SendError {
    SendError::DnsLookup {
        host: error.host.clone(),
        detail: error.source().map(describe_causes).unwrap_or_default(),
    }
}

/// Converts an error of opening a tunnel through a proxy.
pub(in crate::target) fn from_tunnel_error(
    error: TunnelError,
    proxy: &Proxy,
    address: &str,
) -> SendError {
    match error {
        TunnelError::Unauthorized => SendError::ProxyAuthentication {
            proxy: proxy.to_string(),
        },
        TunnelError::Failed(detail) => SendError::Connect {
            address: address.to_owned(),
            detail,
        },
    }
}

/// Reports whether the HTTP client got no tunnel because the proxy demands credentials (407).
pub(in crate::target) fn is_tunnel_unauthorized(error: &reqwest::Error) -> bool {
    // The type of this error is private.
    error_chain(error).any(|cause| cause.to_string().contains("proxy authorization required"))
}

/// Converts an error of opening a connection.
pub(in crate::target) fn from_connect_error(error: &io::Error, address: &str) -> SendError {
    SendError::Connect {
        address: address.to_owned(),
        detail: describe_causes(error),
    }
}

/// Converts an error of a TLS handshake.
pub(in crate::target) fn from_tls_error(error: &(dyn Error + 'static), address: &str) -> SendError {
    SendError::Tls {
        address: address.to_owned(),
        cause: classify_tls_error(error),
        detail: describe_causes(error),
    }
}

fn classify_tls_error(error: &(dyn Error + 'static)) -> TlsFailureCause {
    let mut causes = error_chain(error).filter_map(|cause| cause.downcast_ref::<rustls::Error>());
    causes
        .next()
        .map_or(TlsFailureCause::Other, |cause| match cause {
            rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer) => {
                TlsFailureCause::UnknownIssuer
            }
            cause if is_authority_as_server(cause) => TlsFailureCause::AuthorityCertificate,
            _ => TlsFailureCause::Other,
        })
}

fn is_tls_error(error: &(dyn Error + 'static)) -> bool {
    error_chain(error).any(<dyn Error>::is::<rustls::Error>)
}

/// Returns an error and its causes, including the errors that I/O errors wrap.
fn error_chain<'a>(
    error: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| -> Option<&'a (dyn Error + 'static)> {
        let error: &'a (dyn Error + 'static) = *error;
        if let Some(carried) = error.downcast_ref().and_then(io::Error::get_ref) {
            return Some(carried);
        }
        error.source()
    })
}

/// Joins the messages of the causes, outermost first, without repetitions. The client's own outermost message repeats the URL and is
/// left out if there is a cause.
fn describe_causes(error: &(dyn Error + 'static)) -> String {
    let outermost = usize::from(error.is::<reqwest::Error>() && error.source().is_some());
    let mut words: Vec<String> = Vec::new();
    for cause in error_chain(error).skip(outermost) {
        let text = cause.to_string();
        if words.last().is_none_or(|last| !last.contains(&text)) {
            words.push(text);
        }
    }
    words.join(": ")
}
