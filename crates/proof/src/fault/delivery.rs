//! The delivery of a response: as it should be, or in one of the irregular ways.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION,
};
use axum::http::{HeaderMap, Response, StatusCode};
use futures_util::stream;

use super::framing::MARK;
use super::reaction::{Answer, Delivery, Framing};
use super::response::WireResponse;

/// The time for which a broken response stays open, so that what was written before is sent.
const FLUSH: Duration = Duration::from_millis(60);

impl WireResponse {
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

impl Answer {
    /// Converts it to a response of the framework, with the rate limit headers of the response in whose place it is sent.
    pub(super) fn into_http(self, replaced: &HeaderMap) -> Response<Body> {
        let mut headers: HeaderMap = replaced
            .iter()
            .filter(|(name, _)| name.as_str().starts_with("x-ratelimit-"))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        if let Some(content_type) = self.content_type {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        } else {
            // The server would give a refusal without a content type the body of a row.
            mark(&mut headers, Framing::AsIs);
        }
        if let Some(location) = self.location {
            headers.insert(LOCATION, HeaderValue::from_static(location));
        }
        build_response(self.status, headers, Body::from(self.body))
    }
}

fn mark(headers: &mut HeaderMap, framing: Framing) {
    headers.insert(
        HeaderName::from_static(MARK),
        HeaderValue::from_static(framing.name()),
    );
}

/// Sends a response in an irregular way.
pub(super) async fn deliver(given: WireResponse, how: Delivery) -> Response<Body> {
    let WireResponse {
        status,
        mut headers,
        body,
    } = given;
    let body = match how {
        Delivery::HangUp => {
            // Nothing is sent of a response that is broken when it is asked for its first byte.
            headers.clear();
            let broken = io::Error::from(io::ErrorKind::ConnectionAborted);
            Body::from_stream(stream::iter([Err::<Bytes, _>(broken)]))
        }
        Delivery::HeadOnly => {
            set_length(&mut headers, body.len());
            break_off(Vec::new())
        }
        Delivery::HalfBody => {
            set_length(&mut headers, body.len());
            break_off(vec![body.slice(..body.len() / 2)])
        }
        Delivery::Late(time) => {
            tokio::time::sleep(time).await;
            Body::from(body)
        }
        Delivery::Drip(time) => {
            set_length(&mut headers, body.len());
            drip(body, time)
        }
        Delivery::Gzip => {
            headers.remove(CONTENT_LENGTH);
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            Body::from(store_as_gzip(&body))
        }
        Delivery::Framed(framing) => {
            mark(&mut headers, framing);
            Body::from(body)
        }
    };
    build_response(status, headers, body)
}

fn set_length(headers: &mut HeaderMap, length: usize) {
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
}

/// Returns a body that ends with an error, behind these parts: the connection is closed.
fn break_off(parts: Vec<Bytes>) -> Body {
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
fn drip(body: Bytes, time: Duration) -> Body {
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

/// Returns bytes in the format of gzip (RFC 1952), stored and not compressed.
fn store_as_gzip(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
    let bytes = bytes.get(..usize::from(length)).unwrap_or_default();
    let mut gzip = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 1];
    gzip.extend(length.to_le_bytes());
    gzip.extend((!length).to_le_bytes());
    gzip.extend(bytes);
    gzip.extend(crc32(bytes).to_le_bytes());
    gzip.extend(u32::from(length).to_le_bytes());
    gzip
}

fn crc32(bytes: &[u8]) -> u32 {
    const POLYNOMIAL: u32 = 0xedb8_8320;
    let sum = bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ if sum & 1 == 1 { POLYNOMIAL } else { 0 }
        })
    });
    !sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_rfc_1952() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }
}
