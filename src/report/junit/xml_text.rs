//! Text that XML 1.0 can hold.

use crate::outcome::excerpt::is_unprintable;

/// Converts a text into one that XML 1.0 can hold: each character that XML lacks or discourages is shown by its number.
pub(super) fn escape_invalid_xml_chars(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unprintable(c) && !matches!(c, '\n' | '\t') {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::escape_invalid_xml_chars;

    #[rstest]
    #[case::text("a\tb\nc é\u{e000}\u{1f600}", "a\tb\nc é\u{e000}\u{1f600}")]
    #[case::noncharacters("\u{fffe}\u{ffff}", "\\u{fffe}\\u{ffff}")]
    #[case::control_characters("\u{0}\u{b}\r\u{1b}[31m", "\\u{0}\\u{b}\\u{d}\\u{1b}[31m")]
    #[case::discouraged("\u{7f}\u{9b}\u{fdd0}\u{1fffe}", "\\u{7f}\\u{9b}\\u{fdd0}\\u{1fffe}")]
    #[case::the_replacement_character("\u{fffd}", "\u{fffd}")]
    fn characters_that_xml_lacks_are_shown_by_number(#[case] text: &str, #[case] shown: &str) {
        assert_eq!(escape_invalid_xml_chars(text), shown);
    }
}
