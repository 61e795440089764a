//! The two ways to send, pooled and raw, and what both need: TLS, proxies, the request as it leaves and the response as it came in.

pub(super) mod certificates;
pub(super) mod classify;
pub(super) mod incoming;
pub(super) mod lookup;
pub(super) mod outgoing;
pub(super) mod pooled;
pub(super) mod proxy;
pub(super) mod raw;
pub(super) mod rewrite;
pub(super) mod route;
pub(super) mod tls;
