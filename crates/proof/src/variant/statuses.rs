//! The statuses that HTTP has for what no row is worded for.

use axum::body::Body;
use axum::http::{Method, Response, StatusCode};
use serde_json::json;

use super::catalogue::Variant;
use super::here::is;
use crate::api_request::ApiRequest;
use crate::ops::RoutedOperation;

const METHODS: [Method; 4] = [Method::GET, Method::POST, Method::PATCH, Method::DELETE];

/// The answer to a bad request, or the one that HTTP has for what is wrong with it.
pub(crate) fn with_its_own_status(
    mut response: Response<Body>,
    call: &ApiRequest,
) -> Response<Body> {
    if !is(Variant::StatusesOfHttp) || response.status() != StatusCode::BAD_REQUEST {
        return response;
    }
    if let Some((status, message)) = of_http(call) {
        *response.status_mut() = status;
        let body = json!({"message": message, "code": 0});
        *response.body_mut() = Body::from(body.to_string());
    }
    response
}

fn of_http(call: &ApiRequest) -> Option<(StatusCode, &'static str)> {
    let segments = call.path_segments().unwrap_or_default();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let has = |method: &Method| RoutedOperation::find(method, &segments).is_some();
    if !METHODS.iter().any(has) {
        return Some((StatusCode::NOT_FOUND, "404: Not Found"));
    }
    if !has(&call.method) {
        return Some((StatusCode::METHOD_NOT_ALLOWED, "405: Method Not Allowed"));
    }
    let takes_a_body = call.method == Method::POST || call.method == Method::PATCH;
    let essence = call.content_type().and_then(|text| text.split(';').next());
    let is_json = essence.is_some_and(|text| text.trim().eq_ignore_ascii_case("application/json"));
    (takes_a_body && !is_json).then_some((
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "415: Unsupported Media Type",
    ))
}
