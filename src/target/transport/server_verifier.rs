//! The verification of the server's certificate.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_name;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};
use rustls_platform_verifier::Verifier;

/// A verifier that trusts the certificates of the platform and those that were added.
///
/// A certificate of an authority cannot be that of a server, but `openssl req -x509` makes self-signed ones of this kind by default. Such a
/// certificate is accepted if it is one of those that were added, byte for byte, and its name and dates are right.
#[derive(Debug)]
pub(super) struct TrustedCertificateVerifier {
    platform: Verifier,
    added: Vec<CertificateDer<'static>>,
}

impl TrustedCertificateVerifier {
    pub(super) fn new(
        added: Vec<CertificateDer<'static>>,
        provider: Arc<CryptoProvider>,
    ) -> Result<Self, Error> {
        Ok(Self {
            platform: Verifier::new_with_extra_roots(added.iter().cloned(), provider)?,
            added,
        })
    }
}

/// Reports whether a certificate was refused only because it is that of an authority. The dates are checked before.
pub(super) fn is_ca_used_as_end_entity(error: &Error) -> bool {
    match error {
        // The type of this error belongs to a library that is not used otherwise.
        Error::InvalidCertificate(CertificateError::Other(other)) => {
            other.to_string().contains("CaUsedAsEndEntity")
        }
        _ => false,
    }
}

impl ServerCertVerifier for TrustedCertificateVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verified = self.platform.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        match verified {
            Err(error) if is_ca_used_as_end_entity(&error) && self.added.contains(end_entity) => {
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
                Ok(ServerCertVerified::assertion())
            }
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.platform
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.platform
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.platform.supported_verify_schemes()
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use rustls::crypto::ring;

    use super::*;

    const SELF_SIGNED: &[u8] = include_bytes!("../../../tests/target/tls/self-signed.der");
    const EXPIRED: &[u8] = include_bytes!("../../../tests/target/tls/self-signed-expired.der");
    const ISSUER: &[u8] = include_bytes!("../../../tests/target/tls/issuer.der");

    fn verify(added: &[&'static [u8]], shown: &[u8], name: &str) -> Result<(), Error> {
        let added = added.iter().map(|own| CertificateDer::from(*own)).collect();
        let provider = Arc::new(ring::default_provider());
        let verifier =
            TrustedCertificateVerifier::new(added, provider).expect("there are certificates");
        let name = ServerName::try_from(name).expect("it is a name");
        verifier
            .verify_server_cert(
                &CertificateDer::from(shown),
                &[],
                &name,
                &[],
                UnixTime::now(),
            )
            .map(|_| ())
    }

    #[rstest]
    fn a_self_signed_certificate_that_was_added_is_trusted(
        #[values("localhost", "127.0.0.1")] name: &str,
    ) {
        assert_eq!(verify(&[ISSUER, SELF_SIGNED], SELF_SIGNED, name), Ok(()));
    }

    #[rstest]
    #[case::not_added(&[ISSUER], SELF_SIGNED, "localhost")]
    #[case::of_another_name(&[SELF_SIGNED], SELF_SIGNED, "staging.example")]
    #[case::expired(&[EXPIRED], EXPIRED, "localhost")]
    #[case::another_of_the_same_key(&[EXPIRED], SELF_SIGNED, "localhost")]
    fn any_other_is_refused(
        #[case] added: &[&'static [u8]],
        #[case] shown: &[u8],
        #[case] name: &str,
    ) {
        assert!(verify(added, shown, name).is_err());
    }

    #[test]
    fn a_certificate_of_an_authority_is_called_so() {
        let error = verify(&[ISSUER], SELF_SIGNED, "localhost").expect_err("it is refused");
        assert!(is_ca_used_as_end_entity(&error), "{error:?}");
    }
}
