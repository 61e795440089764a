//! Conversion of the framework's request to a [`Call`]. The framework routes nothing: every path is handled here.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body as HttpBody;
use axum::extract::{Request, State};
use axum::http::Response;

use super::api::Api;
use super::body::Body;
use super::call::Call;
use super::moment::Moment;
use super::query::Query;
use super::reply::bring;
use super::variant;

#[derive(Clone, Debug)]
struct Shared {
    api: Arc<Api>,
    started: Instant,
}

pub(crate) fn router(api: Arc<Api>) -> Router {
    let shared = Shared {
        api,
        started: Instant::now(),
    };
    Router::new().fallback(handle).with_state(shared)
}

async fn handle(State(shared): State<Shared>, request: Request) -> Response<HttpBody> {
    let (parts, incoming) = request.into_parts();
    let call = Call {
        path: parts.uri.path().to_owned(),
        query: Query::new(parts.uri.query().unwrap_or_default()),
        method: parts.method,
        headers: parts.headers,
        body: Body::collect(incoming).await,
    };
    let moment = Moment::now(shared.started);
    let response = shared.api.answer(&call, moment);
    if let Some(delay) = variant::delay(shared.api.variant(), moment) {
        tokio::time::sleep(delay).await;
    }
    bring(response).await
}
