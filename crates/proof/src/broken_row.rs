//! Broken rows: a wire that changes one part of the responses of one row of the error table.

use std::str::FromStr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use badreq::outcome::ErrorId;
use badreq_reference::Wire;
use serde_json::{Map, Value};

/// The largest body that is changed, in bytes.
const MAX_BODY: usize = 1 << 20;

/// The word that stands for the token of the request.
const TOKEN_PLACEHOLDER: &str = "{token}";

/// A row of the error table, one part of whose responses is broken.
///
/// Written as `ROW:status=STATUS`, `ROW:KEY=VALUE` for a key of the body, or `ROW:header.NAME=VALUE`. A value is JSON, or else a text.
///
/// ```
/// use badreq_proof::{BrokenErrorRow, BrokenResponsePart};
///
/// let row: BrokenErrorRow = "20003:code=20099".parse()?;
/// assert_eq!(row, BrokenErrorRow::with_body_member("20003".parse()?, "code", 20099));
/// let row: BrokenErrorRow = "0/400:status=422".parse()?;
/// assert!(matches!(row.part, BrokenResponsePart::Status(422)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct BrokenErrorRow {
    /// The row.
    pub row: ErrorId,
    /// The part of its responses that is broken, and how.
    pub part: BrokenResponsePart,
}

/// The part of a response that is broken. In a text, `{token}` stands for the token of the request.
#[derive(Clone, Debug, PartialEq)]
pub enum BrokenResponsePart {
    /// The status code is this one.
    Status(u16),
    /// The body has this value at a key.
    Member {
        /// The key.
        key: String,
        /// The value.
        value: Value,
    },
    /// The response has this header.
    Header {
        /// The name of the header.
        name: String,
        /// Its value.
        value: String,
    },
}

/// The reason why a text is no [`BrokenErrorRow`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BrokenErrorRowParseError {
    /// The text has no row, or no part.
    #[error(
        "cannot read `{text}`: write `ROW:status=STATUS`, `ROW:KEY=VALUE` or `ROW:header.NAME=VALUE`"
    )]
    Malformed {
        /// The text.
        text: String,
    },
    /// The status code is no number from 100 to 999.
    #[error("`{status}` is no status code")]
    InvalidStatus {
        /// The status code as it was given.
        status: String,
    },
}

impl BrokenErrorRow {
    /// Returns a row whose responses have this status code.
    #[must_use]
    pub fn with_status(row: ErrorId, status: u16) -> Self {
        let part = BrokenResponsePart::Status(status);
        Self { row, part }
    }

    /// Returns a row whose bodies have this value at a key.
    #[must_use]
    pub fn with_body_member(row: ErrorId, key: &str, value: impl Into<Value>) -> Self {
        let part = BrokenResponsePart::Member {
            key: key.to_owned(),
            value: value.into(),
        };
        Self { row, part }
    }

    /// Changes a response, if it is one of this row.
    fn break_response(&self, response: &mut JsonObjectResponse, token: &str) {
        let code = response.original_code;
        let is_own =
            code.is_some_and(|code| ErrorId::new(code, response.original_status) == self.row);
        if !is_own {
            return;
        }
        match &self.part {
            BrokenResponsePart::Status(status) => {
                if let Ok(status) = StatusCode::from_u16(*status) {
                    *response.head.status_mut() = status;
                }
            }
            BrokenResponsePart::Member { key, value } => {
                let value = match value {
                    Value::String(text) => text.replace(TOKEN_PLACEHOLDER, token).into(),
                    Value::Null
                    | Value::Bool(_)
                    | Value::Number(_)
                    | Value::Array(_)
                    | Value::Object(_) => value.clone(),
                };
                response.body.insert(key.clone(), value);
            }
            BrokenResponsePart::Header { name, value } => {
                let value = HeaderValue::from_str(&value.replace(TOKEN_PLACEHOLDER, token));
                if let (Ok(name), Ok(value)) = (HeaderName::from_str(name), value) {
                    response.head.headers_mut().insert(name, value);
                }
            }
        }
    }
}

impl FromStr for BrokenErrorRow {
    type Err = BrokenErrorRowParseError;

    fn from_str(text: &str) -> Result<Self, BrokenErrorRowParseError> {
        let malformed = || BrokenErrorRowParseError::Malformed {
            text: text.to_owned(),
        };
        let (row, part) = text.split_once(':').ok_or_else(malformed)?;
        let (key, value) = part.split_once('=').ok_or_else(malformed)?;
        let row = row.parse().map_err(|_| malformed())?;
        let part = if key == "status" {
            let status = value.parse().ok();
            BrokenResponsePart::Status(
                status
                    .filter(|status| (100..1000).contains(status))
                    .ok_or_else(|| BrokenErrorRowParseError::InvalidStatus {
                        status: value.to_owned(),
                    })?,
            )
        } else if let Some(name) = key.strip_prefix("header.") {
            BrokenResponsePart::Header {
                name: name.to_owned(),
                value: value.to_owned(),
            }
        } else {
            BrokenResponsePart::Member {
                key: key.to_owned(),
                value: serde_json::from_str(value).unwrap_or_else(|_| value.into()),
            }
        };
        Ok(Self { row, part })
    }
}

/// The wire that breaks these rows.
///
/// ```
/// use std::sync::Arc;
///
/// use badreq_proof::BrokenRowsWire;
/// use badreq_reference::ServerOptions;
///
/// let rows = BrokenRowsWire(vec!["20003:code=20099".parse()?]);
/// let options = ServerOptions { wire: Arc::new(rows), ..ServerOptions::default() };
/// # drop(options);
/// # Ok::<(), badreq_proof::BrokenErrorRowParseError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BrokenRowsWire(pub Vec<BrokenErrorRow>);

impl Wire for BrokenRowsWire {
    fn wrap_router(&self, router: Router) -> Router {
        if self.0.is_empty() {
            return router;
        }
        let rows: Arc<[BrokenErrorRow]> = self.0.clone().into();
        router.layer(from_fn(move |request: Request, next: Next| {
            let rows = Arc::clone(&rows);
            async move {
                let token = request.headers().get(AUTHORIZATION).cloned();
                let token = token.as_ref().and_then(|value| value.to_str().ok());
                let token = token.unwrap_or_default().to_owned();
                let response = next.run(request).await;
                break_response_parts(&rows, response, &token).await
            }
        }))
    }
}

/// A response whose body is a JSON object.
struct JsonObjectResponse {
    head: Response,
    body: Map<String, Value>,
    original_status: u16,
    original_code: Option<i64>,
}

/// Breaks the parts of a response that belong to one of these rows.
async fn break_response_parts(
    rows: &[BrokenErrorRow],
    response: Response,
    token: &str,
) -> Response {
    let (head, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_BODY).await else {
        return Response::from_parts(head, Body::empty());
    };
    let Ok(body) = serde_json::from_slice::<Map<String, Value>>(&bytes) else {
        return Response::from_parts(head, bytes.into());
    };
    let mut read = JsonObjectResponse {
        original_status: head.status.as_u16(),
        original_code: body.get("code").and_then(Value::as_i64),
        head: Response::from_parts(head, Body::empty()),
        body: body.clone(),
    };
    for row in rows {
        row.break_response(&mut read, token);
    }
    let JsonObjectResponse {
        mut head,
        body: changed,
        ..
    } = read;
    *head.body_mut() = if changed == body {
        bytes.into()
    } else {
        head.headers_mut().remove(CONTENT_LENGTH);
        Value::Object(changed).to_string().into()
    };
    head
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::{BrokenErrorRow, BrokenErrorRowParseError, BrokenResponsePart};

    fn parse_error_id(text: &str) -> badreq::outcome::ErrorId {
        text.parse().expect("it is a row")
    }

    #[rstest]
    #[case::status(
        "20003:status=400",
        BrokenErrorRow::with_status(parse_error_id("20003"), 400)
    )]
    #[case::number(
        "20003:code=20099",
        BrokenErrorRow::with_body_member(parse_error_id("20003"), "code", 20099)
    )]
    #[case::quoted(
        "0/400:code=\"0\"",
        BrokenErrorRow::with_body_member(parse_error_id("0/400"), "code", "0")
    )]
    #[case::null("20003:message=null", BrokenErrorRow::with_body_member(parse_error_id("20003"), "message", json!(null)))]
    #[case::words(
        "20003:message=No, sir.",
        BrokenErrorRow::with_body_member(parse_error_id("20003"), "message", "No, sir.")
    )]
    fn a_broken_row_is_read_with_its_part(#[case] text: &str, #[case] broken: BrokenErrorRow) {
        assert_eq!(text.parse(), Ok(broken));
    }

    #[test]
    fn a_header_is_named_behind_its_word() {
        let part = BrokenResponsePart::Header {
            name: "X-Token".to_owned(),
            value: "{token}".to_owned(),
        };
        let broken = BrokenErrorRow {
            row: parse_error_id("20003"),
            part,
        };
        assert_eq!("20003:header.X-Token={token}".parse(), Ok(broken));
    }

    #[rstest]
    #[case::no_part("20003")]
    #[case::no_value("20003:code")]
    #[case::no_row(":code=1")]
    fn what_is_no_broken_row_is_refused(#[case] text: &str) {
        assert_eq!(
            text.parse::<BrokenErrorRow>(),
            Err(BrokenErrorRowParseError::Malformed {
                text: text.to_owned()
            })
        );
    }

    #[test]
    fn a_status_that_is_no_number_is_refused() {
        let error = "20003:status=ok".parse::<BrokenErrorRow>().unwrap_err();
        assert_eq!(error.to_string(), "`ok` is no status code");
    }
}
