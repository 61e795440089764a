//! Exchanges to judge.

use serde_json::json;

use super::contract::TABLE;
use crate::contract::ErrorCode;
use crate::exchange::{Exchange, ExchangeTiming, Request, RequestHeaderValue, Response, WireBytes};

pub(in super::super) const JSON: (&str, &str) = ("content-type", "application/json");

/// The time at which every exchange here is sent, as UNIX time in milliseconds. An exchange takes 20 ms.
pub(in super::super) const NOW: u64 = 1_700_000_000_000;

/// Returns the text of a right body with this code.
pub(in super::super) fn build_error_body(code: impl Into<ErrorCode>) -> String {
    let code = code.into();
    let (_, _, meaning) = TABLE.iter().find(|row| code == row.0).unwrap();
    json!({"code": code, "message": meaning}).to_string()
}

/// A response body, text or bytes.
pub(in super::super) struct TestBody(WireBytes);

impl From<&str> for TestBody {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for TestBody {
    fn from(text: String) -> Self {
        Self(text.into_bytes().into())
    }
}

impl From<&[u8]> for TestBody {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec().into())
    }
}

impl From<Vec<u8>> for TestBody {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

/// Returns an exchange with a response to `GET /members/qqqqqq`.
pub(in super::super) fn build_exchange(
    status: u16,
    headers: &[(&str, &str)],
    body: impl Into<TestBody>,
) -> Exchange {
    let agent = RequestHeaderValue::Plain("badreq".into());
    Exchange {
        request: Request {
            method: "GET".to_owned(),
            target: "/members/qqqqqq".to_owned(),
            headers: vec![("user-agent".to_owned(), agent)],
            body: None,
        },
        response: Response {
            status,
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), WireBytes::from(*value)))
                .collect(),
            body: body.into().0,
            headers_left_out: 0,
            cut: None,
            tokens_seen: Vec::new(),
        },
        timing: ExchangeTiming {
            sent_unix_ms: NOW,
            received_unix_ms: NOW + 20,
            elapsed_us: 20_000,
        },
    }
}
