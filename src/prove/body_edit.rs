//! Edits of the JSON body of a response.

use serde_json::{Map, Value};

use crate::contract::{ErrorCode, ErrorModel, ErrorRow, JsonPointer};
use crate::exchange::{Response, WireBytes};

/// Edits the object that the body is; `None` if it is none, or if the edit has nothing to change.
pub(super) fn edit_object(
    response: &Response,
    edit: impl FnOnce(&mut Value) -> Option<()>,
) -> Option<Response> {
    let mut body: Value = serde_json::from_slice(&response.body.0).ok()?;
    body.is_object().then_some(())?;
    edit(&mut body)?;
    Some(with_json_body(response, &body))
}

/// Returns the response with this value as its body.
pub(super) fn with_json_body(response: &Response, body: &Value) -> Response {
    with_body(response, body.to_string().into_bytes())
}

/// Returns the response with these bytes as its body.
pub(super) fn with_body(response: &Response, body: impl Into<Vec<u8>>) -> Response {
    Response {
        body: WireBytes(body.into()),
        ..response.clone()
    }
}

/// Returns the response with this header field in place of those of the same name; without a value, they are removed.
pub(super) fn with_header(response: &Response, name: &str, value: Option<&str>) -> Response {
    let mut response = response.clone();
    response
        .headers
        .retain(|(own, _)| !own.eq_ignore_ascii_case(name));
    let value = value.map(|value| (name.to_owned(), value.into()));
    response.headers.extend(value);
    response
}

/// Replaces a value that is there.
pub(super) fn replace_value(
    body: &mut Value,
    at: &JsonPointer,
    value: impl Into<Value>,
) -> Option<()> {
    *body.pointer_mut(at.as_str())? = value.into();
    Some(())
}

/// Replaces the value of a key that is there.
pub(super) fn replace_entry(
    object: &mut Map<String, Value>,
    key: &str,
    value: impl Into<Value>,
) -> Option<()> {
    *object.get_mut(key)? = value.into();
    Some(())
}

/// Appends a text to a value that is a string.
pub(super) fn append_text(body: &mut Value, at: &JsonPointer, text: &str) -> Option<()> {
    let Value::String(own) = body.pointer_mut(at.as_str())? else {
        return None;
    };
    own.push_str(text);
    Some(())
}

/// Renames a key that is there; it becomes the last one.
pub(super) fn rename_key(body: &mut Map<String, Value>, key: &str, name: &str) -> Option<()> {
    let value = body.shift_remove(key)?;
    body.insert(name.to_owned(), value);
    Some(())
}

/// Returns the error response that a row documents, with the header fields of another response.
pub(super) fn build_refusal_for_row(
    response: &Response,
    model: &ErrorModel,
    row: &ErrorRow,
) -> Response {
    let refused = build_error_response(
        response,
        model,
        row.status.code().unwrap_or(400),
        row.code,
        &row.meaning,
    );
    with_header(&refused, "content-type", Some(&model.content_type))
}

/// Returns an error response in the form of the error model, with the header fields of another response.
pub(super) fn build_error_response(
    response: &Response,
    model: &ErrorModel,
    status: u16,
    code: ErrorCode,
    message: &str,
) -> Response {
    let mut body = Value::Null;
    if let Some(at) = &model.message {
        at.insert_into(&mut body, message.into());
    }
    model.code.insert_into(&mut body, code.into());
    Response {
        status,
        ..with_json_body(response, &body)
    }
}
