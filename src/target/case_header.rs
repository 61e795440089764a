//! The header that names the case of a request, so that the request can be found in the target's log.

use std::str::FromStr;

use reqwest::header::HeaderName;
use thiserror::Error;

use super::extra_headers::RESERVED_HEADERS;
use crate::exchange::{Request, RequestHeaderValue, WireBytes};

/// The header that carries the full name of the case which sends a request.
///
/// ```
/// use badreq::target::CaseHeader;
///
/// let header: CaseHeader = "X-Test-Case".parse()?;
/// assert_eq!(header.name(), "X-Test-Case");
/// assert!("Content-Type".parse::<CaseHeader>().is_err());
/// # Ok::<(), badreq::target::CaseHeaderError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseHeader(String);

/// The reason why a header can't carry the name of a case.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CaseHeaderError {
    /// The name is not a token of RFC 9110.
    #[error("`{0}` is not a header name; write letters, digits and hyphens, as in `X-Test-Case`")]
    InvalidName(String),
    /// Requests carry this header already, or omit it on purpose.
    #[error(
        "`{0}` cannot carry the name of the case: requests set it, or omit it on purpose; write another name, such as `X-Test-Case`"
    )]
    ReservedName(String),
}

/// The headers that requests carry besides those that no extra header may replace.
const REQUEST_HEADERS: [&str; 2] = ["accept-encoding", "authorization"];

impl CaseHeader {
    /// Returns the name as it was given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Adds the header with the full name of a case to a request that does not set it itself.
    pub fn add_to_request(&self, request: &mut Request, case: &str) {
        if request.header_value(&self.0).is_none() {
            let value = WireBytes::from(encode_case_name(case).as_str());
            let value = RequestHeaderValue::Plain(value);
            request.headers.push((self.0.clone(), value));
        }
    }
}

impl FromStr for CaseHeader {
    type Err = CaseHeaderError;

    /// Parses the name of the header.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is no header name, or the name of a header that requests carry already.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        if HeaderName::from_bytes(name.as_bytes()).is_err() {
            return Err(CaseHeaderError::InvalidName(name.to_owned()));
        }
        let mut taken = RESERVED_HEADERS.iter().chain(&REQUEST_HEADERS);
        if taken.any(|taken| taken.eq_ignore_ascii_case(name)) {
            return Err(CaseHeaderError::ReservedName(name.to_owned()));
        }
        Ok(Self(name.to_owned()))
    }
}

/// Percent-encodes what is no visible ASCII character in the name of a case, and the percent sign itself.
fn encode_case_name(case: &str) -> String {
    let mut encoded = String::with_capacity(case.len());
    for byte in case.bytes() {
        if byte.is_ascii_graphic() && byte != b'%' {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::CaseHeader;
    use crate::exchange::{RequestHeaderValue, WireBytes};
    use crate::target::transport::outgoing::tests::request;

    #[rstest]
    #[case::a_blank("X Case", "not a header name")]
    #[case::nothing("", "not a header name")]
    #[case::a_line_end("X-Case\r\nX-Other", "not a header name")]
    #[case::the_token("authorization", "cannot carry")]
    #[case::the_form_of_the_body("Content-Type", "cannot carry")]
    #[case::the_host("Host", "cannot carry")]
    #[case::the_length("Content-Length", "cannot carry")]
    #[case::the_agent("User-Agent", "cannot carry")]
    #[case::what_is_accepted("Accept", "cannot carry")]
    #[case::codings("Accept-Encoding", "cannot carry")]
    #[case::the_connection("Connection", "cannot carry")]
    #[case::the_framing("Transfer-Encoding", "cannot carry")]
    fn a_name_that_cannot_be_sent_or_is_taken_is_refused(#[case] name: &str, #[case] reason: &str) {
        let error = name.parse::<CaseHeader>().expect_err("it is refused");
        assert!(error.to_string().contains(reason), "{error}");
    }

    #[rstest]
    #[case::an_actor(
        "members/unknown::upper-case@anonymous",
        "members/unknown::upper-case@anonymous"
    )]
    #[case::another_script("suite/größe 100%", "suite/gr%C3%B6%C3%9Fe%20100%25")]
    fn the_full_name_is_sent_in_visible_ascii(#[case] case: &str, #[case] sent: &str) {
        let header: CaseHeader = "X-Case".parse().expect("it is a name");
        let mut one = request("GET", "/", &[], None);
        header.add_to_request(&mut one, case);
        let value = RequestHeaderValue::Plain(WireBytes::from(sent));
        assert_eq!(one.headers, [("X-Case".to_owned(), value)]);
    }

    #[test]
    fn a_request_that_sets_the_header_itself_is_left_alone() {
        let header: CaseHeader = "X-Case".parse().expect("it is a name");
        let mut one = request("GET", "/", &[("x-case", "mine")], None);
        let before = one.clone();
        header.add_to_request(&mut one, "members/unknown");
        assert_eq!(one, before);
    }
}
