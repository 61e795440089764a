//! Meanings of rows as patterns of messages: a placeholder is filled in, or matches any text.

use std::collections::BTreeMap;
use std::fmt;

/// The pattern that the message of a row with this meaning matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meaning(Vec<Piece>);

impl Meaning {
    /// Parses a meaning and fills in the placeholders that have a value in `fill`.
    pub(crate) fn of(meaning: &str, fill: &BTreeMap<String, String>) -> Self {
        Self(pieces(meaning, fill))
    }

    /// Reports whether a message matches; a placeholder that is not filled in matches any text except its own name.
    pub(crate) fn fits(&self, message: &str) -> bool {
        fits(message, &self.0)
    }
}

impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|piece| f.write_str(piece.shown()))
    }
}

/// A piece of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// A literal text.
    Text(String),
    /// A placeholder that is not filled in, with its braces; it matches any text except its own name.
    Open(String),
}

impl Piece {
    fn shown(&self) -> &str {
        match self {
            Self::Text(text) | Self::Open(text) => text,
        }
    }
}

/// Splits a meaning at its placeholders, and fills in those that have a value in `fill`.
fn pieces(meaning: &str, fill: &BTreeMap<String, String>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut parts = meaning.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let Some((name, after)) = placeholder(part) else {
            text.push('{');
            text.push_str(part);
            continue;
        };
        match fill.get(name) {
            Some(value) => text.push_str(value),
            None => {
                pieces.push(Piece::Text(std::mem::take(&mut text)));
                pieces.push(Piece::Open(format!("{{{name}}}")));
            }
        }
        text.push_str(after);
    }
    pieces.push(Piece::Text(text));
    pieces
}

/// Splits the text behind an opening brace into the name of a placeholder and the rest; returns `None` if there is no placeholder.
fn placeholder(behind_brace: &str) -> Option<(&str, &str)> {
    let (name, after) = behind_brace.split_once('}')?;
    let in_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    (!name.is_empty() && name.chars().all(in_name)).then_some((name, after))
}

/// Reports whether a message consists of these pieces. Texts and placeholders alternate, and a text comes first and last.
fn fits(message: &str, pieces: &[Piece]) -> bool {
    let unfilled = |piece: &Piece| matches!(piece, Piece::Open(name) if message.contains(name));
    if pieces.iter().any(unfilled) {
        return false;
    }
    let texts: Vec<&str> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            Piece::Open(_) => None,
        })
        .collect();
    match texts.as_slice() {
        [] => message.is_empty(),
        [only] => message == *only,
        [first, middle @ .., last] => message
            .strip_prefix(first)
            .and_then(|rest| rest.strip_suffix(last))
            .is_some_and(|between| fits_between(between, middle)),
    }
}

/// Reports whether `between` consists of some text, followed by each of `texts` with some text behind it.
fn fits_between(between: &str, texts: &[&str]) -> bool {
    let mut rest = between;
    for text in texts {
        let Some(first) = rest.chars().next() else {
            return false;
        };
        // The earliest match leaves the most text for the pieces that follow.
        let Some(start) = rest[first.len_utf8()..].find(text) else {
            return false;
        };
        rest = &rest[first.len_utf8() + start + text.len()..];
    }
    !rest.is_empty()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::no_placeholder("a b", &[Piece::Text("a b".to_owned())])]
    #[case::json_in_a_text("a {\"b\"} {", &[Piece::Text("a {\"b\"} {".to_owned())])]
    #[case::no_name("a {} b", &[Piece::Text("a {} b".to_owned())])]
    #[case::in_a_brace("{a{b_1}", &[Piece::Text("{a".to_owned()), Piece::Open("{b_1}".to_owned()), Piece::Text(String::new())])]
    #[case::one("a '{b}' c", &[Piece::Text("a '".to_owned()), Piece::Open("{b}".to_owned()), Piece::Text("' c".to_owned())])]
    fn a_meaning_is_split_at_its_placeholders(#[case] meaning: &str, #[case] expected: &[Piece]) {
        assert_eq!(pieces(meaning, &BTreeMap::new()), expected);
    }

    #[rstest]
    #[case::both("x1y2z", true)]
    #[case::the_middle_text_inside_the_first("xyy2z", true)]
    #[case::second_empty("x1yz", false)]
    #[case::first_empty("xy2z", false)]
    #[case::no_middle("x12z", false)]
    #[case::second_empty_behind_a_long_first("x12yz", false)]
    #[case::wide_letters("xéy–z", true)]
    #[case::a_wide_letter_and_nothing("xéyz", false)]
    fn several_open_placeholders_each_take_some_text(#[case] message: &str, #[case] passes: bool) {
        assert_eq!(
            fits(message, &pieces("x{a}y{b}z", &BTreeMap::new())),
            passes
        );
    }
}
