//! TLS on both ways. The certificates beside this file were made for these tests; the key protects nothing.

use std::sync::{Arc, Mutex};

use badreq::exchange::{FailureOrigin, Request};
use badreq::target::{
    ClientIdentity, SendError, Target, TargetOptions, TlsFailureCause, parse_certificates,
};
use rstest::rstest;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::version::{TLS12, TLS13};
use rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::target::server::{Reply, ordinary, serve, verbatim};

const ISSUER: &[u8] = include_bytes!("tls/issuer.der");
const CERTIFICATE: &[u8] = include_bytes!("tls/server.der");
const KEY: &[u8] = include_bytes!("tls/server-key.der");

/// A certificate as `openssl req -x509` makes it: self-signed, and that of an authority.
const SELF_SIGNED: &[u8] = include_bytes!("tls/self-signed.der");
const SELF_SIGNED_KEY: &[u8] = include_bytes!("tls/self-signed-key.der");

#[test]
fn the_certificates_of_a_pem_text_are_those_that_it_holds() {
    let pem = include_bytes!("tls/issuer.pem");
    let twice = [pem.as_slice(), b"\nand\n", pem].concat();
    let certificates = parse_certificates(&twice).expect("it is PEM");
    assert_eq!(certificates, [ISSUER, ISSUER]);
}

fn acceptor() -> TlsAcceptor {
    acceptor_with(CERTIFICATE, KEY)
}

fn acceptor_with(certificate: &'static [u8], key: &'static [u8]) -> TlsAcceptor {
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let configuration = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| {
            builder
                .with_no_client_auth()
                .with_single_cert(vec![CertificateDer::from(certificate)], key)
        })
        .expect("the certificate is good");
    TlsAcceptor::from(Arc::new(configuration))
}

/// Starts a server on a port of its own, which is returned.
pub(crate) async fn secured() -> u16 {
    secured_by(acceptor()).await
}

async fn secured_by(acceptor: TlsAcceptor) -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0))
        .await
        .expect("a port is free");
    let port = listener.local_addr().expect("it is bound").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    let replies = vec![Reply::json("200 OK", "{}")];
                    serve(stream, replies, Arc::new(Mutex::default())).await;
                }
            });
        }
    });
    port
}

pub(crate) fn options(host: &str, port: u16) -> TargetOptions {
    let base = format!("https://{host}:{port}")
        .parse()
        .expect("it is a base URL");
    let mut options = TargetOptions::new(base, badreq::target::Credentials::default());
    options.extra_roots = vec![ISSUER.to_vec()];
    options
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/../x"))]
#[tokio::test]
async fn a_server_whose_issuer_is_trusted_answers(
    #[case] request: Request,
    #[values("localhost", "127.0.0.1")] host: &str,
) {
    let target = Target::new(options(host, secured().await)).expect("there are roots");
    let exchange = target.send(&request).await.expect("the server answers");
    assert_eq!(exchange.response.status, 200);
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/../x"))]
#[tokio::test]
async fn a_self_signed_certificate_is_trusted_if_it_was_given(#[case] request: Request) {
    let port = secured_by(acceptor_with(SELF_SIGNED, SELF_SIGNED_KEY)).await;
    let mut options = options("localhost", port);
    options.extra_roots = vec![SELF_SIGNED.to_vec()];
    let target = Target::new(options).expect("there are roots");
    let exchange = target.send(&request).await.expect("the server answers");
    assert_eq!(exchange.response.status, 200);
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/../x"))]
#[tokio::test]
async fn who_shows_a_self_signed_certificate_is_told_how_to_trust_it(#[case] request: Request) {
    let port = secured_by(acceptor_with(SELF_SIGNED, SELF_SIGNED_KEY)).await;
    let target = Target::new(options("localhost", port)).expect("there are roots");
    let error = target.send(&request).await.expect_err("it is not trusted");
    assert!(
        matches!(
            error,
            SendError::Tls {
                cause: TlsFailureCause::AuthorityCertificate,
                ..
            }
        ),
        "{error:?}"
    );
    assert!(error.to_string().contains("`--ca-cert`"), "{error}");
}

/// A server that lets in nobody without a certificate that the tests' own authority made; it speaks this version of TLS.
async fn demanding(version: &'static SupportedProtocolVersion) -> u16 {
    let mut known = RootCertStore::empty();
    known
        .add(CertificateDer::from(SELF_SIGNED))
        .expect("it is a certificate");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier =
        WebPkiClientVerifier::builder_with_provider(Arc::new(known), Arc::clone(&provider))
            .build()
            .expect("there is a certificate");
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(KEY));
    let configuration = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[version])
        .and_then(|builder| {
            builder
                .with_client_cert_verifier(verifier)
                .with_single_cert(vec![CertificateDer::from(CERTIFICATE)], key)
        })
        .expect("the certificate is good");
    secured_by(TlsAcceptor::from(Arc::new(configuration))).await
}

fn identity(certificate: &[u8]) -> ClientIdentity {
    let key = include_bytes!("tls/self-signed-key.pem");
    ClientIdentity::from_pem(certificate, key).expect("they fit")
}

#[rstest]
#[tokio::test]
async fn a_server_that_demands_a_certificate_gets_it(
    #[values(ordinary("GET", "/x"), verbatim("GET", "/../x"))] request: Request,
    #[values(&TLS12, &TLS13)] version: &'static SupportedProtocolVersion,
) {
    let mut options = options("localhost", demanding(version).await);
    options.client_identity = Some(identity(include_bytes!("tls/client.pem")));
    let target = Target::new(options).expect("there are roots");
    let exchange = target.send(&request).await.expect("the server answers");
    assert_eq!(exchange.response.status, 200);
}

#[rstest]
#[tokio::test]
async fn who_has_no_certificate_or_another_one_is_told_how_to_give_it(
    #[values(ordinary("GET", "/x"), verbatim("GET", "/../x"))] request: Request,
    #[values(&TLS12, &TLS13)] version: &'static SupportedProtocolVersion,
    #[values(false, true)] has_another: bool,
) {
    let mut options = options("localhost", demanding(version).await);
    let expired = include_bytes!("tls/client-expired.pem");
    options.client_identity = has_another.then(|| identity(expired));
    let target = Target::new(options).expect("there are roots");
    let error = target.send(&request).await.expect_err("it is not let in");
    let expected = match has_another {
        false => TlsFailureCause::NoClientCertificate,
        true => TlsFailureCause::ClientCertificateRefused,
    };
    assert!(
        matches!(error, SendError::Tls { cause, .. } if cause == expected),
        "{error:?}"
    );
    assert!(error.to_string().contains("`--cert`"), "{error}");
    assert_eq!(error.failure_origin(), FailureOrigin::Network);
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/x"))]
#[tokio::test]
async fn a_server_whose_issuer_is_not_trusted_is_not_talked_to(#[case] request: Request) {
    let mut options = options("localhost", secured().await);
    // Another root than the one that vouches for the server.
    options.extra_roots = vec![CERTIFICATE.to_vec()];
    let target = Target::new(options).expect("there are roots");
    let error = target
        .send(&request)
        .await
        .expect_err("nobody vouches for it");
    assert!(
        matches!(
            error,
            SendError::Tls {
                cause: TlsFailureCause::UnknownIssuer,
                ..
            }
        ),
        "{error:?}"
    );
    assert!(error.to_string().contains("`--ca-cert`"), "{error}");
    assert_eq!(error.failure_origin(), FailureOrigin::Network);
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/x"))]
#[tokio::test]
async fn a_server_without_tls_is_told_from_one_that_is_not_there(#[case] request: Request) {
    let closing = TcpListener::bind(("127.0.0.1", 0))
        .await
        .expect("a port is free");
    let port = closing.local_addr().expect("it is bound").port();
    let target = Target::new(options("127.0.0.1", port)).expect("there are roots");
    let close = async {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (mut stream, _) = closing.accept().await.expect("somebody connects");
        let mut hello = [0; 1000];
        let _read = stream.read(&mut hello).await.expect("somebody says hello");
        stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .await
            .expect("it can be written");
    };
    let (_, sent) = tokio::join!(close, target.send(&request));
    let error = sent.expect_err("there is no TLS");
    assert!(matches!(error, SendError::Tls { .. }), "{error:?}");
}

/// What broke behind the handshake may have been heard.
#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/x"))]
#[tokio::test]
async fn a_server_that_breaks_off_tls_behind_the_request_is_to_blame(#[case] request: Request) {
    let listener = TcpListener::bind(("127.0.0.1", 0))
        .await
        .expect("a port is free");
    let port = listener.local_addr().expect("it is bound").port();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.ok()?;
        let mut stream = acceptor().accept(stream).await.ok()?;
        stream.read_u8().await.ok()?;
        let (mut bare, _) = stream.into_inner();
        bare.write_all(b"nothing that TLS would say").await.ok()?;
        bare.shutdown().await.ok()
    });
    let target = Target::new(options("localhost", port)).expect("there are certificates");
    let error = target.send(&request).await.expect_err("there is no answer");
    assert!(
        matches!(error, SendError::ConnectionBroken { .. }),
        "{error:?}"
    );
    assert_eq!(error.failure_origin(), FailureOrigin::Target);
}
