//! The server under test, as the caller gives it.

use super::error::ConformanceError;
#[cfg(feature = "axum")]
use super::local_server::ServedRouter;
use crate::contract::Contract;
use crate::target::BaseUrl;

/// The server under test, as the caller gives it.
#[derive(Clone, Debug)]
pub(super) enum ServerSource {
    /// A server that runs already.
    Running(BaseUrl),
    /// A router that is served only for the run.
    #[cfg(feature = "axum")]
    Router(axum::Router),
}

/// A server that can be reached; a router is served until this value is dropped.
#[derive(Debug)]
pub(super) struct ReachableServer {
    pub(super) base: BaseUrl,
    #[cfg(feature = "axum")]
    _served: Option<ServedRouter>,
}

impl ServerSource {
    /// Serves the router, if it is one, and returns the server with its base URL.
    pub(super) async fn start(&self, base_path: &str) -> Result<ReachableServer, ConformanceError> {
        match self {
            Self::Running(base) => Ok(ReachableServer {
                base: format!("{base}{base_path}").parse()?,
                #[cfg(feature = "axum")]
                _served: None,
            }),
            #[cfg(feature = "axum")]
            Self::Router(router) => {
                let served = ServedRouter::start(router.clone()).await?;
                Ok(ReachableServer {
                    base: format!("{}{base_path}", served.url()).parse()?,
                    _served: Some(served),
                })
            }
        }
    }

    /// Reports whether the server, with everything created on it, ends with the run.
    pub(super) fn is_in_process_router(&self) -> bool {
        match self {
            Self::Running(_) => false,
            #[cfg(feature = "axum")]
            Self::Router(_) => true,
        }
    }

    /// Fails for a server that serves real users according to the contract.
    pub(super) fn refuse_production(&self, contract: &Contract) -> Result<(), ConformanceError> {
        match self {
            Self::Running(base) => {
                // A host name with a dot at the end names the same host.
                let host = base.host().trim_end_matches('.');
                let mut hosts = contract.production_hosts.iter();
                if hosts.any(|own| own.trim_end_matches('.') == host) {
                    let host = host.to_owned();
                    return Err(ConformanceError::Production { host });
                }
                Ok(())
            }
            #[cfg(feature = "axum")]
            Self::Router(_) => Ok(()),
        }
    }
}
