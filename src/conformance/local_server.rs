//! A router that is served on a free port of this machine.

use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::error::ConformanceError;

/// A router that is served until this value is dropped.
#[derive(Debug)]
pub(super) struct ServedRouter {
    address: SocketAddr,
    /// The sender that stops the server when it is dropped.
    _stop: oneshot::Sender<()>,
}

impl ServedRouter {
    /// Binds a free loopback port and serves the router on the current runtime, where the tasks of its state run, too.
    pub(super) async fn start(router: Router) -> Result<Self, ConformanceError> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .map_err(ConformanceError::Serve)?;
        let address = listener.local_addr().map_err(ConformanceError::Serve)?;
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(async move {
            let stopped = async move { drop(stopped.await) };
            let serve = axum::serve(listener, router).with_graceful_shutdown(stopped);
            drop(serve.await);
        });
        Ok(Self {
            address,
            _stop: stop,
        })
    }

    /// Returns the URL of its root.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}
