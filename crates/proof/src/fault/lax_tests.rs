use rstest::rstest;
use serde_json::json;

use super::*;

#[rstest]
#[case::blank(Lax::Blank, " ", json!({}))]
#[case::unclosed(Lax::Unclosed, r#"{"a": ["b"#, json!({"a": ["b"]}))]
#[case::text_behind(Lax::TextBehind, r#"{"a": 1} b"#, json!({"a": 1}))]
#[case::nul_behind(Lax::NulBehind, "[1]\0", json!([1]))]
#[case::trailing_comma(Lax::TrailingComma, r#"{"a": [1,],}"#, json!({"a": [1]}))]
#[case::extra_commas(Lax::ExtraCommas, r#"{,"a": 1,,"b": 2}"#, json!({"a": 1, "b": 2}))]
#[case::missing_comma(Lax::MissingComma, r#"{"a": 1 "b": 2}"#, json!({"a": 1, "b": 2}))]
#[case::semicolon(Lax::Semicolon, r#"{"a": 1; "b": 2}"#, json!({"a": 1, "b": 2}))]
#[case::equals_sign(Lax::EqualsSign, r#"{"a"=1}"#, json!({"a": 1}))]
#[case::line_comment(Lax::LineComment, "[1] // b\n", json!([1]))]
#[case::block_comment(Lax::BlockComment, "{/* b */}", json!({}))]
#[case::hash_comment(Lax::HashComment, "# b\n[1]", json!([1]))]
#[case::single_quotes(Lax::SingleQuotes, "{'a': 'b'}", json!({"a": "b"}))]
#[case::bare_keys(Lax::BareKeys, "{a: 1}", json!({"a": 1}))]
#[case::bare_values(Lax::BareValues, "[NaN]", json!([null]))]
#[case::number_keys(Lax::NumberKeys, "{1: 2}", json!({"1": 2}))]
#[case::leading_zero(Lax::LeadingZero, "[012]", json!([12]))]
#[case::plus_sign(Lax::PlusSign, "[+1]", json!([1]))]
#[case::hexadecimal(Lax::Hexadecimal, "[0x1F]", json!([31]))]
#[case::bare_point(Lax::BarePoint, "[.5, 5.]", json!([0.5, 5.0]))]
#[case::unknown_escape(Lax::UnknownEscape, r#"["\x"]"#, json!(["x"]))]
#[case::control_characters(Lax::ControlCharacters, "[\"\t\"]", json!(["\t"]))]
#[case::other_blanks(Lax::OtherBlanks, "[\u{a0}1]", json!([1]))]
#[case::byte_order_mark(Lax::ByteOrderMark, "\u{feff}[1]", json!([1]))]
#[case::lone_surrogate(Lax::LoneSurrogate, r#"["\ud83e"]"#, json!(["\u{fffd}"]))]
#[case::huge_number(Lax::HugeNumber, "[1e400]", json!([0]))]
#[case::form_encoded(Lax::FormEncoded, "a=b+c", json!({"a": "b c"}))]
fn one_thing_is_forgiven_and_no_other(#[case] lax: Lax, #[case] text: &str, #[case] value: Value) {
    assert_eq!(read(text.as_bytes(), lax), Some(value));
    let strict: Result<Value, _> = serde_json::from_str(text);
    assert!(strict.is_err(), "{text} is no JSON");
}

#[test]
fn what_is_no_text_is_read_all_the_same() {
    assert_eq!(
        read(b"[\"\xff\"]", Lax::InvalidUtf8),
        Some(json!(["\u{fffd}"]))
    );
    assert_eq!(read(b"\xff\xfe[\0]\0", Lax::Utf16), Some(json!([])));
    assert_eq!(read("[".repeat(200).as_bytes(), Lax::Deep), Some(json!([])));
}

#[test]
fn what_is_not_forgiven_stays_wrong() {
    for lax in Lax::ALL {
        assert_eq!(read(b"{]", *lax), None, "{}", lax.name());
    }
}
