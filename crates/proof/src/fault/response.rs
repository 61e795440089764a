//! Responses: as the server without faults gives them, and what is read from them once for all faults.

use axum::body::Bytes;
use axum::http::HeaderMap;
use badreq_reference::DocumentedError;
use serde_json::Value;

/// Reports whether the row says that an entry of a list is unknown or another system's.
pub(super) fn refuses_list_entry(row: DocumentedError) -> bool {
    [
        DocumentedError::MemberRefNotFound,
        DocumentedError::GroupRefNotFound,
        DocumentedError::NotYourMemberRef,
        DocumentedError::NotYourGroupRef,
    ]
    .contains(&row)
}

/// Reports whether the row says that only the owner may.
pub(super) fn refuses_non_owner(row: DocumentedError) -> bool {
    [
        DocumentedError::Forbidden,
        DocumentedError::NotYourMember,
        DocumentedError::NotYourGroup,
    ]
    .contains(&row)
}

/// Reports whether the row says that a list is private.
pub(super) fn refuses_private_list(row: DocumentedError) -> bool {
    [
        DocumentedError::MemberListPrivate,
        DocumentedError::GroupListPrivate,
        DocumentedError::GroupMembersPrivate,
        DocumentedError::FrontersPrivate,
        DocumentedError::FrontHistoryPrivate,
    ]
    .contains(&row)
}

/// A response with its complete body.
#[derive(Clone, Debug)]
pub(super) struct BufferedResponse {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// A response and what is read from it.
#[derive(Clone, Debug)]
pub(super) struct ResponseFacts {
    pub(super) given: BufferedResponse,
    pub(super) json: Option<Value>,
    /// The row; `None` for a success.
    pub(super) row: Option<DocumentedError>,
}

impl ResponseFacts {
    /// Reads a response.
    pub(super) fn from_response(given: BufferedResponse) -> Self {
        let json: Option<Value> = serde_json::from_slice(&given.body).ok();
        let code = json.as_ref().and_then(|json| json.get("code")?.as_u64());
        let mut rows = DocumentedError::all().iter().copied();
        let row =
            rows.find(|row| row.status() == given.status && Some(u64::from(row.code())) == code);
        Self { row, json, given }
    }

    /// Reports whether the request was served.
    pub(super) fn is_success(&self) -> bool {
        self.given.status < 300
    }

    /// Returns `errors` of the body, key by key.
    pub(super) fn errors(&self) -> Option<&serde_json::Map<String, Value>> {
        self.json.as_ref()?.get("errors")?.as_object()
    }

    /// Returns the reference that the message repeats between quotes.
    pub(super) fn find_quoted_reference(&self) -> Option<&str> {
        let message = self.json.as_ref()?.get("message")?.as_str()?;
        let (_, rest) = message.split_once('\'')?;
        Some(rest.rsplit_once('\'')?.0)
    }

    /// Returns the value of a header as text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.given.headers.get(name)?.to_str().ok()
    }
}
