//! How a value is read where the documentation leaves open what is converted and what is let through.

use std::borrow::Cow;

use serde_json::Value;

use super::catalogue::Variant;
use super::here::is;
use crate::model::ValueForm;

/// The value of a field as it is read in the place of this form.
pub(crate) fn read_as(form: ValueForm, value: &Value) -> Cow<'_, Value> {
    let read = match form {
        ValueForm::Boolean => as_boolean(value),
        ValueForm::Seconds => as_number(value),
        ValueForm::ProxyTags => None,
        ValueForm::Url | ValueForm::Color | ValueForm::Date => {
            empty_as_null(value).or_else(|| as_text(value))
        }
        ValueForm::OneOf(_) => value
            .as_str()
            .map(|text| word(text).into())
            .or_else(|| as_text(value)),
        ValueForm::Text(_) | ValueForm::Name(..) | ValueForm::FreeText | ValueForm::Timezone => {
            as_text(value)
        }
    };
    read.map_or(Cow::Borrowed(value), Cow::Owned)
}

fn as_text(value: &Value) -> Option<Value> {
    let is_scalar = value.is_number() || value.is_boolean();
    (is_scalar && is(Variant::ScalarsAsTexts)).then(|| value.to_string().into())
}

fn empty_as_null(value: &Value) -> Option<Value> {
    (value.as_str() == Some("") && is(Variant::EmptyTextIsNull)).then_some(Value::Null)
}

fn as_boolean(value: &Value) -> Option<Value> {
    if !is(Variant::ScalarsAsBooleans) {
        return None;
    }
    match (value.as_str(), value.as_u64()) {
        (Some("true"), _) | (_, Some(1)) => Some(true.into()),
        (Some("false"), _) | (_, Some(0)) => Some(false.into()),
        _ => None,
    }
}

fn as_number(value: &Value) -> Option<Value> {
    if !is(Variant::ScalarsAsNumbers) {
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

/// A value out of a list of words.
pub(crate) fn word(text: &str) -> Cow<'_, str> {
    if is(Variant::WordsInAnyCase) {
        text.to_ascii_lowercase().into()
    } else {
        text.into()
    }
}

/// The text that is judged as a URL.
pub(crate) fn url(text: &str) -> Cow<'_, str> {
    let rest = ["http://", "ftp://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    match rest {
        Some(rest) if is(Variant::UrlsOfAnyScheme) => format!("https://{rest}").into(),
        Some(_) | None => text.into(),
    }
}

/// The reference that an entry which is no text is read as.
pub(crate) fn entry_as_text(entry: &Value) -> Option<String> {
    is(Variant::EntriesAsTexts).then(|| entry.to_string())
}

/// Reports whether a value is invalid because of a NUL character.
pub(crate) fn is_invalid_with_nul(value: &Value) -> bool {
    is(Variant::NulIsInvalid) && has_nul(value)
}

/// Reports whether a text within a value has a NUL character.
pub(super) fn has_nul(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
        Value::String(text) => text.contains('\0'),
        Value::Array(list) => list.iter().any(has_nul),
        Value::Object(object) => object.values().any(has_nul),
    }
}
