//! The result of an operation, and its conversion to an HTTP response.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use axum::http::{Response, StatusCode};
use serde_json::Value;

use super::fault::{self, Breach};
use super::limiter::Standing;
use super::refusal::{Foreign, Refusal};
use super::rows::Row;
use super::variant;

/// A success.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reply {
    /// A response with status 200 and this body.
    Json(Value),
    /// A response with status 204 and no body.
    Nothing,
}

/// The result of every operation.
pub(crate) type Outcome = Result<Reply, Refusal>;

/// Builds the response: success or refusal, with the rate limit headers if a limit applies.
pub(crate) fn respond(outcome: &Outcome, standing: Option<&Standing>) -> Response<Body> {
    let mut response = match outcome {
        Ok(Reply::Json(value)) => with_body(200, Some(JSON), variant::written(value).into_bytes()),
        Ok(Reply::Nothing) => with_body(204, None, Vec::new()),
        Err(Refusal::Foreign(foreign)) => foreign_response(foreign),
        Err(refusal) => refused(&refusal.mistaken()),
    };
    let headers = standing.map(fault::headers).unwrap_or_default();
    add_headers(&mut response, headers);
    variant::framed(response)
}

const JSON: &str = "application/json";

fn refused(refusal: &Refusal) -> Response<Body> {
    let row = refusal.row();
    let told = refusal.told();
    let bytes = fault::written(row, refusal.reference(), &told.body.into());
    let mut response = with_body(fault::status(row), fault::content_type(row), bytes);
    add_headers(&mut response, told.headers);
    if let Some(delay) = fault::delay(row) {
        response.extensions_mut().insert(Manner::Late(delay));
    }
    if row != Row::TooManyRequests && fault::strikes(Breach::HangsUp(row)) {
        response.extensions_mut().insert(Manner::HangUp);
    }
    response
}

fn foreign_response(foreign: &Foreign) -> Response<Body> {
    let bytes = foreign.body.clone().into_bytes();
    let mut response = with_body(foreign.status, foreign.content_type, bytes);
    if let Some(manner) = foreign.manner {
        response.extensions_mut().insert(manner);
    }
    let location = foreign.location.map(|to| ("location", to.to_owned()));
    add_headers(&mut response, location);
    response
}

fn with_body(status: u16, content_type: Option<&'static str>, bytes: Vec<u8>) -> Response<Body> {
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
pub(crate) enum Manner {
    /// The response is sent after this time.
    Late(Duration),
    /// The connection is closed without a response.
    HangUp,
}

/// Delivers a response.
pub(crate) async fn bring(response: Response<Body>) -> Response<Body> {
    match response.extensions().get::<Manner>().copied() {
        None => response,
        Some(Manner::Late(delay)) => {
            tokio::time::sleep(delay).await;
            response
        }
        Some(Manner::HangUp) => {
            let broken = std::io::Error::from(std::io::ErrorKind::ConnectionAborted);
            let nothing = futures_util::stream::iter([Err::<Vec<u8>, _>(broken)]);
            Response::new(Body::from_stream(nothing))
        }
    }
}
