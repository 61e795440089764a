//! A refused request: the row, and what the error model contains besides code and message.

use serde_json::{Map, Value, json};

use super::api_error::DocumentedError;
use super::fault;
use super::model::ModelErrors;
use super::reply::DeliveryFault;
use super::variant;

/// The reason why a request is refused.
///
/// `errors` and `retry_after` each belong to one row only, so each has a variant of its own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Refusal {
    /// A row with an unchanged message.
    Plain(DocumentedError),
    /// A row whose message repeats an entry of a list.
    WithReference(DocumentedError, ListEntry),
    /// A model that is invalid, with all its invalid keys.
    InvalidModel(ModelErrors),
    /// Too many requests, with the milliseconds until the next one is granted.
    RateLimited { retry_after: u64 },
    /// A response that is not the API's own, which only a fault sends.
    NonApi(NonApiResponse),
}

/// An entry of a list, as the client sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ListEntry {
    pub(crate) reference: String,
    /// The first entry of the same list.
    pub(crate) first: String,
}

impl ListEntry {
    /// Creates an entry from a reference that is not in a list but is refused like an entry.
    pub(crate) fn from_single_reference(reference: &str) -> Self {
        Self {
            reference: reference.to_owned(),
            first: reference.to_owned(),
        }
    }
}

/// A response that is not of this API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NonApiResponse {
    /// The row that the API would return.
    pub(crate) instead_of: DocumentedError,
    pub(crate) status: u16,
    pub(crate) location: Option<&'static str>,
    pub(crate) content_type: Option<&'static str>,
    pub(crate) body: String,
    pub(crate) delivery_fault: Option<DeliveryFault>,
}

impl NonApiResponse {
    /// Creates a response without a body.
    pub(crate) fn without_body(instead_of: DocumentedError, status: u16) -> Self {
        Self {
            instead_of,
            status,
            location: None,
            content_type: None,
            body: String::new(),
            delivery_fault: None,
        }
    }

    /// Returns the response with a body.
    pub(crate) fn with_body(self, content_type: &'static str, body: impl Into<String>) -> Self {
        Self {
            content_type: Some(content_type),
            body: body.into(),
            ..self
        }
    }
}

/// The body of an error response, and the headers that go with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ErrorBodyAndHeaders {
    pub(crate) body: Map<String, Value>,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Refusal {
    pub(crate) fn documented_error(&self) -> DocumentedError {
        match self {
            Self::Plain(row) | Self::WithReference(row, _) => *row,
            Self::InvalidModel(_) => DocumentedError::ModelInvalid,
            Self::RateLimited { .. } => DocumentedError::TooManyRequests,
            Self::NonApi(foreign) => foreign.instead_of,
        }
    }

    /// Returns the entry that the message repeats; most rows have none.
    fn entry(&self) -> Option<&ListEntry> {
        match self {
            Self::WithReference(_, entry) => Some(entry),
            Self::Plain(_) | Self::InvalidModel(_) | Self::RateLimited { .. } | Self::NonApi(_) => {
                None
            }
        }
    }

    /// Returns the reference that the message repeats, as it was sent; empty for most rows.
    pub(crate) fn reference(&self) -> &str {
        self.entry().map_or("", |entry| &entry.reference)
    }

    /// Returns the refusal to send: this one, unless a fault replaces its row.
    pub(crate) fn apply_row_fault(&self) -> Self {
        let row = self.documented_error();
        if fault::strikes(fault::FaultKind::Neighbour(row)) {
            match self.entry() {
                Some(entry) => Self::WithReference(row.similar_error(), entry.clone()),
                None => row.similar_error().into(),
            }
        } else {
            self.clone()
        }
    }

    pub(crate) fn body_json(&self) -> Value {
        self.to_payload().body.into()
    }

    pub(crate) fn to_payload(&self) -> ErrorBodyAndHeaders {
        let row = self.documented_error();
        let first = self.entry().map_or("", |entry| &entry.first);
        let message = variant::message(row, || fault::message(row, self.reference(), first));
        let mut told = ErrorBodyAndHeaders::default();
        told.body.insert("message".into(), message.into());
        told.body.insert("code".into(), row.code().into());
        match self {
            Self::Plain(_) | Self::WithReference(..) | Self::NonApi(_) => {}
            Self::InvalidModel(errors) => fault::spoilt_errors(&mut told.body, json!(errors)),
            Self::RateLimited { retry_after } => {
                let header = fault::retry_after(&mut told.body, *retry_after);
                let header = header.map(|seconds| ("retry-after", seconds.to_string()));
                told.headers.extend(header);
            }
        }
        fault::keys(row, &mut told.body);
        let leaked = fault::leak(row, &mut told.body);
        told.headers.extend(leaked.map(|text| ("x-debug", text)));
        told
    }
}

impl From<DocumentedError> for Refusal {
    fn from(row: DocumentedError) -> Self {
        Self::Plain(row)
    }
}

impl From<ModelErrors> for Refusal {
    fn from(errors: ModelErrors) -> Self {
        Self::InvalidModel(errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_with_a_place_for_a_reference_repeats_it_as_it_was_sent() {
        let entry = ListEntry {
            reference: "ABC-def".into(),
            first: "abcde".into(),
        };
        let refusal = Refusal::WithReference(DocumentedError::MemberRefNotFound, entry);
        assert_eq!(
            refusal.body_json(),
            json!({"message": "Member 'ABC-def' not found.", "code": 20003})
        );
    }

    #[test]
    fn a_rate_limit_says_when_to_retry() {
        let refusal = Refusal::RateLimited { retry_after: 19 };
        assert_eq!(
            refusal.body_json(),
            json!({"message": "429: too many requests", "retry_after": 19, "code": 0})
        );
        assert_eq!(refusal.documented_error().status(), 429);
    }
}
