//! The certificate of the client, for a server that demands one.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustls::client::ResolvesClientCert;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use rustls::{AlertDescription, SignatureScheme};
use thiserror::Error;

use super::certificates::{PemError, parse_certificates};
use crate::target::TlsFailureCause;

/// A certificate of the client with its private key: a secret that signs handshakes but is never sent or shown.
#[derive(Clone)]
pub struct ClientIdentity(Arc<CertifiedKey>);

/// The reason why two texts are not a certificate and its key. Neither is repeated.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ClientIdentityError {
    /// The text contains no certificate that can be read.
    #[error(transparent)]
    Certificate(#[from] PemError),
    /// The text contains no private key, or an encrypted one.
    #[error(
        "holds no private key that can be read: one begins with `-----BEGIN PRIVATE KEY-----` and is not encrypted"
    )]
    NoKey,
    /// The key can't be used, or is that of another certificate.
    #[error("holds a private key that does not fit the certificate: {0}")]
    UnusableKey(String),
}

impl ClientIdentity {
    /// Creates an identity from PEM texts: a certificate, perhaps with those of its issuers after it, and its private key.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no certificate or no key, or if the key is not that of the first certificate.
    pub fn from_pem(certificates: &[u8], key: &[u8]) -> Result<Self, ClientIdentityError> {
        let chain = parse_certificates(certificates)?;
        let chain = chain.into_iter().map(CertificateDer::from).collect();
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| ClientIdentityError::NoKey)?;
        CertifiedKey::from_der(chain, key, &ring::default_provider())
            .map(|own| Self(Arc::new(own)))
            .map_err(|error| ClientIdentityError::UnusableKey(error.to_string()))
    }
}

impl fmt::Debug for ClientIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientIdentity(…)")
    }
}

/// The client's side of a server's demand for a certificate; its clones share what the connections have seen.
#[derive(Clone, Debug)]
pub(in crate::target) struct ClientCertificateResolver {
    identity: Option<ClientIdentity>,
    was_requested: Arc<AtomicBool>,
}

impl ClientCertificateResolver {
    pub(in crate::target) fn new(identity: Option<ClientIdentity>) -> Self {
        Self {
            identity,
            was_requested: Arc::default(),
        }
    }

    /// Returns the cause of an alert of the server, if the certificate of the client is what the alert is about.
    pub(super) fn classify_alert(&self, alert: AlertDescription) -> Option<TlsFailureCause> {
        let is_about_certificate = match alert {
            AlertDescription::CertificateRequired => true,
            // TLS 1.2 has no alert of its own for a missing certificate.
            AlertDescription::HandshakeFailure
            | AlertDescription::NoCertificate
            | AlertDescription::BadCertificate
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::CertificateRevoked
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateUnknown
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied => self.was_requested.load(Ordering::Relaxed),
            _ => false,
        };
        is_about_certificate.then_some(match self.identity {
            None => TlsFailureCause::NoClientCertificate,
            Some(_) => TlsFailureCause::ClientCertificateRefused,
        })
    }
}

impl ResolvesClientCert for ClientCertificateResolver {
    fn resolve(
        &self,
        _issuers: &[&[u8]],
        _schemes: &[SignatureScheme],
    ) -> Option<Arc<CertifiedKey>> {
        self.was_requested.store(true, Ordering::Relaxed);
        self.identity.as_ref().map(|own| Arc::clone(&own.0))
    }

    fn has_certs(&self) -> bool {
        self.identity.is_some()
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const CERTIFICATE: &[u8] = include_bytes!("../../../tests/target/tls/self-signed.pem");
    const KEY: &[u8] = include_bytes!("../../../tests/target/tls/self-signed-key.pem");
    const OTHER: &[u8] = include_bytes!("../../../tests/target/tls/issuer.pem");

    fn identity() -> ClientIdentity {
        ClientIdentity::from_pem(CERTIFICATE, KEY).expect("they fit")
    }

    #[test]
    fn certificate_and_key_may_stand_in_one_text() {
        let both = [KEY, CERTIFICATE].concat();
        assert!(ClientIdentity::from_pem(&both, &both).is_ok());
    }

    #[rstest]
    #[case::no_certificate(KEY, KEY, "holds no certificate")]
    #[case::no_key(CERTIFICATE, CERTIFICATE, "holds no private key")]
    #[case::key_of_another(OTHER, KEY, "does not fit the certificate")]
    fn what_is_no_identity_is_refused(
        #[case] certificate: &[u8],
        #[case] key: &[u8],
        #[case] reason: &str,
    ) {
        let error = ClientIdentity::from_pem(certificate, key).expect_err("they do not fit");
        assert!(error.to_string().contains(reason), "{error}");
    }

    #[rstest]
    #[case::none_given(None, TlsFailureCause::NoClientCertificate)]
    #[case::one_given(Some(identity()), TlsFailureCause::ClientCertificateRefused)]
    fn an_alert_after_a_request_for_a_certificate_is_about_it(
        #[case] identity: Option<ClientIdentity>,
        #[case] expected: TlsFailureCause,
    ) {
        let authentication = ClientCertificateResolver::new(identity);
        let explain = |alert| authentication.classify_alert(alert);
        assert_eq!(explain(AlertDescription::HandshakeFailure), None);
        assert_eq!(
            explain(AlertDescription::CertificateRequired),
            Some(expected)
        );
        authentication.resolve(&[], &[]);
        assert_eq!(explain(AlertDescription::HandshakeFailure), Some(expected));
        assert_eq!(explain(AlertDescription::InternalError), None);
    }
}
