use rstest::rstest;
use serde_json::json;

use super::*;

#[rstest]
#[case::blank(JsonLeniency::Blank, " ", json!({}))]
#[case::unclosed(JsonLeniency::Unclosed, r#"{"a": ["b"#, json!({"a": ["b"]}))]
#[case::text_behind(JsonLeniency::TextBehind, r#"{"a": 1} b"#, json!({"a": 1}))]
#[case::nul_behind(JsonLeniency::NulBehind, "[1]\0", json!([1]))]
#[case::trailing_comma(JsonLeniency::TrailingComma, r#"{"a": [1,],}"#, json!({"a": [1]}))]
#[case::extra_commas(JsonLeniency::ExtraCommas, r#"{,"a": 1,,"b": 2}"#, json!({"a": 1, "b": 2}))]
#[case::missing_comma(JsonLeniency::MissingComma, r#"{"a": 1 "b": 2}"#, json!({"a": 1, "b": 2}))]
#[case::semicolon(JsonLeniency::Semicolon, r#"{"a": 1; "b": 2}"#, json!({"a": 1, "b": 2}))]
#[case::equals_sign(JsonLeniency::EqualsSign, r#"{"a"=1}"#, json!({"a": 1}))]
#[case::line_comment(JsonLeniency::LineComment, "[1] // b\n", json!([1]))]
#[case::block_comment(JsonLeniency::BlockComment, "{/* b */}", json!({}))]
#[case::hash_comment(JsonLeniency::HashComment, "# b\n[1]", json!([1]))]
#[case::single_quotes(JsonLeniency::SingleQuotes, "{'a': 'b'}", json!({"a": "b"}))]
#[case::bare_keys(JsonLeniency::BareKeys, "{a: 1}", json!({"a": 1}))]
#[case::bare_values(JsonLeniency::BareValues, "[NaN]", json!([null]))]
#[case::number_keys(JsonLeniency::NumberKeys, "{1: 2}", json!({"1": 2}))]
#[case::leading_zero(JsonLeniency::LeadingZero, "[012]", json!([12]))]
#[case::plus_sign(JsonLeniency::PlusSign, "[+1]", json!([1]))]
#[case::hexadecimal(JsonLeniency::Hexadecimal, "[0x1F]", json!([31]))]
#[case::bare_point(JsonLeniency::BarePoint, "[.5, 5.]", json!([0.5, 5.0]))]
#[case::unknown_escape(JsonLeniency::UnknownEscape, r#"["\x"]"#, json!(["x"]))]
#[case::control_characters(JsonLeniency::ControlCharacters, "[\"\t\"]", json!(["\t"]))]
#[case::other_blanks(JsonLeniency::OtherBlanks, "[\u{a0}1]", json!([1]))]
#[case::byte_order_mark(JsonLeniency::ByteOrderMark, "\u{feff}[1]", json!([1]))]
#[case::lone_surrogate(JsonLeniency::LoneSurrogate, r#"["\ud83e"]"#, json!(["\u{fffd}"]))]
#[case::huge_number(JsonLeniency::HugeNumber, "[1e400]", json!([0]))]
#[case::form_encoded(JsonLeniency::FormEncoded, "a=b+c", json!({"a": "b c"}))]
fn each_leniency_accepts_what_serde_refuses(
    #[case] lax: JsonLeniency,
    #[case] text: &str,
    #[case] value: Value,
) {
    assert_eq!(parse_leniently(text.as_bytes(), lax), Some(value));
    let strict: Result<Value, _> = serde_json::from_str(text);
    assert!(strict.is_err(), "{text} is no JSON");
}

#[test]
fn what_is_no_text_is_read_all_the_same() {
    assert_eq!(
        parse_leniently(b"[\"\xff\"]", JsonLeniency::InvalidUtf8),
        Some(json!(["\u{fffd}"]))
    );
    assert_eq!(
        parse_leniently(b"\xff\xfe[\0]\0", JsonLeniency::Utf16),
        Some(json!([]))
    );
    assert_eq!(
        parse_leniently("[".repeat(200).as_bytes(), JsonLeniency::Deep),
        Some(json!([]))
    );
}

#[test]
fn what_is_not_forgiven_stays_wrong() {
    for lax in JsonLeniency::ALL {
        assert_eq!(parse_leniently(b"{]", *lax), None, "{}", lax.name());
    }
}
