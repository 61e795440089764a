//! The stages at which a framework refuses a request before the API's own code sees it.

use axum::http::header::USER_AGENT;
use badreq_reference::DocumentedError;
use serde_json::Value;

use super::exchange::CleanExchange;
use crate::named::named;
use crate::operation::{JsonBodyType, Operation};

named! {
    /// A stage at which a framework refuses a request.
    pub(super) enum RefusalStage {
        Path = "path",
        Method = "method",
        UserAgent = "user-agent",
        ContentType = "content-type",
        Syntax = "syntax",
        TopLevel = "top-level",
        Type = "type",
        Query = "query",
        Token = "token",
    }
}

impl RefusalStage {
    /// Finds the stage at which a request was refused; `None` for all that are the API's own.
    pub(super) fn classify_exchange(exchange: &CleanExchange<'_>) -> Option<Self> {
        match exchange.refusal_row()? {
            DocumentedError::Unauthorized => Some(Self::Token),
            DocumentedError::BadRequest => Self::classify_bad_request(exchange),
            _ => None,
        }
    }

    fn classify_bad_request(exchange: &CleanExchange<'_>) -> Option<Self> {
        let request = exchange.request;
        let name = request.sent.headers.get(USER_AGENT);
        if name.is_none_or(|name| name.as_bytes().trim_ascii().is_empty()) {
            return Some(Self::UserAgent);
        }
        let Some(operation) = request.operation else {
            let segments: Vec<&str> = request.segments.iter().map(String::as_str).collect();
            return Some(if Operation::is_known_path(&segments) {
                Self::Method
            } else {
                Self::Path
            });
        };
        let Some(body_type) = operation.body_type() else {
            return request.sent.query.as_ref().map(|_| Self::Query);
        };
        if !request.sent.has_json_content_type() {
            return Some(Self::ContentType);
        }
        let is_empty = match (request.json.as_ref(), body_type) {
            (None, _) => return Some(Self::Syntax),
            (Some(Value::Object(object)), JsonBodyType::Object) => object.is_empty(),
            (Some(Value::Array(list)), JsonBodyType::List) => list.is_empty(),
            (Some(_), JsonBodyType::Object | JsonBodyType::List) => return Some(Self::TopLevel),
        };
        (!is_empty).then_some(Self::Type)
    }
}
