//! Values that may be missing, as results hold them: a missing value has no key, so that `null` stays a value.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Deserializes a value that is present. Without this, `null` would be read as a missing value.
pub(super) fn deserialize_present_value<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use crate::check::ReceivedErrorText;

    #[rstest]
    #[case::missing(json!({}), None)]
    #[case::null(json!({"text": null}), Some(json!(null)))]
    #[case::a_text(json!({"text": "a"}), Some(json!("a")))]
    fn null_and_a_missing_value_are_kept_apart(#[case] kept: Value, #[case] text: Option<Value>) {
        let found = ReceivedErrorText { text };
        assert_eq!(serde_json::to_value(&found).unwrap(), kept);
        assert_eq!(
            serde_json::from_value::<ReceivedErrorText>(kept).unwrap(),
            found
        );
    }
}
