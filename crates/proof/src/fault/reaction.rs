//! Reactions: what a fault makes of a request, as plain values. `wire` carries them out.

use badreq_reference::DocumentedError;
use std::time::Duration;

use super::request::BufferedRequest;

/// What a fault makes of an exchange with the server without faults.
#[derive(Debug)]
pub(super) enum FaultReaction {
    /// Another response is sent.
    Replace(SubstituteResponse),
    /// The mended request is sent, and its response is returned. If it is refused, it is mended again.
    Serve(BufferedRequest),
    /// The mended request is sent, and the refusal is returned all the same. If it is refused, it is mended again.
    Write(BufferedRequest),
    /// Further requests are sent; the response stays.
    SendAlso(Vec<BufferedRequest>),
    /// This other request is sent. If it gets this row, so does the caller.
    RefuseAs(BufferedRequest, DocumentedError),
    /// The request is refused because of the rate limit, and so is its scope for a time.
    Ban {
        retry_after: Duration,
        ban: Duration,
    },
    /// The response is sent in an irregular way.
    Deliver(IrregularDelivery),
}

/// A response that the server without faults would not give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SubstituteResponse {
    pub(super) status: u16,
    pub(super) content_type: Option<&'static str>,
    pub(super) body: Vec<u8>,
    pub(super) location: Option<&'static str>,
}

/// An irregular way to send a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IrregularDelivery {
    /// The connection is closed without a byte.
    HangUp,
    /// The connection is closed behind the head.
    HeadOnly,
    /// The connection is closed in the middle of the body.
    HalfBody,
    /// Nothing is sent for a time.
    Late(Duration),
    /// The body is sent byte by byte, which takes this time.
    Drip(Duration),
    /// The body is compressed.
    Gzip,
    /// The bytes of the response are no proper HTTP.
    Framed(Framing),
}

crate::named::named! {
    /// How the bytes of a response are wrong.
    pub(super) enum Framing {
        AsIs = "as-is",
        LengthTooShort = "length-too-short",
        TwoLengths = "two-lengths",
        Garbage = "garbage",
        NulInHeader = "nul-in-header",
        NoHead = "no-head",
        BadChunk = "bad-chunk",
    }
}

const JSON: &str = "application/json";

impl SubstituteResponse {
    /// Creates a response of JSON.
    pub(super) fn from_json(status: u16, body: &serde_json::Value) -> Self {
        Self {
            status,
            content_type: Some(JSON),
            body: body.to_string().into_bytes(),
            location: None,
        }
    }

    /// Creates a response of text of another type.
    pub(super) fn from_text(status: u16, content_type: &'static str, body: &str) -> Self {
        Self {
            status,
            content_type: Some(content_type),
            body: body.as_bytes().to_vec(),
            location: None,
        }
    }

    /// Creates a response without a body and its type.
    pub(super) fn empty(status: u16) -> Self {
        Self {
            status,
            content_type: None,
            body: Vec::new(),
            location: None,
        }
    }

    /// Creates the response of a row.
    pub(super) fn from_row(row: DocumentedError) -> Self {
        let body = serde_json::json!({"message": row.message("unknown"), "code": row.code()});
        Self::from_json(row.status(), &body)
    }

    /// Creates the refusal of too many requests.
    pub(super) fn too_many_requests(retry_after: Duration) -> Self {
        let row = DocumentedError::TooManyRequests;
        let body = serde_json::json!({
            "message": row.message("unknown"),
            "retry_after": u64::try_from(retry_after.as_millis()).unwrap_or(u64::MAX),
            "code": row.code(),
        });
        Self::from_json(row.status(), &body)
    }

    /// Creates a success behind which nothing was done.
    pub(super) fn false_success() -> Self {
        Self::from_json(200, &serde_json::json!({}))
    }
}

impl FaultReaction {
    /// Answers with a row.
    pub(super) fn from_row(row: DocumentedError) -> Self {
        Self::Replace(SubstituteResponse::from_row(row))
    }

    /// Answers as a server that breaks.
    pub(super) fn internal_error() -> Self {
        Self::from_row(DocumentedError::InternalError)
    }

    /// Answers with a success behind which nothing was done.
    pub(super) fn false_success() -> Self {
        Self::Replace(SubstituteResponse::false_success())
    }
}
