//! JSON text from a server, decoded as most parsers decode it.
//!
//! Servers cut texts off in the middle of a character. Parsers of JavaScript, Python and C# still read such a body, so a stricter reader would
//! miss its code, or the id of a resource that has to be removed.

use std::borrow::Cow;

use serde_json::{Number, Value};

/// A byte order mark in UTF-8. A parser may ignore it (RFC 8259, 8.1).
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The escape of the replacement character.
const REPLACEMENT_ESCAPE: &str = "\\ufffd";

/// Parses bytes as JSON; `None` if they are no JSON.
///
/// Invalid UTF-8 and escapes of lone surrogates become replacement characters, and a byte order mark is ignored. A whole number is an integer,
/// however it is written.
pub(crate) fn parse_json_lossy(bytes: &[u8]) -> Option<Value> {
    let text = decode_lossy_without_bom(bytes);
    let value = serde_json::from_str(&replace_lone_surrogates(&text)).ok()?;
    Some(normalize_numbers(value))
}

/// Parses bytes as JSON so that different bodies stay different: invalid UTF-8 is no JSON, and a lone surrogate is kept as its escape.
pub(crate) fn parse_json_without_replacement(bytes: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(bytes).ok()?;
    let value = serde_json::from_str(&escape_lone_surrogates(text)).ok()?;
    Some(normalize_numbers(value))
}

/// Makes each whole number an integer: JSON has one kind of number (RFC 8259, 6), so `20002.0` and `2.0002e4` are the integer 20002.
fn normalize_numbers(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => number
            .as_f64()
            .and_then(normalize_f64)
            .map_or(Value::Null, Value::Number),
        Value::Array(items) => items.into_iter().map(normalize_numbers).collect(),
        Value::Object(entries) => {
            let entries = entries.into_iter();
            let entries = entries.map(|(key, value)| (key, normalize_numbers(value)));
            Value::Object(entries.collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

/// Converts a number that is written with a point or an exponent: into an integer if it is one of at most 64 bits.
pub(crate) fn normalize_f64(value: f64) -> Option<Number> {
    let digits = format!("{value:.0}");
    let integer = digits.parse::<i64>().map(Number::from);
    let integer = integer.or_else(|_| digits.parse::<u64>().map(Number::from));
    match integer {
        Ok(integer) if value.fract() == 0.0 => Some(integer),
        Ok(_) | Err(_) => Number::from_f64(value),
    }
}

/// Decodes bytes as UTF-8 without a byte order mark, with replacement characters for invalid UTF-8.
pub(crate) fn decode_lossy_without_bom(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes))
}

/// Replaces each escape of a lone surrogate with that of the replacement character, as the JSON text of a string that can be parsed.
pub(crate) fn replace_lone_surrogates(json: &str) -> Cow<'_, str> {
    rewrite_lone_surrogates(json, |_| REPLACEMENT_ESCAPE.to_owned())
}

/// Escapes the backslash of each lone surrogate, so that the parsed string shows the escape as it was sent.
pub(crate) fn escape_lone_surrogates(json: &str) -> Cow<'_, str> {
    rewrite_lone_surrogates(json, |escape| format!("\\{escape}"))
}

/// Rewrites each escape of a lone surrogate in a JSON text, such as `\ud83d`. In JSON, a backslash stands only within a string.
fn rewrite_lone_surrogates(json: &str, rewrite: impl Fn(&str) -> String) -> Cow<'_, str> {
    if !json.contains("\\u") {
        return Cow::Borrowed(json);
    }
    let mut rewritten = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let (before, from_escape) = rest.split_at(at);
        rewritten.push_str(before);
        let (escape, is_lone) = scan_leading_escape(from_escape);
        if is_lone {
            rewritten.push_str(&rewrite(escape));
        } else {
            rewritten.push_str(escape);
        }
        rest = from_escape.strip_prefix(escape).unwrap_or_default();
    }
    rewritten.push_str(rest);
    Cow::Owned(rewritten)
}

/// The length of `\u` with its four digits.
const UNIT_ESCAPE_LENGTH: usize = 6;

/// Returns the escape at the beginning of a text, both parts of a surrogate pair together, and reports whether it is a lone surrogate.
fn scan_leading_escape(text: &str) -> (&str, bool) {
    let Some(unit) = parse_utf16_escape(text) else {
        let length = text.chars().take(2).map(char::len_utf8).sum();
        return (prefix_of_length(text, length), false);
    };
    if is_one_utf16_char(&[unit]) {
        return (prefix_of_length(text, UNIT_ESCAPE_LENGTH), false);
    }
    let next = text.get(UNIT_ESCAPE_LENGTH..).and_then(parse_utf16_escape);
    match next {
        Some(low) if is_one_utf16_char(&[unit, low]) => {
            (prefix_of_length(text, 2 * UNIT_ESCAPE_LENGTH), false)
        }
        Some(_) | None => (prefix_of_length(text, UNIT_ESCAPE_LENGTH), true),
    }
}

/// Parses the escape of a UTF-16 code unit at the beginning of a text.
fn parse_utf16_escape(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hexadecimal
        .then(|| u16::from_str_radix(digits, 16).ok())
        .flatten()
}

/// Reports whether code units are exactly one character.
fn is_one_utf16_char(units: &[u16]) -> bool {
    let mut decoded = char::decode_utf16(units.iter().copied());
    matches!((decoded.next(), decoded.next()), (Some(Ok(_)), None))
}

fn prefix_of_length(text: &str, length: usize) -> &str {
    text.get(..length).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case::none(r#"{"a":"b"}"#, r#"{"a":"b"}"#)]
    #[case::a_pair(r#"["\ud83d\ude00"]"#, r#"["\ud83d\ude00"]"#)]
    #[case::other_escapes(r#"["\\ud83d\"\u00e9\n"]"#, r#"["\\ud83d\"\u00e9\n"]"#)]
    #[case::a_high_surrogate(r#"["\ud83d"]"#, r#"["\ufffd"]"#)]
    #[case::a_low_surrogate(r#"["\uDE00"]"#, r#"["\ufffd"]"#)]
    #[case::two_high_ones(r#"["\ud83d\ud83d\ude00"]"#, r#"["\ufffd\ud83d\ude00"]"#)]
    #[case::the_wrong_order(r#"["\ude00\ud83d"]"#, r#"["\ufffd\ufffd"]"#)]
    #[case::before_another_escape(r#"["\ud83d\n\ud83dx"]"#, r#"["\ufffd\n\ufffdx"]"#)]
    #[case::behind_a_backslash(r#"["\\\ud83d"]"#, r#"["\\\ufffd"]"#)]
    #[case::in_a_key(r#"{"\ud83d":1}"#, r#"{"\ufffd":1}"#)]
    #[case::cut_off(r#"["\ud83"#, r#"["\ud83"#)]
    #[case::cut_off_behind_it(r#"["\ud83d\u"#, r#"["\ufffd\u"#)]
    #[case::no_digits(r#"["\u+123é"]"#, r#"["\u+123é"]"#)]
    #[case::a_backslash_at_the_end("\\u0041\\", "\\u0041\\")]
    fn only_lone_surrogates_are_replaced(#[case] json: &str, #[case] replaced: &str) {
        assert_eq!(replace_lone_surrogates(json), replaced);
    }

    #[test]
    fn a_lone_surrogate_is_shown_by_its_escape() {
        let json = escape_lone_surrogates(r#"["cut \uD83D", "\ud83d\ude00"]"#);
        let value: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value, json!(["cut \\uD83D", "\u{1f600}"]));
    }

    #[rstest]
    #[case::a_point("[20002.0]", json!([20002]))]
    #[case::an_exponent(r#"{"a":[2.0002e4,-3E2]}"#, json!({"a": [20002, -300]}))]
    #[case::nothing_with_a_sign("-0.0", json!(0))]
    #[case::a_fraction("[20002.5, -0.5]", json!([20002.5, -0.5]))]
    #[case::the_largest_unsigned("18446744073709551615", json!(u64::MAX))]
    #[case::large_with_an_exponent("1e18", json!(1_000_000_000_000_000_000_u64))]
    #[case::beyond_64_bits("1e20", json!(1e20))]
    fn a_whole_number_is_an_integer_however_it_is_written(
        #[case] text: &str,
        #[case] value: Value,
    ) {
        assert_eq!(parse_json_lossy(text.as_bytes()), Some(value.clone()));
        assert_eq!(parse_json_without_replacement(text.as_bytes()), Some(value));
    }

    #[rstest]
    #[case::json(b"{\"id\":1}", Some(json!({"id": 1})))]
    #[case::a_lone_surrogate(b"{\"id\":1,\"name\":\"\\ud83d\"}", Some(json!({"id": 1, "name": "\u{fffd}"})))]
    #[case::latin_1(b"{\"id\":1,\"name\":\"caf\xe9\"}", Some(json!({"id": 1, "name": "caf\u{fffd}"})))]
    #[case::a_byte_order_mark(b"\xef\xbb\xbf{\"id\":1}", Some(json!({"id": 1})))]
    #[case::cut_off(b"{\"id\":1,\"name\":\"\\ud83d", None)]
    #[case::utf_16(b"\xff\xfe{\0}\0", None)]
    #[case::nothing(b"", None)]
    fn a_body_is_read_as_most_parsers_read_it(#[case] body: &[u8], #[case] value: Option<Value>) {
        assert_eq!(parse_json_lossy(body), value);
    }
}
