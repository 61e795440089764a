//! Conversion of the libraries' errors to [`SendError`].

use std::error::Error;
use std::io;
use std::time::Duration;

use rustls::CertificateError;

use super::client_certificate::ClientCertificateResolver;
use super::dns::AddressNotFound;
use super::proxy::TunnelError;
use super::server_verifier::is_ca_used_as_end_entity;
use crate::target::{
    IncompleteResponsePart, SendError, TargetOptions, TimeoutPhase, TlsFailureCause,
};

/// A converter of the errors on the connections to one target.
#[derive(Clone, Debug)]
pub(in crate::target) struct SendErrorConverter {
    /// Host and port, with the proxy if there is one.
    address: String,
    /// The address of the proxy, without credentials.
    proxy: Option<String>,
    authentication: ClientCertificateResolver,
}

impl SendErrorConverter {
    pub(in crate::target) fn new(
        options: &TargetOptions,
        authentication: ClientCertificateResolver,
    ) -> Self {
        Self {
            address: options.describe_host_and_proxy(),
            proxy: options.proxy.as_ref().map(ToString::to_string),
            authentication,
        }
    }

    /// Converts an error of the HTTP client that occurred before status and headers had arrived.
    pub(super) fn convert_reqwest_error(
        &self,
        error: &reqwest::Error,
        connect: Duration,
    ) -> SendError {
        if error.is_builder() {
            return SendError::Unsendable {
                detail: describe_causes(error),
            };
        }
        if !error.is_connect() {
            return self.convert_response_error(error, IncompleteResponsePart::Head);
        }
        if error.is_timeout() {
            return SendError::Timeout {
                phase: TimeoutPhase::Connect,
                after: connect,
            };
        }
        if let Some(none) =
            error_chain(error).find_map(|cause| cause.downcast_ref::<AddressNotFound>())
        {
            return convert_lookup_error(none);
        }
        if is_tunnel_unauthorized(error) {
            return self.convert_tunnel_error(TunnelError::Unauthorized);
        }
        // A TCP connect never ends in an unexpected EOF, so the TLS handshake was cut off.
        let cut_short = error_chain(error).any(|cause| {
            cause
                .downcast_ref::<io::Error>()
                .is_some_and(|error| error.kind() == io::ErrorKind::UnexpectedEof)
        });
        if cut_short || find_tls_error(error).is_some() {
            self.convert_tls_error(error)
        } else {
            SendError::Connect {
                address: self.address.clone(),
                detail: describe_causes(error),
            }
        }
    }

    /// Converts an error on an open connection, TLS included: the server may have received the request.
    pub(super) fn convert_response_error(
        &self,
        error: &(dyn Error + 'static),
        at: IncompleteResponsePart,
    ) -> SendError {
        let is = |what: fn(&hyper::Error) -> bool| {
            error_chain(error).any(|cause| cause.downcast_ref::<hyper::Error>().is_some_and(what))
        };
        // In TLS 1.3 a server refuses the client's certificate only after the handshake of the client, and reads nothing else before.
        if self.classify_alert(error).is_some() {
            return self.convert_tls_error(error);
        }
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

    /// Converts an error of opening a tunnel through a proxy.
    pub(super) fn convert_tunnel_error(&self, error: TunnelError) -> SendError {
        match error {
            TunnelError::Unauthorized => SendError::ProxyAuthentication {
                proxy: self.proxy.clone().unwrap_or_default(),
            },
            TunnelError::Failed(detail) => SendError::Connect {
                address: self.address.clone(),
                detail,
            },
        }
    }

    /// Converts an error of opening a connection.
    pub(super) fn convert_connect_error(&self, error: &io::Error) -> SendError {
        SendError::Connect {
            address: self.address.clone(),
            detail: describe_causes(error),
        }
    }

    /// Converts an error of a TLS handshake.
    pub(super) fn convert_tls_error(&self, error: &(dyn Error + 'static)) -> SendError {
        SendError::Tls {
            address: self.address.clone(),
            cause: self.classify_tls_error(error),
            detail: describe_causes(error),
        }
    }

    fn classify_tls_error(&self, error: &(dyn Error + 'static)) -> TlsFailureCause {
        match find_tls_error(error) {
            Some(rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer)) => {
                TlsFailureCause::UnknownIssuer
            }
            Some(cause) if is_ca_used_as_end_entity(cause) => TlsFailureCause::AuthorityCertificate,
            Some(_) | None => self.classify_alert(error).unwrap_or(TlsFailureCause::Other),
        }
    }

    fn classify_alert(&self, error: &(dyn Error + 'static)) -> Option<TlsFailureCause> {
        match find_tls_error(error) {
            Some(rustls::Error::AlertReceived(alert)) => self.authentication.classify_alert(*alert),
            Some(_) | None => None,
        }
    }
}

/// Converts an error of a DNS lookup.
pub(super) fn convert_lookup_error(error: &AddressNotFound) -> SendError {
    SendError::DnsLookup {
        host: error.host.clone(),
        detail: error.source().map(describe_causes).unwrap_or_default(),
    }
}

/// Reports whether the HTTP client got no tunnel because the proxy demands credentials (407).
fn is_tunnel_unauthorized(error: &reqwest::Error) -> bool {
    // The type of this error is private.
    error_chain(error).any(|cause| cause.to_string().contains("proxy authorization required"))
}

fn find_tls_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    error_chain(error).find_map(|cause| cause.downcast_ref())
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
