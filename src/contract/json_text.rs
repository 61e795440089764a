//! Places in JSON text: where the value of a JSON pointer stands in a file.

use std::ops::Range;

use serde::de::{DeserializeOwned, IgnoredAny};

use super::JsonPointer;

/// Finds the bytes of the key, or of the first line of the list item, that a pointer names.
///
/// Returns `None` for the whole document, and if the text is not JSON or has no such value.
pub(super) fn find_key_or_item_span(text: &str, pointer: &JsonPointer) -> Option<Range<usize>> {
    let mut cursor = JsonCursor { text, position: 0 };
    let mut span = None;
    for token in pointer.reference_tokens() {
        span = Some(cursor.enter_child(&token)?);
    }
    span
}

/// A position in JSON text.
#[derive(Clone, Copy, Debug)]
struct JsonCursor<'t> {
    text: &'t str,
    position: usize,
}

impl JsonCursor<'_> {
    /// Moves to the value of a key, or to an item, of the value at this position. Returns the bytes of the key or the item.
    fn enter_child(&mut self, token: &str) -> Option<Range<usize>> {
        let is_object = match self.skip_blanks_and_peek()? {
            '{' => true,
            '[' => false,
            _ => return None,
        };
        self.position += 1;
        for index in 0_usize.. {
            let (name, span) = if is_object {
                let (key, span) = self.parse_next_value::<String>()?;
                self.consume_punctuation(':')?;
                (key, span)
            } else {
                (index.to_string(), self.find_first_line_span()?)
            };
            if name == token {
                return Some(span);
            }
            self.parse_next_value::<IgnoredAny>()?;
            self.consume_punctuation(',')?;
        }
        None
    }

    /// Moves to the next character that is not blank, and returns it.
    fn skip_blanks_and_peek(&mut self) -> Option<char> {
        let rest = self.text.get(self.position..)?;
        let trimmed = rest.trim_start();
        self.position += rest.len() - trimmed.len();
        trimmed.chars().next()
    }

    fn consume_punctuation(&mut self, mark: char) -> Option<()> {
        self.skip_blanks_and_peek().filter(|found| *found == mark)?;
        self.position += mark.len_utf8();
        Some(())
    }

    fn parse_next_value<T: DeserializeOwned>(&mut self) -> Option<(T, Range<usize>)> {
        self.skip_blanks_and_peek()?;
        let rest = self.text.get(self.position..)?;
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<T>();
        let value = values.next()?.ok()?;
        let span = self.position..self.position + values.byte_offset();
        self.position = span.end;
        Some((value, span))
    }

    fn find_first_line_span(self) -> Option<Range<usize>> {
        let mut cursor = self;
        let (IgnoredAny, span) = cursor.parse_next_value::<IgnoredAny>()?;
        let line = self.text.get(span.clone())?.lines().next()?;
        Some(span.start..span.start + line.len())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::find_key_or_item_span;
    use crate::contract::JsonPointer;

    const TEXT: &str = r#"{
  "a/b": { "c": 1, "d" : [10, "x,]\"", {
    "e": null } ] },
  "f": -2.5e3
}"#;

    #[rstest]
    #[case::key_with_a_slash("/a~1b", Some(r#""a/b""#))]
    #[case::key_behind_another("/a~1b/d", Some(r#""d""#))]
    #[case::number_in_a_list("/a~1b/d/0", Some("10"))]
    #[case::text_with_marks_in_it("/a~1b/d/1", Some(r#""x,]\"""#))]
    #[case::item_of_two_lines("/a~1b/d/2", Some("{"))]
    #[case::key_in_an_item("/a~1b/d/2/e", Some(r#""e""#))]
    #[case::key_behind_an_object("/f", Some(r#""f""#))]
    #[case::whole_document("", None)]
    #[case::no_such_key("/g", None)]
    #[case::no_such_item("/a~1b/d/3", None)]
    #[case::key_of_a_number("/f/g", None)]
    fn a_pointer_leads_to_its_key_or_item(#[case] pointer: &str, #[case] found: Option<&str>) {
        let pointer = JsonPointer::try_from(pointer.to_owned()).unwrap();
        assert_eq!(
            find_key_or_item_span(TEXT, &pointer).map(|span| &TEXT[span]),
            found
        );
    }

    #[rstest]
    #[case::empty("")]
    #[case::cut_off(r#"{"a": [1"#)]
    #[case::without_colon(r#"{"a" 1, "b": 2}"#)]
    fn a_text_that_is_not_json_has_no_places(#[case] text: &str) {
        let pointer = JsonPointer::try_from("/b".to_owned()).unwrap();
        assert_eq!(find_key_or_item_span(text, &pointer), None);
    }
}
