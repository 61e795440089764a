//! How values are read where the documentation leaves open what is converted and what is let through.

use std::borrow::Cow;
use std::sync::Arc;

use badreq_reference::{FieldValueKind, NumberPlace, ValueAcceptance, ValueJudgement};
use serde_json::Value;

use super::catalogue::Variant;
use super::set::VariantSet;

/// The values of a server of some variants.
#[derive(Debug)]
pub(super) struct VariantValueAcceptance {
    pub(super) variants: VariantSet,
    /// The acceptance that is asked where no variant decides.
    pub(super) beneath: Arc<dyn ValueAcceptance>,
}

impl ValueAcceptance for VariantValueAcceptance {
    fn convert_body(&self, bytes: &[u8], usual: Option<Value>) -> Option<Value> {
        const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
        let usual = self.beneath.convert_body(bytes, usual);
        let read = usual.or_else(|| {
            let bare = bytes.strip_prefix(BYTE_ORDER_MARK)?;
            let is_skipped = self.variants.has(Variant::ByteOrderMarkSkipped);
            is_skipped.then(|| serde_json::from_slice(bare).ok())?
        });
        read.filter(|value| !(self.variants.has(Variant::NulIsNotRead) && has_nul(value)))
    }

    fn convert_text_to_number(
        &self,
        place: NumberPlace,
        text: &str,
        usual: Option<u64>,
    ) -> Option<u64> {
        let usual = self.beneath.convert_text_to_number(place, text, usual);
        let number = usual.or_else(|| {
            let is_read = self.variants.has(Variant::NumbersInAnyNotation);
            is_read.then(|| parse_lenient_number(place, text))?
        });
        match place {
            NumberPlace::PathId => {
                number.filter(|number| *number != 0 || !self.variants.has(Variant::ZeroIsNoId))
            }
            NumberPlace::QueryId | NumberPlace::QueryCount => number,
        }
    }

    fn accepts_time(&self, text: &str) -> bool {
        let has_offset = text.contains('+');
        self.beneath.accepts_time(text)
            && !(has_offset && self.variants.has(Variant::TimesInUtcOnly))
    }

    fn convert_list_entry<'v>(&self, entry: &'v Value) -> Option<Cow<'v, str>> {
        let usual = self.beneath.convert_list_entry(entry);
        usual.or_else(|| {
            let is_text = self.variants.has(Variant::EntriesAsTexts);
            is_text.then(|| Cow::Owned(entry.to_string()))
        })
    }

    fn convert_field_value<'v>(&self, form: FieldValueKind, value: &'v Value) -> Cow<'v, Value> {
        let read = match form {
            FieldValueKind::Boolean => self.convert_to_boolean(value),
            FieldValueKind::Seconds => self.convert_to_seconds(value),
            FieldValueKind::ProxyTags | FieldValueKind::References => None,
            FieldValueKind::Url
            | FieldValueKind::Color
            | FieldValueKind::Date
            | FieldValueKind::Time => self
                .convert_empty_to_null(value)
                .or_else(|| self.convert_scalar_to_text(value)),
            FieldValueKind::Word => self
                .lowercase_word(value)
                .or_else(|| self.convert_scalar_to_text(value)),
            FieldValueKind::Text => self.convert_scalar_to_text(value),
        };
        match read {
            Some(value) => Cow::Owned(value),
            None => self.beneath.convert_field_value(form, value),
        }
    }

    fn judge_value(&self, form: FieldValueKind, value: &Value) -> ValueJudgement {
        let is_seconds = form == FieldValueKind::Seconds && (value.is_i64() || value.is_u64());
        if self.variants.has(Variant::NulIsInvalid) && has_nul(value) {
            ValueJudgement::Invalid
        } else if is_seconds && self.variants.has(Variant::AnyNumberOfSeconds) {
            ValueJudgement::Accepted
        } else {
            self.beneath.judge_value(form, value)
        }
    }

    fn convert_url_for_check<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let schemes = ["http://", "ftp://"];
        let rest = schemes.iter().find_map(|scheme| text.strip_prefix(scheme));
        match rest {
            Some(rest) if self.variants.has(Variant::UrlsOfAnyScheme) => {
                format!("https://{rest}").into()
            }
            Some(_) | None => self.beneath.convert_url_for_check(text),
        }
    }

    fn max_proxy_tag_length(&self) -> usize {
        if self.variants.has(Variant::ProxyTagsOf100) {
            100
        } else {
            self.beneath.max_proxy_tag_length()
        }
    }
}

impl VariantValueAcceptance {
    fn convert_scalar_to_text(&self, value: &Value) -> Option<Value> {
        let is_scalar = value.is_number() || value.is_boolean();
        (is_scalar && self.variants.has(Variant::ScalarsAsTexts)).then(|| value.to_string().into())
    }

    fn lowercase_word(&self, value: &Value) -> Option<Value> {
        let word = value.as_str()?;
        self.variants
            .has(Variant::WordsInAnyCase)
            .then(|| word.to_ascii_lowercase().into())
    }

    fn convert_empty_to_null(&self, value: &Value) -> Option<Value> {
        (value.as_str() == Some("") && self.variants.has(Variant::EmptyTextIsNull))
            .then_some(Value::Null)
    }

    fn convert_to_boolean(&self, value: &Value) -> Option<Value> {
        if !self.variants.has(Variant::ScalarsAsBooleans) {
            return None;
        }
        match (value.as_str(), value.as_u64()) {
            (Some("true"), _) | (_, Some(1)) => Some(true.into()),
            (Some("false"), _) | (_, Some(0)) => Some(false.into()),
            _ => None,
        }
    }

    fn convert_to_seconds(&self, value: &Value) -> Option<Value> {
        if !self.variants.has(Variant::ScalarsAsNumbers) {
            return None;
        }
        let text = match value {
            Value::Bool(one) => u8::from(*one).to_string(),
            Value::Number(number) => number.to_string(),
            Value::String(text) => text.clone(),
            Value::Null | Value::Array(_) | Value::Object(_) => return None,
        };
        let whole = text.split('.').next().unwrap_or_default();
        whole.parse::<i64>().ok().map(Value::from)
    }
}

/// Parses a number that may be signed, hexadecimal, a fraction or too large; a count may only be hexadecimal.
fn parse_lenient_number(place: NumberPlace, text: &str) -> Option<u64> {
    match place {
        NumberPlace::QueryCount => parse_hexadecimal(text),
        NumberPlace::PathId | NumberPlace::QueryId => {
            let unsigned = text.trim().trim_start_matches(['+', '-']);
            let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
            let is_decimal = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
            if whole.is_empty() || !is_decimal(whole) || !is_decimal(fraction) {
                return parse_hexadecimal(unsigned);
            }
            Some(whole.parse().unwrap_or(u64::MAX))
        }
    }
}

fn parse_hexadecimal(text: &str) -> Option<u64> {
    u64::from_str_radix(text.strip_prefix("0x")?, 16).ok()
}

/// Reports whether a text within a value has a NUL character.
fn has_nul(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
        Value::String(text) => text.contains('\0'),
        Value::Array(list) => list.iter().any(has_nul),
        Value::Object(object) => object.values().any(has_nul),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::signed("+5", Some(5))]
    #[case::negative("-5", Some(5))]
    #[case::fraction("5.75", Some(5))]
    #[case::hexadecimal("0x1f", Some(31))]
    #[case::too_large("99999999999999999999", Some(u64::MAX))]
    #[case::word("many", None)]
    #[case::empty("", None)]
    fn an_id_is_read_in_any_notation(#[case] text: &str, #[case] number: Option<u64>) {
        assert_eq!(parse_lenient_number(NumberPlace::PathId, text), number);
    }

    #[rstest]
    #[case::hexadecimal("0x1f", Some(31))]
    #[case::signed("-5", None)]
    fn a_count_may_be_hexadecimal_and_nothing_else(
        #[case] text: &str,
        #[case] number: Option<u64>,
    ) {
        assert_eq!(parse_lenient_number(NumberPlace::QueryCount, text), number);
    }
}
