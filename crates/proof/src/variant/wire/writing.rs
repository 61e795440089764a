//! How a JSON value is written down.

use std::io;

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};
use serde_json::{Map, Value, json};

use crate::variant::catalogue::Variant;
use crate::variant::set::VariantSet;

/// Writes an error body.
pub(super) fn serialize_error_body(variants: &VariantSet, value: &Value) -> String {
    if variants.has(Variant::NumbersWithPoint) {
        serialize_with_formatter(value, DecimalPointFormatter(CompactFormatter))
    } else {
        serialize_body(variants, value)
    }
}

/// Writes a body.
pub(super) fn serialize_body(variants: &VariantSet, value: &Value) -> String {
    if variants.has(Variant::KeysReordered) {
        reverse_keys(value).to_string()
    } else if variants.has(Variant::Whitespace) {
        let pretty = PrettyFormatter::with_indent(b"\t");
        format!("\r\n  {}\n \t\r\n", serialize_with_formatter(value, pretty))
    } else if variants.has(Variant::Escapes) {
        serialize_with_formatter(value, EscapingFormatter(CompactFormatter))
    } else if variants.has(Variant::ExtraKeys) {
        add_extra_keys(value).to_string()
    } else {
        value.to_string()
    }
}

fn serialize_with_formatter(value: &Value, formatter: impl Formatter) -> String {
    let mut bytes = Vec::new();
    // Writing to memory does not fail.
    value
        .serialize(&mut Serializer::with_formatter(&mut bytes, formatter))
        .ok();
    String::from_utf8(bytes).unwrap_or_default()
}

/// Returns the same value with the keys of every object from last to first.
fn reverse_keys(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let keys = object.iter().rev();
            let turned: Map<_, _> = keys
                .map(|(key, value)| (key.clone(), reverse_keys(value)))
                .collect();
            turned.into()
        }
        Value::Array(list) => list.iter().map(reverse_keys).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// Returns the same value with keys of no meaning in the objects that the documentation describes: the outermost ones and error objects.
fn add_extra_keys(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut object = object.clone();
            if let Some(Value::Object(errors)) = object.get_mut("errors") {
                for list in errors.values_mut() {
                    *list = add_extra_keys(list);
                }
            }
            object.insert(
                "x_extra".to_owned(),
                json!({"note": null, "list": [1, "two"]}),
            );
            object.into()
        }
        Value::Array(list) => list.iter().map(add_extra_keys).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// Writes every character of a text as an escape.
struct EscapingFormatter<F>(F);

impl<F: Formatter> Formatter for EscapingFormatter<F> {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        for unit in fragment.encode_utf16() {
            match u8::try_from(unit) {
                // The one character that may be escaped and never has to be.
                Ok(b'/') => writer.write_all(b"\\/")?,
                Ok(_) | Err(_) => write!(writer, "\\u{unit:04X}")?,
            }
        }
        Ok(())
    }
}

/// Writes every integer with a decimal point.
struct DecimalPointFormatter<F>(F);

impl<F: Formatter> Formatter for DecimalPointFormatter<F> {
    fn write_i64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: i64) -> io::Result<()> {
        self.0.write_i64(writer, value)?;
        writer.write_all(b".0")
    }

    fn write_u64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: u64) -> io::Result<()> {
        self.0.write_u64(writer, value)?;
        writer.write_all(b".0")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integer_gets_a_decimal_point() {
        let value = json!({"code": 20003, "lengths": [-1, 0.5], "message": "7"});
        assert_eq!(
            serialize_with_formatter(&value, DecimalPointFormatter(CompactFormatter)),
            r#"{"code":20003.0,"lengths":[-1.0,0.5],"message":"7"}"#
        );
    }

    #[test]
    fn an_escaped_text_means_the_same() {
        let value = json!({"message": "a/b \"ö\" \u{1f600}", "code": 20003});
        let text = serialize_with_formatter(&value, EscapingFormatter(CompactFormatter));
        assert!(text.starts_with(r#"{"\u006D\u0065"#), "{text}");
        assert!(text.contains(r"\u0061\/\u0062"), "{text}");
        assert!(text.contains(r"\uD83D\uDE00"), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn keys_are_turned_round_in_every_object() {
        let value = json!({"a": 1, "b": [{"c": 1, "d": 2}]});
        assert_eq!(
            reverse_keys(&value).to_string(),
            r#"{"b":[{"d":2,"c":1}],"a":1}"#
        );
    }

    #[test]
    fn a_new_key_stands_beside_the_documented_ones_and_in_error_objects() {
        let value = json!({"code": 40001, "errors": {"name": [{"message": "m"}]}});
        let extended = add_extra_keys(&value);
        assert!(extended["x_extra"].is_object());
        assert!(extended["errors"]["name"][0]["x_extra"].is_object());
        assert_eq!(extended["errors"].as_object().unwrap().len(), 1);
    }
}
