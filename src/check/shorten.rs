//! Values shortened to a size that a report can show.

use serde_json::Value;

use crate::exchange::excerpt::excerpt_text;

/// The most characters of a text that a violation keeps.
const MAX_TEXT_CHARS: usize = 200;

/// Shortens a text to the length that a violation keeps.
pub(super) fn shorten_text(text: &str) -> String {
    excerpt_text(text, MAX_TEXT_CHARS)
}

/// Shortens the long texts in a value. A value that is still large becomes the beginning of its JSON text.
pub(super) fn shorten_value(value: Value) -> Value {
    let cut = match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => return value,
        Value::String(text) => return Value::String(shorten_text(&text)),
        Value::Array(items) => Value::Array(items.into_iter().map(shorten_value).collect()),
        Value::Object(map) => Value::Object(
            map.into_iter()
                .map(|(key, value)| (key, shorten_value(value)))
                .collect(),
        ),
    };
    let text = cut.to_string();
    if text.chars().count() > 4 * MAX_TEXT_CHARS {
        Value::String(shorten_text(&text))
    } else {
        cut
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::{shorten_text, shorten_value};

    /// Returns a text of this many characters that does not repeat a single one.
    fn text(length: usize) -> String {
        "aé".chars().cycle().take(length).collect()
    }

    #[test]
    fn a_short_value_stays_as_it_is() {
        let value = json!({"code": 20002, "message": "Member not found."});
        assert_eq!(shorten_value(value.clone()), value);
        assert_eq!(shorten_text(&text(200)), text(200));
    }

    #[test]
    fn a_long_text_keeps_its_beginning_and_counts_the_rest() {
        let cut = format!("{}… (1 more characters)", text(200));
        assert_eq!(shorten_text(&text(201)), cut);
        assert_eq!(shorten_value(json!([text(201)])), json!([cut]));
    }

    #[test]
    fn a_large_object_becomes_the_beginning_of_its_text() {
        let value: Value = (0..500).collect::<Vec<_>>().into();
        let Value::String(text) = shorten_value(value) else {
            panic!("a large value stays a value");
        };
        assert!(text.starts_with("[0,1,2,"));
    }

    #[rstest]
    #[case::just_small_enough(199, None)]
    #[case::one_too_many(200, Some("… (601 more characters)"))]
    fn a_list_is_small_up_to_800_characters(#[case] last: usize, #[case] end: Option<&str>) {
        // Quotes, commas and brackets add 13 characters to the four texts.
        let texts = [196, 196, 196, last].map(text);
        match (shorten_value(json!(texts)), end) {
            (Value::String(cut), Some(end)) => assert!(cut.ends_with(end), "{cut}"),
            (whole, _) => assert_eq!((whole, end), (json!(texts), None)),
        }
    }
}
