//! A form, which some servers read in place of JSON.

use serde_json::{Map, Value};

/// Reads the object that a form says, such as `a=1&b=2`; every value is a text.
pub(super) fn read_form(text: &str) -> Option<Value> {
    let pair = |pair: &str| {
        let (key, value) = pair.split_once('=')?;
        let plain = key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        (plain && !key.is_empty()).then(|| (key.to_owned(), Value::from(value.replace('+', " "))))
    };
    let pairs: Option<Map<String, Value>> = text.trim().split('&').map(pair).collect();
    pairs.map(Value::Object)
}
