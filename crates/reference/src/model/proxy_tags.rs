//! Proxy tags.

use serde_json::{Value, json};

use super::error_object::FieldErrorObject;
use super::value_format::ValueFormatError;

const MAX_PROXY_TAGS: usize = 100;

/// Validates a list of proxy tags, each of which may have this many characters together with the word `text`.
pub(super) fn validate_proxy_tags(
    key: &str,
    value: &Value,
    max_length: usize,
) -> Result<Value, ValueFormatError> {
    let tags = value.as_array().ok_or(ValueFormatError::WrongType)?;
    let mut kept = Vec::with_capacity(tags.len());
    let mut fits = tags.len() <= MAX_PROXY_TAGS;
    for tag in tags {
        let tag = tag.as_object().ok_or(ValueFormatError::WrongType)?;
        let (prefix, suffix) = (
            parse_proxy_tag_affix(tag.get("prefix"))?,
            parse_proxy_tag_affix(tag.get("suffix"))?,
        );
        let length = |affix: Option<&str>| affix.map_or(0, |text| text.chars().count());
        let together = length(prefix) + "text".len() + length(suffix);
        fits &= together <= max_length;
        kept.push(json!({"prefix": prefix, "suffix": suffix}));
    }
    if fits {
        Ok(kept.into())
    } else {
        Err(ValueFormatError::InvalidValue(vec![
            FieldErrorObject::for_invalid_field(key),
        ]))
    }
}

fn parse_proxy_tag_affix(value: Option<&Value>) -> Result<Option<&str>, ValueFormatError> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_str().map(Some).ok_or(ValueFormatError::WrongType),
    }
}
