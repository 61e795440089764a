//! A refused request: the row, and what the error model contains besides code and message.

use serde_json::{Map, Value, json};

use super::api_error::DocumentedError;
use super::model::{FieldErrorObject, ModelErrors};
use super::seams::EchoedInput;

/// The reason why a request is refused.
///
/// `errors` and `retry_after` each belong to one row only, so each has a case of its own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Refusal {
    /// A row with an unchanged message.
    Plain(DocumentedError),
    /// A row whose message repeats a reference as the client sent it.
    WithReference(DocumentedError, String),
    /// A model that is invalid, with all its invalid keys.
    InvalidModel(ModelErrors),
    /// Too many requests, with the milliseconds until the next one is granted.
    RateLimited { retry_after: u64 },
}

impl Refusal {
    /// Creates the refusal by a row, which repeats this input where the row repeats anything.
    pub(crate) fn from_row(row: DocumentedError, input: EchoedInput<'_>) -> Self {
        if row == DocumentedError::ModelInvalid {
            let error = FieldErrorObject::for_invalid_field(input.key);
            Self::InvalidModel(ModelErrors::from_single(input.key, error))
        } else if row.message_includes_reference() {
            Self::WithReference(row, input.reference.to_owned())
        } else {
            Self::Plain(row)
        }
    }

    pub(crate) fn documented_error(&self) -> DocumentedError {
        match self {
            Self::Plain(row) | Self::WithReference(row, _) => *row,
            Self::InvalidModel(_) => DocumentedError::ModelInvalid,
            Self::RateLimited { .. } => DocumentedError::TooManyRequests,
        }
    }

    /// Returns the body of the error response.
    pub(crate) fn body_json(&self) -> Value {
        let row = self.documented_error();
        let reference = match self {
            Self::WithReference(_, reference) => reference,
            Self::Plain(_) | Self::InvalidModel(_) | Self::RateLimited { .. } => "",
        };
        let mut body = Map::new();
        body.insert("message".into(), row.message(reference).into());
        body.insert("code".into(), row.code().into());
        match self {
            Self::Plain(_) | Self::WithReference(..) => {}
            Self::InvalidModel(errors) => {
                body.insert("errors".into(), json!(errors));
            }
            Self::RateLimited { retry_after } => {
                body.insert("retry_after".into(), (*retry_after).into());
            }
        }
        body.into()
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
        let refusal = Refusal::WithReference(DocumentedError::MemberRefNotFound, "ABC-def".into());
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
