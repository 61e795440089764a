//! DNS lookups, which both transports do in the same way.

use std::io;
use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;
use tokio::net::lookup_host;

/// The error for a host name without an address.
#[derive(Debug, Error)]
#[error("no address for {host}")]
pub(in crate::target) struct AddressNotFound {
    pub(in crate::target) host: String,
    source: io::Error,
}

/// Looks up the addresses of a host, in the order in which to try them.
pub(in crate::target) async fn resolve_addresses(
    host: &str,
    port: u16,
) -> Result<Vec<SocketAddr>, AddressNotFound> {
    let none = |source| AddressNotFound {
        host: host.to_owned(),
        source,
    };
    let found: Vec<_> = lookup_host((host, port)).await.map_err(none)?.collect();
    if found.is_empty() {
        return Err(none(io::Error::from(io::ErrorKind::NotFound)));
    }
    Ok(found)
}

/// The DNS resolver of the HTTP client, which uses the same lookup as the raw transport.
#[derive(Debug)]
pub(in crate::target) struct DnsResolver;

impl Resolve for DnsResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // The client replaces port 0 with its own.
            let found = resolve_addresses(name.as_str(), 0).await?;
            let found: Addrs = Box::new(found.into_iter());
            Ok(found)
        })
    }
}
