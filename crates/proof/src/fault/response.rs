//! Responses: as the server without faults gives them, and what is read from them once for all faults.

use axum::body::Bytes;
use axum::http::HeaderMap;
use serde_json::Value;

/// A row of the error table: JSON code and status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Row {
    pub(super) code: u64,
    pub(super) status: u16,
}

impl Row {
    pub(super) const INTERNAL_ERROR: Self = Self::new(0, 500);
    pub(super) const BAD_REQUEST: Self = Self::new(0, 400);
    pub(super) const UNAUTHORIZED: Self = Self::new(0, 401);
    pub(super) const FORBIDDEN: Self = Self::new(0, 403);
    pub(super) const TOO_MANY: Self = Self::new(0, 429);
    pub(super) const SYSTEM_NOT_FOUND: Self = Self::new(20001, 404);
    pub(super) const MEMBER_NOT_FOUND: Self = Self::new(20002, 404);
    pub(super) const MEMBER_REF_NOT_FOUND: Self = Self::new(20003, 404);
    pub(super) const GROUP_NOT_FOUND: Self = Self::new(20004, 404);
    pub(super) const GROUP_REF_NOT_FOUND: Self = Self::new(20005, 404);
    pub(super) const MESSAGE_NOT_FOUND: Self = Self::new(20006, 404);
    pub(super) const SWITCH_NOT_VISIBLE: Self = Self::new(20008, 404);
    pub(super) const MEMBER_LIST_PRIVATE: Self = Self::new(30001, 403);
    pub(super) const GROUP_LIST_PRIVATE: Self = Self::new(30002, 403);
    pub(super) const GROUP_MEMBERS_PRIVATE: Self = Self::new(30003, 403);
    pub(super) const FRONTERS_PRIVATE: Self = Self::new(30004, 403);
    pub(super) const FRONT_HISTORY_PRIVATE: Self = Self::new(30005, 403);
    pub(super) const NOT_YOUR_MEMBER: Self = Self::new(30006, 403);
    pub(super) const NOT_YOUR_GROUP: Self = Self::new(30007, 403);
    pub(super) const NOT_YOUR_MEMBER_REF: Self = Self::new(30008, 403);
    pub(super) const NOT_YOUR_GROUP_REF: Self = Self::new(30009, 403);
    pub(super) const MODEL_INVALID: Self = Self::new(40001, 400);
    pub(super) const DUPLICATE_MEMBERS: Self = Self::new(40003, 400);
    pub(super) const IDENTICAL_MEMBERS: Self = Self::new(40004, 400);
    pub(super) const TIMESTAMP_TAKEN: Self = Self::new(40005, 400);
    pub(super) const SWITCH_ID_INVALID: Self = Self::new(40006, 400);

    const fn new(code: u64, status: u16) -> Self {
        Self { code, status }
    }

    /// Returns the message of the rows that faults answer with.
    pub(super) fn message(self) -> &'static str {
        match (self.code, self.status) {
            (0, 400) => "400: Bad Request",
            (0, 401) => "401: Missing or invalid Authorization header",
            (0, 403) => "403: Forbidden",
            (0, 429) => "429: too many requests",
            (20001, _) => "System not found.",
            (20002, _) => "Member not found.",
            (20003, _) => "Member 'unknown' not found.",
            (20004, _) => "Group not found.",
            (20005, _) => "Group 'unknown' not found.",
            (20006, _) => "Message not found.",
            (40001, _) => "Error parsing JSON model",
            _ => "500: Internal Server Error",
        }
    }

    /// Reports whether it says that an entry of a list is unknown or another system's.
    pub(super) fn is_about_entry(self) -> bool {
        [
            Self::MEMBER_REF_NOT_FOUND,
            Self::GROUP_REF_NOT_FOUND,
            Self::NOT_YOUR_MEMBER_REF,
            Self::NOT_YOUR_GROUP_REF,
        ]
        .contains(&self)
    }

    /// Reports whether it says that only the owner may.
    pub(super) fn is_about_owner(self) -> bool {
        [Self::FORBIDDEN, Self::NOT_YOUR_MEMBER, Self::NOT_YOUR_GROUP].contains(&self)
    }

    /// Reports whether it says that a list is private.
    pub(super) fn is_about_privacy(self) -> bool {
        [
            Self::MEMBER_LIST_PRIVATE,
            Self::GROUP_LIST_PRIVATE,
            Self::GROUP_MEMBERS_PRIVATE,
            Self::FRONTERS_PRIVATE,
            Self::FRONT_HISTORY_PRIVATE,
        ]
        .contains(&self)
    }
}

/// A response with its complete body.
#[derive(Clone, Debug)]
pub(super) struct WireResponse {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// A response and what is read from it.
#[derive(Clone, Debug)]
pub(super) struct ResponseFacts {
    pub(super) given: WireResponse,
    pub(super) json: Option<Value>,
    /// The row; `None` for a success.
    pub(super) row: Option<Row>,
}

impl ResponseFacts {
    /// Reads a response.
    pub(super) fn read(given: WireResponse) -> Self {
        let json: Option<Value> = serde_json::from_slice(&given.body).ok();
        let code = json.as_ref().and_then(|json| json.get("code")?.as_u64());
        let row = code.filter(|_| given.status >= 400);
        Self {
            row: row.map(|code| Row::new(code, given.status)),
            json,
            given,
        }
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
    pub(super) fn repeated_reference(&self) -> Option<&str> {
        let message = self.json.as_ref()?.get("message")?.as_str()?;
        let (_, rest) = message.split_once('\'')?;
        Some(rest.rsplit_once('\'')?.0)
    }

    /// Returns the value of a header as text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.given.headers.get(name)?.to_str().ok()
    }
}
