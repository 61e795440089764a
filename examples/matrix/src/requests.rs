//! The parts of requests, and what they can be refused for.

use axum::http::HeaderValue;
use serde_json::{Map, Value};

use crate::refusals::{self as refuse, Refusal};
use crate::{SERVER_NAME, TOKENS};

/// The names of the users, in the order of their tokens.
pub(crate) const USERS: [&str; 2] = ["alice", "bob"];

pub(crate) type Result<T = Value> = std::result::Result<T, Refusal>;

/// The parts of a request that decide about its response.
#[derive(Debug)]
pub(crate) struct Request<'r> {
    pub(crate) method: &'r str,
    /// The decoded segments of the path, without those of the base path.
    pub(crate) path: Vec<&'r str>,
    pub(crate) username: Option<&'r str>,
    pub(crate) authorization: Option<&'r HeaderValue>,
    pub(crate) body: &'r [u8],
}

impl Request<'_> {
    /// Returns the id of the user whose token the request has.
    pub(crate) fn authenticate(&self) -> Result<String> {
        let token = self.authorization.ok_or(refuse::MISSING_TOKEN)?;
        let is_it = |own: &&str| token.as_bytes() == format!("Bearer {own}").as_bytes();
        let place = TOKENS.iter().position(is_it);
        place
            .map(|own| user_id(USERS[own]))
            .ok_or(refuse::UNKNOWN_TOKEN)
    }

    /// Parses the body, which has to be an object.
    pub(crate) fn parse_body(&self) -> Result<Map<String, Value>> {
        match serde_json::from_slice(self.body) {
            Ok(Value::Object(body)) => Ok(body),
            Ok(_) => Err(refuse::BAD_JSON),
            Err(_) => Err(refuse::NOT_JSON),
        }
    }
}

/// Returns the id of a user.
pub(crate) fn user_id(name: &str) -> String {
    format!("@{name}:{SERVER_NAME}")
}

/// Returns a text of a body; `None` if there is none.
pub(crate) fn optional_text<'b>(
    body: &'b Map<String, Value>,
    key: &str,
) -> Result<Option<&'b str>> {
    let value = body.get(key);
    value
        .map(|own| own.as_str().ok_or(refuse::BAD_JSON))
        .transpose()
}

/// Returns a text that a body has to have.
pub(crate) fn required_text<'b>(body: &'b Map<String, Value>, key: &str) -> Result<&'b str> {
    optional_text(body, key)?.ok_or(refuse::BAD_JSON)
}
