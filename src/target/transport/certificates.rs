//! Certificates that are trusted besides those of the platform.

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use thiserror::Error;

/// The reason why a text contains no certificates that can be trusted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PemError {
    /// The text contains no certificate.
    #[error("holds no certificate: one begins with `-----BEGIN CERTIFICATE-----`")]
    NoCertificate,
    /// A certificate in the text can't be parsed.
    #[error("certificate {number} of it cannot be read: {detail}")]
    InvalidCertificate {
        /// The position of the certificate, counted from 1.
        number: usize,
        /// The parse error.
        detail: String,
    },
}

/// Parses the certificates of a PEM text to DER, for [`TargetOptions::extra_roots`](crate::target::TargetOptions::extra_roots).
///
/// # Errors
///
/// Returns an error if the text contains no certificate, or an invalid one.
pub fn parse_certificates(pem: &[u8]) -> Result<Vec<Vec<u8>>, PemError> {
    let mut roots = Vec::new();
    for (number, certificate) in (1..).zip(CertificateDer::pem_slice_iter(pem)) {
        let unreadable = |detail: String| PemError::InvalidCertificate { number, detail };
        let certificate = certificate.map_err(|error| unreadable(error.to_string()))?;
        // A failure that appears only when connecting would look like the server's fault.
        RootCertStore::empty()
            .add(certificate.clone())
            .map_err(|error| unreadable(error.to_string()))?;
        roots.push(certificate.to_vec());
    }
    if roots.is_empty() {
        return Err(PemError::NoCertificate);
    }
    Ok(roots)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::parse_certificates;

    #[rstest]
    #[case::nothing("", "holds no certificate")]
    #[case::a_key(
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "holds no certificate"
    )]
    #[case::without_an_end(
        "-----BEGIN CERTIFICATE-----\nAAAA\n",
        "certificate 1 of it cannot be read"
    )]
    #[case::not_a_certificate(
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "certificate 1 of it cannot be read"
    )]
    fn what_holds_no_certificate_is_refused(#[case] pem: &str, #[case] reason: &str) {
        let error = parse_certificates(pem.as_bytes()).expect_err("there is none");
        assert!(error.to_string().contains(reason), "{error}");
    }
}
