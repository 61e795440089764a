//! The TLS configuration, which both transports use.

use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};

use super::client_certificate::ClientCertificateResolver;
use super::server_verifier::TrustedCertificateVerifier;
use crate::target::url::UrlScheme;
use crate::target::{TargetOptions, TargetSetupError};

/// Builds the TLS configuration: it trusts the platform's certificates and those that the options add, and gives the server the
/// client's certificate on demand.
///
/// It sets nothing globally. For a base URL without TLS it loads nothing, so a machine without root certificates can
/// still test a server over plain HTTP.
pub(in crate::target) fn build_tls_config(
    options: &TargetOptions,
    authentication: ClientCertificateResolver,
) -> Result<ClientConfig, TargetSetupError> {
    let failed = |error: rustls::Error| TargetSetupError::TlsSetup {
        base: options.base_url.to_string(),
        detail: error.to_string(),
    };
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(failed)?;
    let mut configuration = match options.base_url.scheme() {
        UrlScheme::Http => builder.with_root_certificates(RootCertStore::empty()),
        UrlScheme::Https => {
            let added = options.extra_roots.iter().cloned();
            let added = added.map(CertificateDer::from).collect();
            let verifier = TrustedCertificateVerifier::new(added, provider).map_err(failed)?;
            builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(verifier))
        }
    }
    .with_client_cert_resolver(Arc::new(authentication));
    configuration.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(configuration)
}
