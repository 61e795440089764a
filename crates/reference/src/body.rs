//! Request bodies: read to the end from the connection, then parsed strictly.

use std::time::Duration;

use http_body_util::BodyExt;
use serde_json::{Map, Value};

use super::api_error::DocumentedError;
use super::api_request::ApiRequest;
use super::refusal::Refusal;
use super::seams::RequestSeams;

/// The number of bytes of a body that are kept. A longer body is read to its end even so, so that the response arrives.
const MAX_BODY_BYTES: usize = 8 * 1024 * 1024;
/// The longest time that receiving a body may take.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// The body of a request as received: its bytes, or the reason why it could not be read to the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ReceivedBody {
    Bytes(Vec<u8>),
    /// A body that is longer than the server accepts.
    TooLong,
    /// A body that is truncated, wrongly chunked, or too slow.
    Broken,
}

impl ReceivedBody {
    /// Reads a body to its end.
    pub(crate) async fn collect(incoming: axum::body::Body) -> Self {
        match tokio::time::timeout(BODY_TIMEOUT, read_frames(incoming)).await {
            Ok(body) => body,
            Err(_) => Self::Broken,
        }
    }
}

async fn read_frames(mut incoming: axum::body::Body) -> ReceivedBody {
    let mut bytes = Vec::new();
    let mut too_long = false;
    while let Some(frame) = incoming.frame().await {
        let Ok(frame) = frame else {
            return ReceivedBody::Broken;
        };
        let Some(data) = frame.data_ref() else {
            continue;
        };
        too_long |= bytes.len() + data.len() > MAX_BODY_BYTES;
        if !too_long {
            bytes.extend_from_slice(data);
        }
    }
    if too_long {
        ReceivedBody::TooLong
    } else {
        ReceivedBody::Bytes(bytes)
    }
}

/// Parses the JSON value in a request.
///
/// # Errors
///
/// Returns the bad request row if the content type is not JSON, or the body is not one JSON text.
fn parse_json(call: &ApiRequest, seams: &RequestSeams) -> Result<Value, Refusal> {
    let announced = call.content_type();
    let essence = announced.and_then(|value| value.split(';').next());
    if !essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json")) {
        return Err(DocumentedError::BadRequest.into());
    }
    let ReceivedBody::Bytes(bytes) = &call.body else {
        return Err(DocumentedError::BadRequest.into());
    };
    let value = serde_json::from_slice(bytes).ok();
    let value = seams.values.convert_body(bytes, value);
    value.ok_or_else(|| DocumentedError::BadRequest.into())
}

/// Parses the JSON object in a request.
///
/// # Errors
///
/// Returns the bad request row for anything else.
pub(crate) fn parse_object(
    call: &ApiRequest,
    seams: &RequestSeams,
) -> Result<Map<String, Value>, Refusal> {
    match parse_json(call, seams)? {
        Value::Object(object) => Ok(object),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(DocumentedError::BadRequest.into())
        }
    }
}

/// Parses the JSON list in a request.
///
/// # Errors
///
/// Returns the bad request row for anything else.
pub(crate) fn parse_list(call: &ApiRequest, seams: &RequestSeams) -> Result<Vec<Value>, Refusal> {
    match parse_json(call, seams)? {
        Value::Array(list) => Ok(list),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            Err(DocumentedError::BadRequest.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header::CONTENT_TYPE;
    use axum::http::{HeaderMap, HeaderValue, Method};
    use rstest::rstest;

    use super::*;
    use crate::query::QueryString;

    fn object(call: &ApiRequest) -> Result<Map<String, Value>, Refusal> {
        parse_object(call, &RequestSeams::default())
    }

    fn call(content_type: Option<&'static str>, body: &[u8]) -> ApiRequest {
        let mut headers = HeaderMap::new();
        if let Some(content_type) = content_type {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        ApiRequest {
            method: Method::POST,
            path: "/v2/members".into(),
            query: QueryString::default(),
            headers,
            body: ReceivedBody::Bytes(body.to_vec()),
        }
    }

    #[rstest]
    #[case::plain("application/json")]
    #[case::charset("application/json; charset=utf-8")]
    #[case::case_of_letters("Application/JSON")]
    fn a_json_content_type_is_accepted(#[case] content_type: &'static str) {
        assert!(object(&call(Some(content_type), b"{}")).is_ok());
    }

    #[rstest]
    #[case::missing(None)]
    #[case::text(Some("text/plain"))]
    #[case::form(Some("application/x-www-form-urlencoded"))]
    #[case::longer(Some("application/jsonx"))]
    fn any_other_content_type_is_refused(#[case] content_type: Option<&'static str>) {
        assert_eq!(
            object(&call(content_type, b"{}")),
            Err(DocumentedError::BadRequest.into())
        );
    }

    #[rstest]
    #[case::empty(b"")]
    #[case::truncated(b"{\"name\": ")]
    #[case::trailing_text(b"{} x")]
    #[case::two_values(b"{}{}")]
    #[case::trailing_comma(b"{\"a\": 1,}")]
    #[case::byte_order_mark(b"\xef\xbb\xbf{}")]
    #[case::single_quotes(b"{'a': 1}")]
    #[case::comment(b"{} // no")]
    #[case::not_a_number(b"{\"a\": NaN}")]
    #[case::infinity(b"{\"a\": Infinity}")]
    #[case::number_out_of_range(b"{\"a\": 1e999}")]
    #[case::leading_zero(b"{\"a\": 01}")]
    #[case::invalid_utf8(b"{\"a\": \"\xff\"}")]
    #[case::lone_surrogate(b"{\"a\": \"\\ud800\"}")]
    #[case::raw_control_character(b"{\"a\": \"\x01\"}")]
    #[case::utf16(b"\xff\xfe{\x00}\x00")]
    #[case::list(b"[]")]
    #[case::null(b"null")]
    #[case::text(b"\"text\"")]
    fn what_is_no_json_object_is_refused(#[case] body: &[u8]) {
        assert_eq!(
            object(&call(Some("application/json"), body)),
            Err(DocumentedError::BadRequest.into())
        );
    }

    #[test]
    fn nesting_without_end_is_refused_and_not_followed() {
        let bomb = "[".repeat(100_000);
        assert_eq!(
            parse_list(
                &call(Some("application/json"), bomb.as_bytes()),
                &RequestSeams::default()
            ),
            Err(DocumentedError::BadRequest.into())
        );
    }
}
