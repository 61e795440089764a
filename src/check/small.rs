//! Values cut to a size that a report can show.

use serde_json::Value;

/// How many characters of a text a violation keeps.
const LONGEST: usize = 200;

/// The beginning of a text; where it is cut, the length of the whole follows.
pub(super) fn excerpt(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}… ({} characters)", &text[..end], text.chars().count()),
    }
}

/// The value itself where it is small; long texts in it cut, and what is long as a whole cut as text.
pub(super) fn small(value: Value) -> Value {
    let cut = match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => return value,
        Value::String(text) => return Value::String(excerpt(&text)),
        Value::Array(items) => Value::Array(items.into_iter().map(small).collect()),
        Value::Object(map) => Value::Object(
            map.into_iter()
                .map(|(key, value)| (key, small(value)))
                .collect(),
        ),
    };
    let text = cut.to_string();
    if text.chars().count() > 4 * LONGEST {
        Value::String(excerpt(&text))
    } else {
        cut
    }
}

/// One part of a JSON pointer, escaped.
pub(super) fn pointer_part(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_short_stays_as_it_is() {
        let value = json!({"code": 20002, "message": "Member not found."});
        assert_eq!(small(value.clone()), value);
        assert_eq!(excerpt(&"é".repeat(200)), "é".repeat(200));
    }

    #[test]
    fn a_long_text_keeps_its_beginning_and_says_how_long_it_was() {
        let long = "é".repeat(201);
        let cut = format!("{}… (201 characters)", "é".repeat(200));
        assert_eq!(excerpt(&long), cut);
        assert_eq!(small(json!([long])), json!([cut]));
    }

    #[test]
    fn a_large_object_becomes_the_beginning_of_its_text() {
        let value: Value = (0..500).collect::<Vec<_>>().into();
        let Value::String(text) = small(value) else {
            panic!("a large value stays a value");
        };
        assert!(text.starts_with("[0,1,2,"));
    }

    #[rstest]
    #[case::just_small_enough(199, None)]
    #[case::one_too_many(200, Some("… (801 characters)"))]
    fn a_list_is_small_up_to_800_characters(#[case] last: usize, #[case] end: Option<&str>) {
        // Quotes, commas and brackets add 13 characters to the four texts.
        let texts = [196, 196, 196, last].map(|length| "a".repeat(length));
        match (small(json!(texts)), end) {
            (Value::String(cut), Some(end)) => assert!(cut.ends_with(end), "{cut}"),
            (whole, _) => assert_eq!((whole, end), (json!(texts), None)),
        }
    }

    #[test]
    fn a_pointer_escapes_what_would_end_a_part() {
        assert_eq!(pointer_part("a/b~c"), "a~1b~0c");
    }
}
