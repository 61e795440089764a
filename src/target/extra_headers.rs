//! Headers that are added to every request, for example for a gateway in front of the target.

use std::fmt;

use reqwest::header::HeaderName;
use thiserror::Error;

use crate::exchange::{ACCEPT_IDENTITY, Request, RequestHeaderValue, WireBytes};

/// A header that is added to every request that does not set it itself.
///
/// `Debug` never prints a secret value. A printed request shows the variable's name instead, and a response that echoes the value is redacted.
///
/// ```
/// use badreq::target::ExtraHeader;
///
/// let gate = ExtraHeader::new_secret("X-Gate", "GATE_SECRET", "open sesame")?;
/// assert!(!format!("{gate:?}").contains("sesame"));
/// # Ok::<(), badreq::target::ExtraHeaderError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ExtraHeader {
    name: String,
    value: ExtraHeaderValue,
}

#[derive(Clone, PartialEq, Eq)]
enum ExtraHeaderValue {
    Plain(String),
    Secret { variable: String, secret: String },
}

/// The reason why a header can't be added to every request. The text never contains the value.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ExtraHeaderError {
    /// The name is not a valid header name.
    #[error("`{0}` is not a header name; write letters, digits and hyphens")]
    InvalidName(String),
    /// The requests set this header themselves, or omit it on purpose.
    #[error(
        "`{0}` cannot be added to every request: cases set or omit it on purpose, and would prove nothing"
    )]
    ReservedName(String),
    /// The value can't be sent as it is.
    #[error(
        "the value of `{0}` is empty, or contains something other than visible ASCII characters and blanks between them"
    )]
    InvalidValue(String),
    /// The secret is so short that redaction would hit other text.
    #[error(
        "the secret value of `{name}` is shorter than {least} characters: it is replaced wherever the target repeats it, and would garble responses; write it in plain text if it is not a secret"
    )]
    SecretTooShort {
        /// The name of the header.
        name: String,
        /// The minimum length, in characters.
        least: usize,
    },
}

/// The headers that requests set themselves, that cases omit on purpose, or that frame the message.
pub(super) const RESERVED_HEADERS: [&str; 11] = [
    "accept",
    "connection",
    "content-length",
    "content-type",
    "expect",
    "host",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

impl ExtraHeader {
    /// The minimum length of a secret, in characters.
    pub const MIN_SECRET_LENGTH: usize = 8;

    /// Creates a header whose value may appear in reports.
    ///
    /// # Errors
    ///
    /// Returns an error if the name is invalid or reserved, or if the value can't be sent.
    pub fn new_plain(name: &str, value: &str) -> Result<Self, ExtraHeaderError> {
        validate_header(name, value)?;
        Ok(Self {
            name: name.to_owned(),
            value: ExtraHeaderValue::Plain(value.to_owned()),
        })
    }

    /// Creates a header whose value is never shown: `$variable` stands for it.
    ///
    /// # Errors
    ///
    /// Returns an error as [`new_plain`](Self::new_plain) does, and if the secret has fewer than [`MIN_SECRET_LENGTH`](Self::MIN_SECRET_LENGTH) characters.
    pub fn new_secret(name: &str, variable: &str, secret: &str) -> Result<Self, ExtraHeaderError> {
        validate_header(name, secret)?;
        if secret.len() < Self::MIN_SECRET_LENGTH {
            return Err(ExtraHeaderError::SecretTooShort {
                name: name.to_owned(),
                least: Self::MIN_SECRET_LENGTH,
            });
        }
        Ok(Self {
            name: name.to_owned(),
            value: ExtraHeaderValue::Secret {
                variable: variable.to_owned(),
                secret: secret.to_owned(),
            },
        })
    }

    /// Returns the name as it was given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the value as a printed request shows it.
    fn to_printed_value(&self) -> RequestHeaderValue {
        match &self.value {
            ExtraHeaderValue::Plain(text) => {
                RequestHeaderValue::Plain(WireBytes::from(text.as_str()))
            }
            ExtraHeaderValue::Secret { variable, .. } => {
                RequestHeaderValue::Secret(variable.clone())
            }
        }
    }

    /// Returns the secret, to send it or to search for it; `None` if the value is not secret.
    pub(super) fn expose_secret(&self) -> Option<&[u8]> {
        match &self.value {
            ExtraHeaderValue::Plain(_) => None,
            ExtraHeaderValue::Secret { secret, .. } => Some(secret.as_bytes()),
        }
    }

    /// Reports whether this is the secret with this variable name.
    pub(super) fn is_secret_of_variable(&self, name: &str) -> bool {
        match &self.value {
            ExtraHeaderValue::Plain(_) => false,
            ExtraHeaderValue::Secret { variable, .. } => variable == name,
        }
    }
}

/// Returns the request with every extra header that it does not set itself, and with [`ACCEPT_IDENTITY`] if neither sets `Accept-Encoding`.
pub(super) fn add_extra_headers(request: &Request, extra: &[ExtraHeader]) -> Request {
    let mut request = request.clone();
    for header in extra {
        if request.header_value(&header.name).is_none() {
            request
                .headers
                .push((header.name.clone(), header.to_printed_value()));
        }
    }
    let (name, value) = ACCEPT_IDENTITY;
    if request.header_value(name).is_none() {
        let value = RequestHeaderValue::Plain(WireBytes::from(value));
        request.headers.push((name.to_owned(), value));
    }
    request
}

fn validate_header(name: &str, value: &str) -> Result<(), ExtraHeaderError> {
    if HeaderName::from_bytes(name.as_bytes()).is_err() {
        return Err(ExtraHeaderError::InvalidName(name.to_owned()));
    }
    if RESERVED_HEADERS
        .iter()
        .any(|taken| taken.eq_ignore_ascii_case(name))
    {
        return Err(ExtraHeaderError::ReservedName(name.to_owned()));
    }
    let is_visible = value
        .bytes()
        .all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if value.is_empty() || value.trim() != value || !is_visible {
        return Err(ExtraHeaderError::InvalidValue(name.to_owned()));
    }
    Ok(())
}

impl fmt::Debug for ExtraHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            ExtraHeaderValue::Plain(text) => write!(f, "ExtraHeader({}: {text})", self.name),
            ExtraHeaderValue::Secret { variable, .. } => {
                write!(f, "ExtraHeader({}: ${variable})", self.name)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::target::transport::outgoing::tests::request;

    #[rstest]
    #[case::no_name("X Gate", "open sesame", "not a header name")]
    #[case::of_the_message("Host", "open sesame", "cannot be added")]
    #[case::that_cases_leave_out("user-agent", "open sesame", "cannot be added")]
    #[case::nothing("X-Gate", "", "empty")]
    #[case::another_line("X-Gate", "open\r\nsesame", "visible ASCII")]
    #[case::short("X-Gate", "sesame1", "shorter than 8")]
    fn what_cannot_be_sent_or_hidden_is_refused_without_its_value(
        #[case] name: &str,
        #[case] value: &str,
        #[case] reason: &str,
    ) {
        let error = ExtraHeader::new_secret(name, "GATE", value).expect_err("it is refused");
        let text = error.to_string();
        assert!(text.contains(reason), "{text}");
        assert!(!text.contains("sesame"), "{text}");
    }

    #[test]
    fn a_request_that_says_the_header_itself_wins() {
        let extra = [
            ExtraHeader::new_plain("X-Plain", "yes").expect("it can be sent"),
            ExtraHeader::new_secret("X-Gate", "GATE", "open sesame").expect("it can be sent"),
        ];
        let sent = add_extra_headers(&request("GET", "/", &[("x-plain", "no")], None), &extra);
        assert_eq!(
            sent.headers,
            [
                (
                    "x-plain".to_owned(),
                    RequestHeaderValue::Plain(WireBytes::from("no"))
                ),
                (
                    "X-Gate".to_owned(),
                    RequestHeaderValue::Secret("GATE".to_owned())
                ),
                (
                    "Accept-Encoding".to_owned(),
                    RequestHeaderValue::Plain(WireBytes::from("identity"))
                ),
            ]
        );
    }

    #[rstest]
    #[case::by_the_user("x-none", &["gzip"])]
    #[case::by_the_case("accept-encoding", &["br"])]
    fn an_accepted_encoding_that_is_set_stays(#[case] name: &str, #[case] expected: &[&str]) {
        let extra = [ExtraHeader::new_plain("Accept-Encoding", "gzip").expect("it can be sent")];
        let sent = add_extra_headers(&request("GET", "/", &[(name, "br")], None), &extra);
        let values = sent
            .headers
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("accept-encoding"));
        let values: Vec<_> = values.map(|(_, value)| value.clone()).collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|value| RequestHeaderValue::Plain(WireBytes::from(*value)))
            .collect();
        assert_eq!(values, expected);
    }
}
