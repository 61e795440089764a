//! Conversion of the framework's request to an [`ApiRequest`]. The framework routes nothing: every path is handled here.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body as HttpBody;
use axum::extract::{Request, State};
use axum::http::Response;

use super::api::ApiHandler;
use super::api_request::ApiRequest;
use super::body::ReceivedBody;
use super::moment::RequestTime;
use super::query::QueryString;

#[derive(Clone, Debug)]
struct RouterState {
    api: Arc<ApiHandler>,
    started: Instant,
}

pub(crate) fn build_router(api: Arc<ApiHandler>) -> Router {
    let shared = RouterState {
        api,
        started: Instant::now(),
    };
    Router::new().fallback(handle_request).with_state(shared)
}

async fn handle_request(State(shared): State<RouterState>, request: Request) -> Response<HttpBody> {
    let (parts, incoming) = request.into_parts();
    let call = ApiRequest {
        path: parts.uri.path().to_owned(),
        query: QueryString::new(parts.uri.query().unwrap_or_default()),
        method: parts.method,
        headers: parts.headers,
        body: ReceivedBody::collect(incoming).await,
    };
    let moment = RequestTime::now(shared.started);
    shared.api.handle_request(&call, moment)
}
