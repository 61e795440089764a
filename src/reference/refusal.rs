//! A refused request: the row, and what the error model contains besides code and message.

use serde_json::{Map, Value, json};

use super::fault;
use super::model::Errors;
use super::reply::Manner;
use super::rows::Row;
use super::variant;

/// The reason why a request is refused.
///
/// `errors` and `retry_after` each belong to one row only, so each has a variant of its own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Refusal {
    /// A row with an unchanged message.
    Row(Row),
    /// A row whose message repeats an entry of a list.
    Named(Row, Entry),
    /// A model that is invalid, with all its invalid keys.
    Model(Errors),
    /// Too many requests, with the milliseconds until the next one is granted.
    RateLimited { retry_after: u64 },
    /// A response that is not the API's own, which only a fault sends.
    Foreign(Foreign),
}

/// An entry of a list, as the client sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) reference: String,
    /// The first entry of the same list.
    pub(crate) first: String,
}

impl Entry {
    /// Creates an entry from a reference that is not in a list but is refused like an entry.
    pub(crate) fn alone(reference: &str) -> Self {
        Self {
            reference: reference.to_owned(),
            first: reference.to_owned(),
        }
    }
}

/// A response that is not of this API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Foreign {
    /// The row that the API would return.
    pub(crate) instead_of: Row,
    pub(crate) status: u16,
    pub(crate) location: Option<&'static str>,
    pub(crate) content_type: Option<&'static str>,
    pub(crate) body: String,
    pub(crate) manner: Option<Manner>,
}

impl Foreign {
    /// Creates a response without a body.
    pub(crate) fn bare(instead_of: Row, status: u16) -> Self {
        Self {
            instead_of,
            status,
            location: None,
            content_type: None,
            body: String::new(),
            manner: None,
        }
    }

    /// Returns the response with a body.
    pub(crate) fn saying(self, content_type: &'static str, body: impl Into<String>) -> Self {
        Self {
            content_type: Some(content_type),
            body: body.into(),
            ..self
        }
    }
}

/// A body, and the headers that go with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Told {
    pub(crate) body: Map<String, Value>,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Refusal {
    pub(crate) fn row(&self) -> Row {
        match self {
            Self::Row(row) | Self::Named(row, _) => *row,
            Self::Model(_) => Row::ModelInvalid,
            Self::RateLimited { .. } => Row::TooManyRequests,
            Self::Foreign(foreign) => foreign.instead_of,
        }
    }

    /// Returns the entry that the message repeats; most rows have none.
    fn entry(&self) -> Option<&Entry> {
        match self {
            Self::Named(_, entry) => Some(entry),
            Self::Row(_) | Self::Model(_) | Self::RateLimited { .. } | Self::Foreign(_) => None,
        }
    }

    /// Returns the reference that the message repeats, as it was sent; empty for most rows.
    pub(crate) fn reference(&self) -> &str {
        self.entry().map_or("", |entry| &entry.reference)
    }

    /// Returns the refusal to send: this one, unless a fault replaces its row.
    pub(crate) fn mistaken(&self) -> Self {
        let row = self.row();
        if fault::strikes(fault::Breach::Neighbour(row)) {
            match self.entry() {
                Some(entry) => Self::Named(row.neighbour(), entry.clone()),
                None => row.neighbour().into(),
            }
        } else {
            self.clone()
        }
    }

    pub(crate) fn body(&self) -> Value {
        self.told().body.into()
    }

    pub(crate) fn told(&self) -> Told {
        let row = self.row();
        let first = self.entry().map_or("", |entry| &entry.first);
        let message = variant::message(row, || fault::message(row, self.reference(), first));
        let mut told = Told::default();
        told.body.insert("message".into(), message.into());
        told.body.insert("code".into(), row.code().into());
        match self {
            Self::Row(_) | Self::Named(..) | Self::Foreign(_) => {}
            Self::Model(errors) => fault::spoilt_errors(&mut told.body, json!(errors)),
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

impl From<Row> for Refusal {
    fn from(row: Row) -> Self {
        Self::Row(row)
    }
}

impl From<Errors> for Refusal {
    fn from(errors: Errors) -> Self {
        Self::Model(errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_with_a_place_for_a_reference_repeats_it_as_it_was_sent() {
        let entry = Entry {
            reference: "ABC-def".into(),
            first: "abcde".into(),
        };
        let refusal = Refusal::Named(Row::MemberRefNotFound, entry);
        assert_eq!(
            refusal.body(),
            json!({"message": "Member 'ABC-def' not found.", "code": 20003})
        );
    }

    #[test]
    fn a_rate_limit_says_when_to_retry() {
        let refusal = Refusal::RateLimited { retry_after: 19 };
        assert_eq!(
            refusal.body(),
            json!({"message": "429: too many requests", "retry_after": 19, "code": 0})
        );
        assert_eq!(refusal.row().status(), 429);
    }
}
