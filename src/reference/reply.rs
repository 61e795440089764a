//! What an operation answers, and how an answer becomes an HTTP response.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use axum::http::{Response, StatusCode};
use serde_json::Value;

use super::limiter::Standing;
use super::refusal::Refusal;

/// A success.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reply {
    /// 200 with this body.
    Json(Value),
    /// 204 without a body.
    Nothing,
}

/// What every operation returns.
pub(crate) type Outcome = Result<Reply, Refusal>;

/// The response to send: success or refusal, with the rate limit headers where a limit was asked.
pub(crate) fn respond(outcome: &Outcome, standing: Option<&Standing>) -> Response<Body> {
    let (status, body) = match outcome {
        Ok(Reply::Json(value)) => (200, Some(value.to_string())),
        Ok(Reply::Nothing) => (204, None),
        Err(refusal) => (refusal.status(), Some(refusal.body().to_string())),
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if body.is_some() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    if let Some(standing) = standing {
        for (name, value) in [
            ("x-ratelimit-limit", u64::from(standing.limit)),
            ("x-ratelimit-remaining", standing.remaining),
            ("x-ratelimit-reset", standing.reset),
        ] {
            headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
        }
        headers.insert(
            HeaderName::from_static("x-ratelimit-scope"),
            HeaderValue::from_static(standing.scope.name()),
        );
    }
    if let Some(body) = body {
        *response.body_mut() = Body::from(body);
    }
    response
}
