//! An exchange in SARIF: its web request and web response.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use crate::outcome::{Exchange, RequestHeaderValue, WireBytes};

/// Builds the web request and the web response of an exchange, with URLs below `base`.
pub(super) fn build_web_exchange(base: &str, exchange: &Exchange) -> (Value, Value) {
    let Exchange {
        request, response, ..
    } = exchange;
    let sent = request.headers.iter().map(|(name, value)| {
        let value = match value {
            RequestHeaderValue::Plain(bytes) => bytes.to_string_lossy().into_owned(),
            RequestHeaderValue::Token(token) => {
                token.format_with_token(&format!("[{} token]", token.actor))
            }
            RequestHeaderValue::Secret(variable) => format!("[secret of {variable}]"),
        };
        (name.as_str(), value)
    });
    let came = response.headers.iter();
    let came = came.map(|(name, value)| (name.as_str(), value.to_string_lossy().into_owned()));
    let mut web_request = json!({
        "protocol": "HTTP",
        "version": "1.1",
        "method": request.method,
        "target": format!("{base}{}", request.target),
        "headers": join_header_values(sent.collect()),
    });
    if let Some(body) = &request.body {
        web_request["body"] = build_artifact_content(body);
    }
    let web_response = json!({
        "protocol": "HTTP",
        "version": "1.1",
        "statusCode": response.status,
        "headers": join_header_values(came.collect()),
        "body": build_artifact_content(&response.body),
    });
    (web_request, web_response)
}

/// Joins the values of header fields with the same name, as HTTP allows: SARIF holds each name only once.
fn join_header_values(pairs: Vec<(&str, String)>) -> Value {
    let mut headers: Map<String, Value> = Map::new();
    for (name, value) in pairs {
        let value = match headers.get(name).and_then(Value::as_str) {
            Some(before) => format!("{before}, {value}"),
            None => value,
        };
        headers.insert(name.to_owned(), Value::from(value));
    }
    Value::Object(headers)
}

fn build_artifact_content(body: &WireBytes) -> Value {
    match std::str::from_utf8(&body.0) {
        Ok(text) => json!({ "text": text }),
        Err(_) => json!({ "binary": STANDARD.encode(&body.0) }),
    }
}
