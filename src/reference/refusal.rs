//! A refused request: the row, and what the error model holds beside code and message.

use serde_json::{Map, Value, json};

use super::fault::{Breach, strikes};
use super::model::Errors;
use super::rows::Row;

/// Why a request is refused.
///
/// `errors` and `retry_after` each belong to one row only, so each has a variant of its own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Refusal {
    /// A row whose message stands as it is.
    Row(Row),
    /// A row that repeats the reference as the client sent it.
    Named(Row, String),
    /// A model that did not parse, with every key at fault.
    Model(Errors),
    /// Too many requests; milliseconds until the next one is let in.
    RateLimited { retry_after: u64 },
}

impl Refusal {
    pub(crate) fn row(&self) -> Row {
        match self {
            Self::Row(row) | Self::Named(row, _) => *row,
            Self::Model(_) => Row::ModelInvalid,
            Self::RateLimited { .. } => Row::TooManyRequests,
        }
    }

    pub(crate) fn status(&self) -> u16 {
        let row = self.row();
        if strikes(Breach::Status(row)) {
            return row.other_status();
        }
        row.status()
    }

    fn code(&self) -> u32 {
        let row = self.row();
        if strikes(Breach::Code(row)) {
            return row.code() + 70;
        }
        row.code()
    }

    pub(crate) fn body(&self) -> Value {
        let row = self.row();
        let reference = match self {
            Self::Named(_, reference) => reference.as_str(),
            Self::Row(_) | Self::Model(_) | Self::RateLimited { .. } => "",
        };
        let mut body = Map::new();
        body.insert("message".into(), row.message(reference).into());
        body.insert("code".into(), self.code().into());
        match self {
            Self::Row(_) | Self::Named(..) => {}
            Self::Model(errors) => {
                body.insert("errors".into(), json!(errors));
            }
            Self::RateLimited { retry_after } => {
                body.insert("retry_after".into(), (*retry_after).into());
            }
        }
        Value::Object(body)
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
        let refusal = Refusal::Named(Row::MemberRefNotFound, "ABC-def".into());
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
