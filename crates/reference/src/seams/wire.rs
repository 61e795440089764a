//! The wire: what stands between the handlers and the connection.

use std::fmt::Debug;

use axum::Router;

/// The wire between the handlers and the connection. It sees every request before and every response after the handlers.
///
/// ```
/// use std::sync::Arc;
///
/// use axum::Router;
/// use axum::http::{HeaderValue, Response};
/// use badreq_reference::{ServerOptions, Wire};
///
/// /// A server that names itself.
/// #[derive(Debug)]
/// struct Named;
///
/// impl Wire for Named {
///     fn wrap_router(&self, router: Router) -> Router {
///         router.layer(axum::middleware::map_response(async |mut response: Response<_>| {
///             response.headers_mut().insert("server", HeaderValue::from_static("another"));
///             response
///         }))
///     }
/// }
///
/// let options = ServerOptions { wire: Arc::new(Named), ..ServerOptions::default() };
/// # drop(options);
/// ```
pub trait Wire: Debug + Send + Sync {
    /// Wraps the router that handles every request.
    fn wrap_router(&self, router: Router) -> Router {
        router
    }

    /// Rewrites bytes that are about to be written to a connection; returns `None` to leave them as they are.
    ///
    /// The bytes are what the HTTP library writes at once: the head of a response, mostly with its body. The library's own refusals
    /// come without a body; one that is left as it is gets the body of the documented row.
    fn rewrite_response_bytes(&self, _bytes: &[u8]) -> Option<Vec<u8>> {
        None
    }
}

/// The wire that leaves everything as it is.
#[derive(Debug)]
pub(crate) struct PassthroughWire;

impl Wire for PassthroughWire {}
