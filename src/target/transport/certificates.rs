//! Certificates that are trusted besides those of the platform.

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use thiserror::Error;

/// Why a text holds no certificates that could be trusted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PemError {
    /// There is no certificate in it.
    #[error("holds no certificate: one begins with `-----BEGIN CERTIFICATE-----`")]
    None,
    /// A certificate of it cannot be read.
    #[error("certificate {number} of it cannot be read: {detail}")]
    Unreadable {
        /// Which one, counted from 1.
        number: usize,
        /// What is wrong with it.
        detail: String,
    },
}

/// The certificates (DER) of a PEM text, for [`TargetOptions::extra_roots`](crate::target::TargetOptions::extra_roots).
///
/// # Errors
///
/// When there is none in it, or one that is no certificate.
pub fn certificates(pem: &[u8]) -> Result<Vec<Vec<u8>>, PemError> {
    let mut roots = Vec::new();
    for (number, certificate) in (1..).zip(CertificateDer::pem_slice_iter(pem)) {
        let unreadable = |detail: String| PemError::Unreadable { number, detail };
        let certificate = certificate.map_err(|error| unreadable(error.to_string()))?;
        // Whoever only finds out when connecting blames the server.
        RootCertStore::empty()
            .add(certificate.clone())
            .map_err(|error| unreadable(error.to_string()))?;
        roots.push(certificate.to_vec());
    }
    if roots.is_empty() {
        return Err(PemError::None);
    }
    Ok(roots)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::certificates;

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
        let error = certificates(pem.as_bytes()).expect_err("there is none");
        assert!(error.to_string().contains(reason), "{error}");
    }
}
