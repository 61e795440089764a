//! The errors of an invalid model: the content of `errors`.

use std::collections::BTreeMap;

use serde::Serialize;

/// An error object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct FieldErrorObject {
    message: String,
    #[serde(flatten)]
    lengths: Option<ExceededLength>,
}

/// The limit and the actual length of a value that is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
struct ExceededLength {
    max_length: usize,
    actual_length: usize,
}

impl FieldErrorObject {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            lengths: None,
        }
    }

    pub(crate) fn for_invalid_field(key: &str) -> Self {
        Self::new(format!("Field {key} is invalid."))
    }

    pub(crate) fn for_too_long_field(key: &str, max_length: usize, actual_length: usize) -> Self {
        Self {
            message: format!("Field {key} is too long."),
            lengths: Some(ExceededLength {
                max_length,
                actual_length,
            }),
        }
    }
}

/// All invalid keys, each with its error objects in the order in which they were found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct ModelErrors(BTreeMap<String, Vec<FieldErrorObject>>);

impl ModelErrors {
    pub(crate) fn from_single(key: &str, error: FieldErrorObject) -> Self {
        let mut errors = Self::default();
        errors.add(key, error);
        errors
    }

    pub(crate) fn add(&mut self, key: &str, error: FieldErrorObject) {
        self.0.entry(key.to_owned()).or_default().push(error);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_key_with_two_errors_lists_both_and_only_the_too_long_one_has_lengths() {
        let mut errors = ModelErrors::from_single(
            "banner",
            FieldErrorObject::for_too_long_field("banner", 256, 300),
        );
        errors.add("banner", FieldErrorObject::for_invalid_field("banner"));
        assert_eq!(
            serde_json::to_value(errors).unwrap(),
            json!({"banner": [
                {"message": "Field banner is too long.", "max_length": 256, "actual_length": 300},
                {"message": "Field banner is invalid."},
            ]})
        );
    }
}
