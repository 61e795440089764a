//! The syntax errors of a body that is no JSON.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::error::Category;

/// A syntax error of a body. The first one that a reader meets decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum JsonSyntaxDefect {
    /// There is no byte, or nothing but white space.
    Empty,
    /// The bytes are no UTF-8.
    InvalidUtf8,
    /// The bytes are UTF-16 or UTF-32, and by chance UTF-8 with a NUL in every character.
    OtherUnicodeEncoding,
    /// A byte order mark stands before the JSON.
    ByteOrderMark,
    /// The JSON ends too early.
    CutOff,
    /// Something stands behind the JSON, and is no comment.
    TextBehind,
    /// A comment stands in the JSON or behind it.
    Comment,
    /// Texts stand in single quotes.
    SingleQuotes,
    /// A comma stands where no entry follows or precedes it.
    ExtraComma,
    /// A key stands without quotes.
    BareKey,
    /// A literal is none of `true`, `false` and `null`.
    UnknownLiteral,
    /// A number has a form that JSON does not have.
    NumberForm,
    /// A number is too large to be read.
    NumberRange,
    /// A control character stands in a text.
    ControlCharacter,
    /// An escape is none of those of JSON.
    UnknownEscape,
    /// An escape names half of a surrogate pair.
    LoneSurrogate,
    /// The JSON is nested deeper than most readers follow.
    TooDeep,
    /// White space is none of the four characters that JSON allows.
    OtherWhiteSpace,
    /// Something else is no JSON.
    Other,
}

impl JsonSyntaxDefect {
    /// Finds the syntax error of a body; `None` if the body is JSON.
    #[must_use]
    pub fn find(bytes: &[u8]) -> Option<Self> {
        if bytes.trim_ascii().is_empty() {
            return Some(Self::Empty);
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Some(Self::InvalidUtf8);
        };
        if matches!(bytes, [0, _, ..] | [b'{' | b'[', 0, ..]) {
            return Some(Self::OtherUnicodeEncoding);
        }
        if text.starts_with('\u{feff}') {
            return Some(Self::ByteOrderMark);
        }
        match serde_json::from_str::<Value>(text) {
            Ok(_) => None,
            Err(error) => Some(Self::from_parse_error(text, &error)),
        }
    }

    fn from_parse_error(text: &str, error: &serde_json::Error) -> Self {
        let rest = text_from_position(text, error.line(), error.column());
        let outside = blank_out_strings(text);
        let message = error.to_string();
        let says = |part: &str| message.contains(part);
        if says("trailing characters") {
            return Self::from_trailing_text(rest);
        }
        if has_comment(&outside) {
            return Self::Comment;
        }
        if error.classify() == Category::Eof {
            return Self::CutOff;
        }
        if says("recursion limit") {
            Self::TooDeep
        } else if says("number out of range") {
            Self::NumberRange
        } else if says("control character") {
            Self::ControlCharacter
        } else if says("surrogate") || says("unexpected end of hex escape") {
            Self::LoneSurrogate
        } else if says("escape") || says("invalid unicode code point") {
            Self::UnknownEscape
        } else if says("trailing comma") {
            Self::ExtraComma
        } else if says("invalid number") {
            Self::NumberForm
        } else {
            Self::from_unexpected_text(rest, says("key must be a string"))
        }
    }

    /// Names what stands behind a complete value.
    fn from_trailing_text(rest: &str) -> Self {
        if starts_comment(rest.trim_start()) {
            Self::Comment
        } else {
            Self::TextBehind
        }
    }

    /// Names what stands where a key or a value has to stand.
    fn from_unexpected_text(rest: &str, is_key: bool) -> Self {
        let Some(first) = rest.chars().next() else {
            return Self::Other;
        };
        match first {
            '\'' => Self::SingleQuotes,
            ',' => Self::ExtraComma,
            '+' | '.' => Self::NumberForm,
            '0'..='9' if !is_key => Self::NumberForm,
            'x' | 'X' | 'e' | 'E' => Self::NumberForm,
            _ if first.is_whitespace() => Self::OtherWhiteSpace,
            _ if is_key => Self::BareKey,
            _ if first.is_alphabetic() => Self::UnknownLiteral,
            _ => Self::Other,
        }
    }
}

impl fmt::Display for JsonSyntaxDefect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "an empty body",
            Self::OtherUnicodeEncoding => "a body in another encoding than UTF-8",
            Self::InvalidUtf8 => "bytes that are no UTF-8",
            Self::ByteOrderMark => "a byte order mark before the JSON",
            Self::CutOff => "JSON that is cut off",
            Self::TextBehind => "text after the JSON",
            Self::Comment => "a comment in the JSON",
            Self::SingleQuotes => "JSON in single quotes",
            Self::ExtraComma => "a comma too many in the JSON",
            Self::BareKey => "a JSON key without quotes",
            Self::UnknownLiteral => "a literal that JSON does not have",
            Self::NumberForm => "a number in a form that JSON does not have",
            Self::NumberRange => "a number that is out of range",
            Self::ControlCharacter => "a control character in a JSON text",
            Self::UnknownEscape => "an escape that JSON does not have",
            Self::LoneSurrogate => "half a surrogate pair in a JSON text",
            Self::TooDeep => "JSON that is nested too deep",
            Self::OtherWhiteSpace => "white space that JSON does not have",
            Self::Other => "a body that is no JSON",
        })
    }
}

/// Returns the text from this line and column on, both counted from 1 as the parser counts them: columns are bytes.
fn text_from_position(text: &str, line: usize, column: usize) -> &str {
    let mut start = 0;
    for _ in 1..line {
        start += text
            .get(start..)
            .and_then(|rest| rest.find('\n'))
            .map_or(0, |at| at + 1);
    }
    let mut at = start + column.saturating_sub(1);
    while at < text.len() && !text.is_char_boundary(at) {
        at -= 1;
    }
    text.get(at..).unwrap_or_default()
}

/// Returns the JSON with a blank for each character within a text, so that only its structure remains.
fn blank_out_strings(text: &str) -> String {
    let mut is_within = false;
    let mut is_escaped = false;
    text.chars()
        .map(|c| {
            let was_within = is_within;
            match c {
                _ if is_escaped => is_escaped = false,
                '\\' if is_within => is_escaped = true,
                '"' => is_within = !is_within,
                _ => {}
            }
            if was_within && is_within { ' ' } else { c }
        })
        .collect()
}

fn has_comment(structure: &str) -> bool {
    structure.contains("//") || structure.contains("/*") || structure.contains('#')
}

fn starts_comment(rest: &str) -> bool {
    rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#')
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::JsonSyntaxDefect::{self, *};

    #[rstest]
    #[case::no_byte(b"", Empty)]
    #[case::white_space(b" \n", Empty)]
    #[case::utf_16(b"\xff\xfe{\0}\0", InvalidUtf8)]
    #[case::utf_16_without_a_mark(b"{\0\"\0", OtherUnicodeEncoding)]
    #[case::a_byte_of_latin_1(b"{\"name\":\"\xe9\"}", InvalidUtf8)]
    #[case::a_mark(b"\xef\xbb\xbf{}", ByteOrderMark)]
    #[case::within_an_object(b"{\"name\":\"a\"", CutOff)]
    #[case::within_a_text(b"{\"name\":\"a", CutOff)]
    #[case::within_a_list(b"[\"a\"", CutOff)]
    #[case::nul(b"{}\0\0", TextBehind)]
    #[case::a_word(b"{} x", TextBehind)]
    #[case::a_second_object(b"{}{}", TextBehind)]
    #[case::a_closing_brace_too_many(b"{}}", TextBehind)]
    #[case::a_line_comment(b"{} // x", Comment)]
    #[case::a_block_comment(b"{/* x */\"name\":\"a\"}", Comment)]
    #[case::a_hash_comment(b"{\"name\":\"a\" # x\n}", Comment)]
    #[case::an_address_is_no_comment(b"{\"url\":\"http://a\",}", ExtraComma)]
    #[case::quotes(b"{'name':'a'}", SingleQuotes)]
    #[case::quotes_of_a_value(b"{\"name\":'a'}", SingleQuotes)]
    #[case::a_comma_at_the_end(b"[1,]", ExtraComma)]
    #[case::a_comma_at_the_beginning(b"[,1]", ExtraComma)]
    #[case::a_key(b"{name:\"a\"}", BareKey)]
    #[case::a_constant(b"{\"name\":NaN}", UnknownLiteral)]
    #[case::another_language(b"{\"name\":None}", UnknownLiteral)]
    #[case::a_zero_in_front(b"{\"number\":01}", NumberForm)]
    #[case::a_plus(b"{\"number\":+1}", NumberForm)]
    #[case::hexadecimal(b"{\"number\":0x1f}", NumberForm)]
    #[case::no_digit_behind_the_point(b"{\"number\":1.}", NumberForm)]
    #[case::no_digit_before_the_point(b"{\"number\":.5}", NumberForm)]
    #[case::too_large(b"{\"number\":1e999}", NumberRange)]
    #[case::a_tab_in_a_text(b"{\"name\":\"\t\"}", ControlCharacter)]
    #[case::an_escape(b"{\"name\":\"\\x41\"}", UnknownEscape)]
    #[case::half_a_pair(b"{\"name\":\"\\ud800\"}", LoneSurrogate)]
    #[case::a_blank_without_break("{\u{a0}}".as_bytes(), OtherWhiteSpace)]
    #[case::an_equals_sign(b"{\"name\"=\"a\"}", Other)]
    fn a_body_is_named_by_its_first_syntax_error(
        #[case] body: &[u8],
        #[case] expected: JsonSyntaxDefect,
    ) {
        assert_eq!(JsonSyntaxDefect::find(body), Some(expected));
    }

    #[test]
    fn what_is_nested_too_deep_is_named_so() {
        let body = "[".repeat(200) + &"]".repeat(200);
        assert_eq!(JsonSyntaxDefect::find(body.as_bytes()), Some(TooDeep));
    }

    #[rstest]
    #[case::an_object(b"{\"name\":\"//\"}")]
    #[case::a_scalar(b" 1 ")]
    fn json_has_no_syntax_error(#[case] body: &[u8]) {
        assert_eq!(JsonSyntaxDefect::find(body), None);
    }
}
