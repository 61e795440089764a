//! What is wrong with a model: the content of `errors`.

use std::collections::BTreeMap;

use serde::Serialize;

/// One error object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Fault {
    message: String,
    #[serde(flatten)]
    lengths: Option<Lengths>,
}

/// Limit and actual length, which only a value that is too long has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
struct Lengths {
    max_length: usize,
    actual_length: usize,
}

impl Fault {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            lengths: None,
        }
    }

    pub(crate) fn invalid(key: &str) -> Self {
        Self::new(format!("Field {key} is invalid."))
    }

    pub(crate) fn too_long(key: &str, max_length: usize, actual_length: usize) -> Self {
        Self {
            message: format!("Field {key} is too long."),
            lengths: Some(Lengths {
                max_length,
                actual_length,
            }),
        }
    }
}

/// All keys at fault, each with its error objects in the order in which they were found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Faults(BTreeMap<String, Vec<Fault>>);

impl Faults {
    pub(crate) fn one(key: &str, fault: Fault) -> Self {
        let mut faults = Self::default();
        faults.add(key, fault);
        faults
    }

    pub(crate) fn add(&mut self, key: &str, fault: Fault) {
        self.0.entry(key.to_owned()).or_default().push(fault);
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
    fn a_key_with_two_faults_lists_both_and_only_the_too_long_one_has_lengths() {
        let mut faults = Faults::one("banner", Fault::too_long("banner", 256, 300));
        faults.add("banner", Fault::invalid("banner"));
        assert_eq!(
            serde_json::to_value(faults).unwrap(),
            json!({"banner": [
                {"message": "Field banner is too long.", "max_length": 256, "actual_length": 300},
                {"message": "Field banner is invalid."},
            ]})
        );
    }
}
