//! What a response depends on of its request.

use axum::extract::Request;
use axum::http::Method;
use axum::http::header::CONTENT_TYPE;

/// What a response depends on of its request.
#[derive(Clone, Debug)]
pub(super) struct RequestHead {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) content_type: Option<String>,
}

impl RequestHead {
    pub(super) fn from_request(request: &Request) -> Self {
        let content_type = request.headers().get(CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        Self {
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            content_type: content_type.map(str::to_owned),
        }
    }
}
