//! Meanings of rows as patterns of messages: a placeholder is filled in, or matches any text.

use std::collections::BTreeMap;
use std::fmt;

/// The pattern that the message of a row with this meaning matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MessagePattern(Vec<PatternPiece>);

impl MessagePattern {
    /// Parses a meaning and fills in the placeholders that have a value in `fill`.
    pub(crate) fn from_meaning(meaning: &str, fill: &BTreeMap<String, String>) -> Self {
        Self(split_meaning(meaning, fill))
    }

    /// Reports whether a message matches; a placeholder that is not filled in matches any text, even none.
    pub(crate) fn matches_message(&self, message: &str) -> bool {
        matches_pieces(message, &self.0)
    }
}

impl fmt::Display for MessagePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|piece| f.write_str(piece.as_str()))
    }
}

/// A piece of a pattern: a literal text or a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
enum PatternPiece {
    /// A literal text.
    Text(String),
    /// A placeholder that is not filled in, with its braces; it matches any text, even none.
    Placeholder(String),
}

impl PatternPiece {
    fn as_str(&self) -> &str {
        match self {
            Self::Text(text) | Self::Placeholder(text) => text,
        }
    }
}

/// Splits a meaning at its placeholders, and fills in those that have a value in `fill`.
fn split_meaning(meaning: &str, fill: &BTreeMap<String, String>) -> Vec<PatternPiece> {
    let mut pieces = Vec::new();
    let mut parts = meaning.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let Some((name, after)) = split_placeholder(part) else {
            text.push('{');
            text.push_str(part);
            continue;
        };
        match fill.get(name) {
            Some(value) => text.push_str(value),
            None => {
                pieces.push(PatternPiece::Text(std::mem::take(&mut text)));
                pieces.push(PatternPiece::Placeholder(format!("{{{name}}}")));
            }
        }
        text.push_str(after);
    }
    pieces.push(PatternPiece::Text(text));
    pieces
}

/// Splits the text behind an opening brace into the name of a placeholder and the rest; returns `None` if there is no placeholder.
fn split_placeholder(behind_brace: &str) -> Option<(&str, &str)> {
    let (name, after) = behind_brace.split_once('}')?;
    let in_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    (!name.is_empty() && name.chars().all(in_name)).then_some((name, after))
}

/// Reports whether a message consists of these pieces. Texts and placeholders alternate, and a text comes first and last.
fn matches_pieces(message: &str, pieces: &[PatternPiece]) -> bool {
    let texts: Vec<&str> = pieces
        .iter()
        .filter_map(|piece| match piece {
            PatternPiece::Text(text) => Some(text.as_str()),
            PatternPiece::Placeholder(_) => None,
        })
        .collect();
    match texts.as_slice() {
        [] => message.is_empty(),
        [only] => message == *only,
        [first, middle @ .., last] => message
            .strip_prefix(first)
            .and_then(|rest| rest.strip_suffix(last))
            .is_some_and(|between| contains_texts_in_order(between, middle)),
    }
}

/// Reports whether `between` contains each of `texts`, in this order and apart from each other.
fn contains_texts_in_order(between: &str, texts: &[&str]) -> bool {
    let mut rest = between;
    // The earliest match leaves the most text for those that follow.
    texts.iter().all(|text| match rest.split_once(text) {
        Some((_, behind)) => {
            rest = behind;
            true
        }
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::no_placeholder("a b", &[PatternPiece::Text("a b".to_owned())])]
    #[case::json_in_a_text("a {\"b\"} {", &[PatternPiece::Text("a {\"b\"} {".to_owned())])]
    #[case::no_name("a {} b", &[PatternPiece::Text("a {} b".to_owned())])]
    #[case::in_a_brace("{a{b_1}", &[PatternPiece::Text("{a".to_owned()), PatternPiece::Placeholder("{b_1}".to_owned()), PatternPiece::Text(String::new())])]
    #[case::one("a '{b}' c", &[PatternPiece::Text("a '".to_owned()), PatternPiece::Placeholder("{b}".to_owned()), PatternPiece::Text("' c".to_owned())])]
    fn a_meaning_is_split_at_its_placeholders(
        #[case] meaning: &str,
        #[case] expected: &[PatternPiece],
    ) {
        assert_eq!(split_meaning(meaning, &BTreeMap::new()), expected);
    }

    #[rstest]
    #[case::both("x1y2z", true)]
    #[case::the_middle_text_inside_the_first("xyy2z", true)]
    #[case::second_empty("x1yz", true)]
    #[case::both_empty("xyz", true)]
    #[case::their_own_names("x{a}y{b}z", true)]
    #[case::no_middle("x12z", false)]
    #[case::the_middle_text_at_the_end("x12zy", false)]
    #[case::the_first_text_missing("1y2z", false)]
    #[case::wide_letters("xéy–z", true)]
    fn several_open_placeholders_each_take_any_text(#[case] message: &str, #[case] passes: bool) {
        assert_eq!(
            matches_pieces(message, &split_meaning("x{a}y{b}z", &BTreeMap::new())),
            passes
        );
    }
}
