//! Excerpts of long texts for readers.

use super::Response;

/// Shortens a text to at most `most` characters, and appends the number of omitted characters. Long runs of one character are collapsed first.
pub(crate) fn excerpt_text(text: &str, most: usize) -> String {
    let text = collapse_repeated_chars(text);
    let length = text.chars().count();
    if length <= most {
        return text;
    }
    let head: String = text.chars().take(most).collect();
    format!("{head}… ({} more characters)", length - most)
}

/// Shortens the printed body of a response to at most `most` characters. For a body that was not kept whole, it appends the original length.
pub(crate) fn excerpt_body(response: &Response, shown: &str, most: usize) -> String {
    match response.cut {
        None => excerpt_text(shown, most),
        Some(whole) => {
            let head: String = collapse_repeated_chars(shown).chars().take(most).collect();
            format!("{head}… ({whole} bytes in all)")
        }
    }
}

/// Escapes characters that cannot be printed, so that the text stays on one line and cannot control a terminal.
pub(crate) fn escape_control_chars(text: &str) -> String {
    escape_matching_chars(text, is_unprintable, char::escape_default)
}

/// Escapes characters that a reader cannot see, or cannot tell from a space or from a letter, so that texts that differ look different.
pub(crate) fn escape_invisible_chars(text: &str) -> String {
    escape_matching_chars(text, is_invisible, char::escape_unicode)
}

/// Escapes the characters for which `needs_escape` holds.
fn escape_matching_chars<E: Iterator<Item = char>>(
    text: &str,
    needs_escape: fn(char) -> bool,
    escape: fn(char) -> E,
) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if needs_escape(c) {
            out.extend(escape(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// Reports whether a character is a space beyond ASCII, a combining mark of a letter, or one that Unicode calls ignorable: zero-width characters,
/// direction marks, variation selectors and tags.
pub(super) fn is_invisible(c: char) -> bool {
    let is_other_space = c.is_whitespace() && !c.is_ascii();
    is_other_space
        || matches!(c,
            '\u{ad}'
            | '\u{300}'..='\u{36f}'
            | '\u{483}'..='\u{489}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{fe20}'..='\u{fe2f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Reports whether a character is a control character, changes the direction of text, or is none: formats such as XML lack noncharacters.
pub(crate) fn is_unprintable(c: char) -> bool {
    let is_noncharacter =
        matches!(u32::from(c), 0xfdd0..=0xfdef) || u32::from(c) & 0xfffe == 0xfffe;
    let changes_direction = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || changes_direction || is_noncharacter
}

/// The shortest run of equal characters that is collapsed.
const MIN_RUN_LENGTH: usize = 40;

/// Replaces each long run of one character by the character and its count: `aaaa…` becomes `a{10240}`.
pub(crate) fn collapse_repeated_chars(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(4096));
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let mut length = 1;
        while chars.next_if_eq(&c).is_some() {
            length += 1;
        }
        if length >= MIN_RUN_LENGTH {
            out.push_str(&format!("{c}{{{length}}}"));
        } else {
            out.extend(std::iter::repeat_n(c, length));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{
        collapse_repeated_chars, escape_control_chars, escape_invisible_chars, excerpt_text,
    };

    #[test]
    fn a_long_run_of_one_character_is_told_by_its_length() {
        assert_eq!(
            collapse_repeated_chars(&format!("x{}y", "a".repeat(101))),
            "xa{101}y"
        );
        assert_eq!(collapse_repeated_chars("aab"), "aab");
    }

    #[test]
    fn what_would_steer_a_terminal_is_told_by_its_number() {
        assert_eq!(
            escape_control_chars("a\u{1b}[31m\nb\u{202e}\u{9b}é"),
            "a\\u{1b}[31m\\nb\\u{202e}\\u{9b}é"
        );
    }

    #[test]
    fn noncharacters_are_shown_by_number() {
        assert_eq!(
            escape_control_chars("\u{fffd}\u{fffe}\u{ffff}\u{fdd0}\u{10ffff}"),
            "\u{fffd}\\u{fffe}\\u{ffff}\\u{fdd0}\\u{10ffff}"
        );
    }

    #[rstest]
    #[case::no_break_spaces("not\u{a0}found\u{202f}.", "not\\u{a0}found\\u{202f}.")]
    #[case::other_spaces("a\u{2003}b\u{3000}c\u{2028}", "a\\u{2003}b\\u{3000}c\\u{2028}")]
    #[case::zero_width(
        "a\u{200b}b\u{feff}c\u{ad}d\u{2060}",
        "a\\u{200b}b\\u{feff}c\\u{ad}d\\u{2060}"
    )]
    #[case::direction_marks("\u{200f}a\u{202e}b\u{2066}", "\\u{200f}a\\u{202e}b\\u{2066}")]
    #[case::a_letter_and_its_mark("cafe\u{301} café", "cafe\\u{301} café")]
    #[case::variation_selectors("\u{2764}\u{fe0f}", "\u{2764}\\u{fe0f}")]
    #[case::seen("a b\tc\n– „é” 日本 \u{fffd}", "a b\tc\n– „é” 日本 \u{fffd}")]
    fn what_cannot_be_seen_is_shown_by_number(#[case] text: &str, #[case] shown: &str) {
        assert_eq!(escape_invisible_chars(text), shown);
    }

    #[test]
    fn what_is_cut_is_counted() {
        assert_eq!(excerpt_text("abcdef", 4), "abcd… (2 more characters)");
        assert_eq!(excerpt_text("abcd", 4), "abcd");
    }
}
