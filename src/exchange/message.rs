//! Requests and responses as they were sent and received.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::{ExchangeTiming, json_text};

/// An actor: the sender of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Actor {
    /// A sender without a token.
    Anonymous,
    /// The account of the first token.
    Owner,
    /// The account of the second token.
    Stranger,
}

impl Actor {
    /// Every actor.
    pub const ALL: &'static [Self] = &[Self::Anonymous, Self::Owner, Self::Stranger];

    /// Returns the name of the actor in files and reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Owner => "owner",
            Self::Stranger => "stranger",
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Owned bytes that are serialized as text if they are UTF-8, and as `hex:…` otherwise.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WireBytes(#[cfg_attr(test, schemars(with = "String"))] pub Vec<u8>);

impl WireBytes {
    /// Returns the bytes as text, with replacement characters for invalid UTF-8.
    #[must_use]
    pub fn to_string_lossy(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.0)
    }
}

impl fmt::Debug for WireBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

impl From<&str> for WireBytes {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

impl From<Vec<u8>> for WireBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Serialize for WireBytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match std::str::from_utf8(&self.0) {
            Ok(text) if !text.starts_with("hex:") => serializer.serialize_str(text),
            _ => {
                let hex: String = self.0.iter().map(|byte| format!("{byte:02x}")).collect();
                serializer.serialize_str(&format!("hex:{hex}"))
            }
        }
    }
}

impl<'de> Deserialize<'de> for WireBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let Some(hex) = text.strip_prefix("hex:") else {
            return Ok(Self(text.into_bytes()));
        };
        let digits: Option<Vec<u8>> = hex
            .chars()
            .map(|digit| {
                digit
                    .to_digit(16)
                    .and_then(|value| u8::try_from(value).ok())
            })
            .collect();
        match digits {
            Some(digits) if digits.len() % 2 == 0 => Ok(Self(
                digits
                    .chunks_exact(2)
                    .map(|pair| pair[0] << 4 | pair[1])
                    .collect(),
            )),
            _ => Err(serde::de::Error::custom(
                "bytes after `hex:` must be pairs of hexadecimal digits",
            )),
        }
    }
}

/// The value of a request header field.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum RequestHeaderValue {
    /// Literal bytes.
    Plain(WireBytes),
    /// The token of an actor. Only the sending client inserts it.
    Token(TokenValue),
    /// A secret other than a token, by the name of the variable that holds it. Only the sending client inserts it.
    Secret(String),
}

/// The value of a header field that carries a token, without the token itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TokenValue {
    /// The actor whose token it is.
    pub actor: Actor,
    /// The text before the token, such as an authentication scheme: `Bearer `.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub before: String,
    /// The text behind the token.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub behind: String,
}

impl From<Actor> for TokenValue {
    /// Returns the token alone.
    fn from(actor: Actor) -> Self {
        Self {
            actor,
            before: String::new(),
            behind: String::new(),
        }
    }
}

impl TokenValue {
    /// Formats the value of the field with this text in the place of the token.
    #[must_use]
    pub fn format_with_token(&self, token: &str) -> String {
        format!("{}{token}{}", self.before, self.behind)
    }
}

/// A request exactly as it is sent.
///
/// The client adds only the fields that frame the message: `host`, `content-length`, `connection`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Request {
    /// The method: any token of RFC 9110.
    pub method: String,
    /// The path and query below the base URL, byte for byte; it begins with `/` and is never normalized.
    pub target: String,
    /// The names and values of the header fields, in the order in which they are sent.
    pub headers: Vec<(String, RequestHeaderValue)>,
    /// The body; `None` sends no body, which differs from an empty body only in its framing.
    pub body: Option<WireBytes>,
}

impl Request {
    /// Returns the first value of a header field; the name is compared without regard to case.
    #[must_use]
    pub fn header_value(&self, name: &str) -> Option<&RequestHeaderValue> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }
}

/// The header field that every request carries unless it sets another of this name: the response is to have no content coding.
pub const ACCEPT_IDENTITY: (&str, &str) = ("Accept-Encoding", "identity");

/// A response as it was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Response {
    /// The HTTP status code.
    pub status: u16,
    /// The names of the header fields in lower case, and their values, in the order in which they were received.
    pub headers: Vec<(String, WireBytes)>,
    /// The number of header fields that were left out because of their size.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub headers_left_out: usize,
    /// The body, with every token replaced by `[owner token]` or `[stranger token]`.
    pub body: WireBytes,
    /// The length of the whole body in bytes, if only its beginning is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut: Option<u64>,
    /// The actors whose tokens were in the header fields or the body.
    pub tokens_seen: Vec<Actor>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the serialiser hands out references"
)]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl Request {
    /// Reports whether the request accepts only responses without a content coding.
    #[must_use]
    pub fn accepts_only_identity_encoding(&self) -> bool {
        let mut values = self
            .headers
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case(ACCEPT_IDENTITY.0));
        match (values.next(), values.next()) {
            (Some((_, RequestHeaderValue::Plain(value))), None) => {
                value.0.eq_ignore_ascii_case(ACCEPT_IDENTITY.1.as_bytes())
            }
            _ => false,
        }
    }

    /// Iterates over the header fields that distinguish the request: all but [`ACCEPT_IDENTITY`].
    pub fn headers_besides_accept_identity(
        &self,
    ) -> impl Iterator<Item = &(String, RequestHeaderValue)> {
        let is_usual = self.accepts_only_identity_encoding();
        self.headers
            .iter()
            .filter(move |(name, _)| !is_usual || !name.eq_ignore_ascii_case(ACCEPT_IDENTITY.0))
    }

    /// Returns the actor whose token the request carries.
    #[must_use]
    pub fn sending_actor(&self) -> Actor {
        let mut values = self.headers.iter();
        let token = values.find_map(|(_, value)| match value {
            RequestHeaderValue::Token(token) => Some(token.actor),
            RequestHeaderValue::Plain(_) | RequestHeaderValue::Secret(_) => None,
        });
        token.unwrap_or(Actor::Anonymous)
    }
}

impl Response {
    /// Iterates over the values of a header field; the name is compared without regard to case.
    pub fn header_values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a WireBytes> {
        self.headers
            .iter()
            .filter(move |(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// Returns the first value of a header field as text; the name is compared without regard to case.
    #[must_use]
    pub fn header_text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.to_string_lossy())
    }

    /// Parses the body as JSON; `None` if it is no JSON.
    ///
    /// Like most parsers, it accepts invalid UTF-8 and lone surrogates, as replacement characters. A whole number is an integer, however it is
    /// written.
    #[must_use]
    pub fn parse_json_body(&self) -> Option<Value> {
        json_text::parse_json_lossy(&self.body.0)
    }

    /// Reports whether the status code is successful (2xx).
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// A request and its response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Exchange {
    /// The request that was sent.
    pub request: Request,
    /// The response that was received.
    pub response: Response,
    /// The times of both, and the time between them.
    pub timing: ExchangeTiming,
}
