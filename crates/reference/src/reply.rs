//! The result of an operation, and its conversion to an HTTP response.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use axum::http::{Response, StatusCode};
use serde_json::Value;

use super::api_error::DocumentedError;
use super::fault::{self, FaultKind};
use super::limiter::RateLimitStatus;
use super::refusal::{NonApiResponse, Refusal};
use super::variant;

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
        Ok(OperationSuccess::Json(value)) => {
            response_with_body(200, Some(JSON), variant::written(value).into_bytes())
        }
        Ok(OperationSuccess::NoContent) => response_with_body(204, None, Vec::new()),
        Err(Refusal::NonApi(foreign)) => non_api_response(foreign),
        Err(refusal) => refusal_response(&refusal.apply_row_fault()),
    };
    let headers = standing.map(fault::headers).unwrap_or_default();
    add_headers(&mut response, headers);
    variant::framed(response)
}

const JSON: &str = "application/json";

fn refusal_response(refusal: &Refusal) -> Response<Body> {
    let row = refusal.documented_error();
    let told = refusal.to_payload();
    let bytes = fault::written(row, refusal.reference(), &told.body.into());
    let mut response = response_with_body(fault::status(row), fault::content_type(row), bytes);
    add_headers(&mut response, told.headers);
    if let Some(delay) = fault::delay(row) {
        response
            .extensions_mut()
            .insert(DeliveryFault::Delayed(delay));
    }
    if row != DocumentedError::TooManyRequests && fault::strikes(FaultKind::HangsUp(row)) {
        response.extensions_mut().insert(DeliveryFault::HangUp);
    }
    response
}

fn non_api_response(foreign: &NonApiResponse) -> Response<Body> {
    let bytes = foreign.body.clone().into_bytes();
    let mut response = response_with_body(foreign.status, foreign.content_type, bytes);
    if let Some(manner) = foreign.delivery_fault {
        response.extensions_mut().insert(manner);
    }
    let location = foreign.location.map(|to| ("location", to.to_owned()));
    add_headers(&mut response, location);
    response
}

fn response_with_body(
    status: u16,
    content_type: Option<&'static str>,
    bytes: Vec<u8>,
) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Some(content_type) = content_type {
        let value = HeaderValue::from_static(content_type);
        response.headers_mut().insert(CONTENT_TYPE, value);
    }
    response
}

fn add_headers(
    response: &mut Response<Body>,
    headers: impl IntoIterator<Item = (&'static str, String)>,
) {
    for (name, value) in headers {
        // A value that can't be a header value is not sent.
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            let name = HeaderName::from_static(name);
            response.headers_mut().insert(name, value);
        }
    }
}

/// An irregular delivery of a response, which only a fault causes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeliveryFault {
    /// The response is sent after this time.
    Delayed(Duration),
    /// The connection is closed without a response.
    HangUp,
}

/// Delivers a response.
pub(crate) async fn apply_delivery_fault(response: Response<Body>) -> Response<Body> {
    match response.extensions().get::<DeliveryFault>().copied() {
        None => response,
        Some(DeliveryFault::Delayed(delay)) => {
            tokio::time::sleep(delay).await;
            response
        }
        Some(DeliveryFault::HangUp) => {
            let broken = std::io::Error::from(std::io::ErrorKind::ConnectionAborted);
            let nothing = futures_util::stream::iter([Err::<Vec<u8>, _>(broken)]);
            Response::new(Body::from_stream(nothing))
        }
    }
}
