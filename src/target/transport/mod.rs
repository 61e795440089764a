//! The two transports, pooled and raw, and their common parts: TLS, proxies, outgoing requests and incoming responses.

pub(super) mod body_limit;
pub(super) mod certificates;
pub(super) mod choose_transport;
pub(super) mod client_certificate;
pub(super) mod content_coding;
pub(super) mod dns;
pub(super) mod incoming;
pub(super) mod outgoing;
pub(super) mod pooled;
pub(super) mod proxy;
pub(super) mod proxy_credentials;
pub(super) mod raw;
pub(super) mod rewrite;
pub(super) mod send_errors;
pub(super) mod server_verifier;
pub(super) mod tls;
