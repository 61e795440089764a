//! A request as it is judged: all relevant parts, owned, with the complete body.

use axum::http::Method;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, USER_AGENT};

use super::api_error::DocumentedError;
use super::body::ReceivedBody;
use super::query::QueryString;
use super::refusal::Refusal;

const BASE_PATH: &str = "/v2/";
const TRIGGER_HEADER: &str = "x-reference-hook";

/// A request with its complete body, as the handler judges it.
#[derive(Debug)]
pub(crate) struct ApiRequest {
    pub(crate) method: Method,
    /// The path as sent, percent-encoded.
    pub(crate) path: String,
    pub(crate) query: QueryString,
    pub(crate) headers: HeaderMap,
    pub(crate) body: ReceivedBody,
}

impl ApiRequest {
    /// Checks that the request has a `User-Agent` with a value.
    ///
    /// # Errors
    ///
    /// Returns the bad request row if it has none.
    pub(crate) fn check_user_agent(&self) -> Result<(), Refusal> {
        let value = self.headers.get(USER_AGENT);
        let value = value.map(|value| value.as_bytes().trim_ascii());
        match value {
            Some(value) if !value.is_empty() => Ok(()),
            Some(_) | None => Err(DocumentedError::BadRequest.into()),
        }
    }

    pub(crate) fn token(&self) -> Option<&[u8]> {
        self.headers
            .get(AUTHORIZATION)
            .map(axum::http::HeaderValue::as_bytes)
    }

    pub(crate) fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    pub(crate) fn trigger_header(&self) -> Option<&[u8]> {
        let value = self.headers.get(HeaderName::from_static(TRIGGER_HEADER))?;
        Some(value.as_bytes())
    }

    /// Returns the segments after the base path, each decoded once; `None` outside the base path.
    ///
    /// A segment that can't be decoded stays as it was sent: with its percent sign it names nothing.
    pub(crate) fn path_segments(&self) -> Option<Vec<String>> {
        let rest = self.path.strip_prefix(BASE_PATH)?;
        Some(
            rest.split('/')
                .map(|raw| percent_decode(raw).unwrap_or_else(|| raw.to_owned()))
                .collect(),
        )
    }
}

/// Decodes `%XX`; returns `None` if an escape is incomplete or the result is not UTF-8.
pub(crate) fn percent_decode(raw: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(raw.len());
    let mut bytes = raw.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let (high, low) = (hex_digit(bytes.next()?)?, hex_digit(bytes.next()?)?);
            decoded.push(high << 4 | low);
        } else {
            decoded.push(byte);
        }
    }
    String::from_utf8(decoded).ok()
}

fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::plain("abc", Some("abc"))]
    #[case::at("%40me", Some("@me"))]
    #[case::slash("a%2Fb", Some("a/b"))]
    #[case::once("%2525", Some("%25"))]
    #[case::utf8("%C3%A9", Some("é"))]
    #[case::nul("%00", Some("\0"))]
    #[case::cut_off("abc%4", None)]
    #[case::no_hex("%zz", None)]
    #[case::no_utf8("%FF", None)]
    #[case::lone_percent("%", None)]
    fn percent_encoding_is_decoded_once(#[case] raw: &str, #[case] decoded: Option<&str>) {
        assert_eq!(percent_decode(raw).as_deref(), decoded);
    }

    #[rstest]
    #[case::encoded_slash("/v2/members/a%2Fb", Some(vec!["members", "a/b"]))]
    #[case::dots("/v2/members/../systems", Some(vec!["members", "..", "systems"]))]
    #[case::trailing_slash("/v2/members/", Some(vec!["members", ""]))]
    #[case::undecodable("/v2/members/%", Some(vec!["members", "%"]))]
    #[case::outside("/v1/members", None)]
    #[case::root("/", None)]
    fn a_path_is_split_before_it_is_decoded(
        #[case] path: &str,
        #[case] segments: Option<Vec<&str>>,
    ) {
        let call = ApiRequest {
            method: Method::GET,
            path: path.to_owned(),
            query: QueryString::default(),
            headers: HeaderMap::new(),
            body: ReceivedBody::Bytes(Vec::new()),
        };
        let expected = segments.map(|all| all.into_iter().map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(call.path_segments(), expected);
    }
}
