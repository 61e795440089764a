//! The delivery of a response: as it should be, or in one of the irregular ways.

use std::io::{self, Write as _};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION,
};
use axum::http::{HeaderMap, Response, StatusCode};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::stream;

use super::framing::MARK;
use super::reaction::{Framing, IrregularDelivery, SubstituteResponse};
use super::response::BufferedResponse;

/// The time for which a broken response stays open, so that what was written before is sent.
const FLUSH: Duration = Duration::from_millis(60);

impl BufferedResponse {
    /// Converts it to a response of the framework.
    pub(super) fn into_http(self) -> Response<Body> {
        build_response(self.status, self.headers, Body::from(self.body))
    }
}

fn build_response(status: u16, headers: HeaderMap, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.headers_mut() = headers;
    response
}

impl SubstituteResponse {
    /// Converts it to a response of the framework, with the rate limit headers of the response in whose place it is sent.
    pub(super) fn into_http(self, replaced: &HeaderMap) -> Response<Body> {
        let mut headers = select_rate_headers(replaced);
        if let Some(content_type) = self.content_type {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        } else {
            // The server would give a refusal without a content type the body of a row.
            insert_framing_header(&mut headers, Framing::AsIs);
        }
        if let Some(location) = self.location {
            headers.insert(LOCATION, HeaderValue::from_static(location));
        }
        build_response(self.status, headers, Body::from(self.body))
    }
}

/// Returns the rate limit headers among these.
pub(super) fn select_rate_headers(headers: &HeaderMap) -> HeaderMap {
    headers
        .iter()
        .filter(|(name, _)| name.as_str().starts_with("x-ratelimit-"))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn insert_framing_header(headers: &mut HeaderMap, framing: Framing) {
    headers.insert(
        HeaderName::from_static(MARK),
        HeaderValue::from_static(framing.name()),
    );
}

/// Sends a response in an irregular way.
pub(super) async fn deliver_irregularly(
    given: BufferedResponse,
    how: IrregularDelivery,
) -> Response<Body> {
    let BufferedResponse {
        status,
        mut headers,
        body,
    } = given;
    let body = match how {
        IrregularDelivery::HangUp => {
            // Nothing is sent of a response that is broken when it is asked for its first byte.
            headers.clear();
            let broken = io::Error::from(io::ErrorKind::ConnectionAborted);
            Body::from_stream(stream::iter([Err::<Bytes, _>(broken)]))
        }
        IrregularDelivery::HeadOnly => {
            set_content_length(&mut headers, body.len());
            build_aborting_body(Vec::new())
        }
        IrregularDelivery::HalfBody => {
            set_content_length(&mut headers, body.len());
            build_aborting_body(vec![body.slice(..body.len() / 2)])
        }
        IrregularDelivery::Late(time) => {
            tokio::time::sleep(time).await;
            Body::from(body)
        }
        IrregularDelivery::Drip(time) => {
            set_content_length(&mut headers, body.len());
            build_dripping_body(body, time)
        }
        IrregularDelivery::Gzip => {
            headers.remove(CONTENT_LENGTH);
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            // To write to memory does not fail.
            Body::from(gzip_bytes(&body).unwrap_or_default())
        }
        IrregularDelivery::Framed(framing) => {
            insert_framing_header(&mut headers, framing);
            Body::from(body)
        }
    };
    build_response(status, headers, body)
}

fn set_content_length(headers: &mut HeaderMap, length: usize) {
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
}

/// Returns a body that ends with an error, behind these parts: the connection is closed.
fn build_aborting_body(parts: Vec<Bytes>) -> Body {
    Body::from_stream(stream::unfold(
        (parts.into_iter(), false),
        |(mut parts, is_over)| async move {
            if is_over {
                return None;
            }
            if let Some(part) = parts.next() {
                return Some((Ok(part), (parts, false)));
            }
            tokio::time::sleep(FLUSH).await;
            let broken = io::Error::from(io::ErrorKind::ConnectionAborted);
            Some((Err(broken), (parts, true)))
        },
    ))
}

/// Returns a body that takes this time.
fn build_dripping_body(body: Bytes, time: Duration) -> Body {
    let steps = u32::try_from(body.len()).unwrap_or(u32::MAX).max(1);
    let pause = time / steps;
    Body::from_stream(stream::unfold(body, move |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        tokio::time::sleep(pause).await;
        let byte = rest.split_to(1);
        Some((Ok::<_, io::Error>(byte), rest))
    }))
}

/// Returns the bytes in the format of gzip.
fn gzip_bytes(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}
