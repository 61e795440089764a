//! The result of an operation, and its conversion to an HTTP response.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use axum::http::{Response, StatusCode};
use serde_json::Value;

use super::limiter::RateLimitStatus;
use super::refusal::Refusal;

/// The response of an operation that succeeds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum OperationSuccess {
    /// A response with status 200 and this body.
    Json(Value),
    /// A response with status 204 and no body.
    NoContent,
}

/// The result of every operation.
pub(crate) type OperationResult = Result<OperationSuccess, Refusal>;

/// Builds the response: success or refusal, with the rate limit headers if a limit applies.
pub(crate) fn build_response(
    outcome: &OperationResult,
    standing: Option<&RateLimitStatus>,
) -> Response<Body> {
    let mut response = match outcome {
        Ok(OperationSuccess::Json(value)) => json_response(200, value),
        Ok(OperationSuccess::NoContent) => empty_response(204),
        Err(refusal) => json_response(refusal.documented_error().status(), &refusal.body_json()),
    };
    if let Some(standing) = standing {
        add_rate_limit_headers(&mut response, standing);
    }
    response
}

fn json_response(status: u16, value: &Value) -> Response<Body> {
    let mut response = empty_response(status).map(|_| Body::from(value.to_string()));
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

fn empty_response(status: u16) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

fn add_rate_limit_headers(response: &mut Response<Body>, standing: &RateLimitStatus) {
    let headers = response.headers_mut();
    let mut add = |name, value| headers.insert(HeaderName::from_static(name), value);
    add("x-ratelimit-limit", standing.limit.into());
    add("x-ratelimit-remaining", standing.remaining.into());
    add("x-ratelimit-reset", standing.reset.into());
    add(
        "x-ratelimit-scope",
        HeaderValue::from_static(standing.scope.name()),
    );
}
