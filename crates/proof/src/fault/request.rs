//! Requests: as they came, and what is read from them once for all faults.

use axum::body::{Body, Bytes};
use axum::http::header::{
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue,
    TRANSFER_ENCODING, USER_AGENT,
};
use axum::http::{Method, Request, Uri};
use badreq_reference::SeedValues;
use serde_json::Value;

use crate::operation::Operation;

const BASE_PATH: &str = "/v2/";

/// The header that puts the documented limits on a request.
const TRIGGER: HeaderName = HeaderName::from_static("x-reference-hook");

/// A request with its complete body.
#[derive(Clone, Debug)]
pub(super) struct BufferedRequest {
    pub(super) method: Method,
    /// The path as sent, percent-encoded.
    pub(super) path: String,
    pub(super) query: Option<String>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// The sender of a request, by its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    Anonymous,
    /// The first system of the initial state.
    Owner,
    /// The second system of the initial state.
    Stranger,
    /// A sender with a token that no system has.
    Unknown,
}

/// A request and what is read from it.
#[derive(Clone, Debug)]
pub(super) struct RequestFacts {
    pub(super) sent: BufferedRequest,
    /// The decoded segments behind the base path; empty outside of it.
    pub(super) segments: Vec<String>,
    pub(super) operation: Option<Operation>,
    /// The body, if it is JSON.
    pub(super) json: Option<Value>,
    pub(super) caller: Caller,
}

impl BufferedRequest {
    /// Creates a request of this system with a body, to be sent beside those of clients.
    pub(super) fn new(method: Method, path: String, token: &str, json: Option<&Value>) -> Self {
        let request = Self {
            method,
            path,
            query: None,
            headers: HeaderMap::new(),
            body: Bytes::new(),
        };
        let request = request.with_user_agent().with_token(token);
        match json {
            Some(json) => request.with_json(json),
            None => request,
        }
    }

    /// Returns the request with this JSON as its body.
    pub(super) fn with_json(mut self, json: &Value) -> Self {
        self.body = json.to_string().into();
        self.headers.remove(CONTENT_LENGTH);
        self.headers.remove(TRANSFER_ENCODING);
        self.with_json_content_type()
    }

    /// Returns the request with the content type of JSON.
    pub(super) fn with_json_content_type(mut self) -> Self {
        let json = HeaderValue::from_static("application/json");
        self.headers.insert(CONTENT_TYPE, json);
        self
    }

    /// Returns the request with a `User-Agent`.
    pub(super) fn with_user_agent(mut self) -> Self {
        let name = HeaderValue::from_static("fault");
        self.headers.insert(USER_AGENT, name);
        self
    }

    /// Returns the request with this token.
    pub(super) fn with_token(mut self, token: &str) -> Self {
        if let Ok(token) = HeaderValue::from_str(token) {
            self.headers.insert(AUTHORIZATION, token);
        }
        self
    }

    /// Returns the request without a token.
    pub(super) fn without_token(mut self) -> Self {
        self.headers.remove(AUTHORIZATION);
        self
    }

    /// Returns the request without its trigger, so that no triggered limit counts it.
    pub(super) fn without_trigger(mut self) -> Self {
        self.headers.remove(TRIGGER);
        self
    }

    /// Returns the request with the trigger of another one, so that the same limits count it.
    pub(super) fn with_trigger_of(mut self, other: &Self) -> Self {
        if let Some(trigger) = other.headers.get(TRIGGER) {
            self.headers.insert(TRIGGER, trigger.clone());
        }
        self
    }

    /// Returns the request with another segment at this index.
    pub(super) fn with_replaced_segment(mut self, index: usize, segment: &str) -> Self {
        if let Some(rest) = self.path.strip_prefix(BASE_PATH) {
            let mut segments: Vec<&str> = rest.split('/').collect();
            if let Some(place) = segments.get_mut(index) {
                *place = segment;
            }
            self.path = format!("{BASE_PATH}{}", segments.join("/"));
        }
        self
    }

    /// Returns the request without a parameter of its query.
    pub(super) fn without_parameter(mut self, name: &str) -> Self {
        let query = self.query.unwrap_or_default();
        let kept: Vec<&str> = query
            .split('&')
            .filter(|pair| pair.split('=').next() != Some(name))
            .collect();
        self.query = (!kept.is_empty()).then(|| kept.join("&"));
        self
    }

    /// Returns the value of a parameter of the query as it was sent.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query.as_deref()?.split('&');
        pairs.find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (key == name).then_some(value)
        })
    }

    /// Returns the value of a header as text.
    pub(super) fn header(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Reports whether the content type is JSON.
    pub(super) fn has_json_content_type(&self) -> bool {
        let essence = self.header(&CONTENT_TYPE).unwrap_or_default();
        let essence = essence.split(';').next().unwrap_or_default();
        essence.trim().eq_ignore_ascii_case("application/json")
    }

    /// Converts it to a request of the framework.
    pub(super) fn into_http(self) -> Request<Body> {
        let target = match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path,
        };
        let mut request = Request::new(Body::from(self.body));
        *request.method_mut() = self.method;
        *request.uri_mut() = target.parse().unwrap_or_else(|_| Uri::from_static("/"));
        *request.headers_mut() = self.headers;
        request
    }
}

impl Caller {
    fn from_headers(headers: &HeaderMap, seeds: &SeedValues) -> Self {
        match headers.get(AUTHORIZATION).map(HeaderValue::as_bytes) {
            None => Self::Anonymous,
            Some(token) if token == seeds.token.as_bytes() => Self::Owner,
            Some(token) if token == seeds.stranger_token.as_bytes() => Self::Stranger,
            Some(_) => Self::Unknown,
        }
    }
}

impl RequestFacts {
    /// Reads a request.
    pub(super) fn from_request(sent: BufferedRequest, seeds: &SeedValues) -> Self {
        let rest = sent.path.strip_prefix(BASE_PATH);
        let segments: Vec<String> = rest.map_or_else(Vec::new, |rest| {
            rest.split('/').map(decode_segment).collect()
        });
        let texts: Vec<&str> = segments.iter().map(String::as_str).collect();
        Self {
            operation: Operation::from_method_and_path(&sent.method, &texts),
            json: serde_json::from_slice(&sent.body).ok(),
            caller: Caller::from_headers(&sent.headers, seeds),
            segments,
            sent,
        }
    }

    /// Returns the segment at this index.
    pub(super) fn segment(&self, index: usize) -> &str {
        self.segments.get(index).map_or("", String::as_str)
    }

    /// Returns the list of references in the body: the body itself, or its `members`.
    pub(super) fn listed_references(&self) -> Option<&Vec<Value>> {
        match self.json.as_ref()? {
            Value::Array(list) => Some(list),
            Value::Object(object) => object.get("members")?.as_array(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        }
    }

    /// Returns the request with another list of references in its body.
    pub(super) fn with_listed_references(&self, list: Vec<Value>) -> Option<BufferedRequest> {
        let mut json = self.json.clone()?;
        match &mut json {
            Value::Array(own) => *own = list,
            Value::Object(object) => {
                object.insert("members".to_owned(), list.into());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
        }
        Some(self.sent.clone().with_json(&json))
    }
}

/// Decodes `%XX`; text that can't be decoded stays as it is.
fn decode_segment(raw: &str) -> String {
    let mut decoded = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let escape = behind.get(..2).filter(|_| *first == b'%');
        let byte = match escape {
            Some(digits) => std::str::from_utf8(digits)
                .ok()
                .and_then(|digits| u8::from_str_radix(digits, 16).ok()),
            None => None,
        };
        match byte {
            Some(byte) => {
                decoded.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                decoded.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| raw.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str, query: Option<&str>) -> BufferedRequest {
        let mut request = BufferedRequest::new(Method::GET, path.to_owned(), "t", None);
        request.query = query.map(str::to_owned);
        request
    }

    #[test]
    fn a_segment_is_decoded_once_and_kept_if_it_cannot_be() {
        assert_eq!(decode_segment("%40me"), "@me");
        assert_eq!(decode_segment("%2525"), "%25");
        assert_eq!(decode_segment("a%4"), "a%4");
        assert_eq!(decode_segment("%FF"), "%FF");
    }

    #[test]
    fn a_parameter_and_a_segment_are_replaced_alone() {
        let request = request("/v2/systems/abcdef/switches", Some("limit=x&before=y"));
        assert_eq!(request.parameter("limit"), Some("x"));
        let without = request.without_parameter("limit");
        assert_eq!(without.query.as_deref(), Some("before=y"));
        let other = without.with_replaced_segment(1, "@me");
        assert_eq!(other.path, "/v2/systems/@me/switches");
    }
}
