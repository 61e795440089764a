//! Looking up where a host is: the same way for both ways to the server.

use std::io;
use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;
use tokio::net::lookup_host;

/// A name behind which there is no address.
#[derive(Debug, Error)]
#[error("no address for {host}")]
pub(in crate::target) struct NoAddress {
    pub(in crate::target) host: String,
    source: io::Error,
}

/// The addresses of a host, in the order in which they are to be tried.
pub(in crate::target) async fn addresses(
    host: &str,
    port: u16,
) -> Result<Vec<SocketAddr>, NoAddress> {
    let none = |source| NoAddress {
        host: host.to_owned(),
        source,
    };
    let found: Vec<_> = lookup_host((host, port)).await.map_err(none)?.collect();
    if found.is_empty() {
        return Err(none(io::Error::from(io::ErrorKind::NotFound)));
    }
    Ok(found)
}

/// The lookup as the HTTP client asks for it.
#[derive(Debug)]
pub(in crate::target) struct Lookup;

impl Resolve for Lookup {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // The client puts its own port in the place of 0.
            let found = addresses(name.as_str(), 0).await?;
            let found: Addrs = Box::new(found.into_iter());
            Ok(found)
        })
    }
}
