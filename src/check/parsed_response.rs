//! A parsed response: one response, parsed once for all checks.

use serde_json::Value;

use crate::contract::{ErrorCode, ErrorId, ErrorRow, JsonPointer};
use crate::exchange::{Exchange, Response};

use super::shorten::{shorten_text, shorten_value};
use super::{JudgeContext, LocatedValue, ResponseKind, ResponseSummary, wire_format};

/// A response whose body is parsed as far as possible.
#[derive(Debug)]
pub(super) struct ParsedResponse<'a> {
    pub(super) rules: &'a JudgeContext<'a>,
    pub(super) exchange: &'a Exchange,
    /// The body, if it begins with an object.
    pub(super) body: Option<Value>,
    /// The row with exactly this status code and code.
    pub(super) exact_row: Option<&'a ErrorRow>,
    /// The row that the code names, even if the status code is not that of the row; `None` if several rows have the code.
    pub(super) named_row: Option<&'a ErrorRow>,
}

impl<'a> ParsedResponse<'a> {
    pub(super) fn from_exchange(rules: &'a JudgeContext<'a>, exchange: &'a Exchange) -> Self {
        let status = exchange.response.status;
        let body = wire_format::parse_leading_object(&exchange.response.body.0);
        let code = body
            .as_ref()
            .and_then(|body| rules.model.code.find_in(body))
            .and_then(ErrorCode::from_json);
        let pair = code.and_then(|code| rules.find_row_by_code_and_status(code, status));
        let named = pair.or_else(|| code.and_then(|code| rules.find_only_row_with_code(code)));
        Self {
            rules,
            exchange,
            body,
            exact_row: pair,
            named_row: named,
        }
    }

    pub(super) fn response(&self) -> &'a Response {
        &self.exchange.response
    }

    pub(super) fn status_code(&self) -> u16 {
        self.exchange.response.status
    }

    /// Returns the value at this place of the body.
    pub(super) fn body_value_at_key(&self, at: &JsonPointer) -> Option<&Value> {
        at.find_in(self.body.as_ref()?)
    }

    /// Returns the message of the body.
    pub(super) fn message(&self) -> Option<&Value> {
        self.body_value_at_key(self.rules.model.message.as_ref()?)
    }

    /// Reports whether the body has a code of the type that the table has, documented or not.
    pub(super) fn has_readable_code(&self) -> bool {
        self.body_value_at_key(&self.rules.model.code)
            .is_some_and(|code| self.rules.code_type.accepts(code))
    }

    /// Reports whether HTTP forbids the response a body, so that its row cannot be read.
    pub(super) fn is_response_to_head(&self) -> bool {
        self.exchange.request.method == "HEAD"
    }

    /// Reports whether the status code is informational, a success or a redirect, and no row has it.
    pub(super) fn is_no_error(&self) -> bool {
        self.status_code() < 400
            && self
                .rules
                .rows
                .iter()
                .all(|row| row.status != self.status_code())
    }

    pub(super) fn is_server_error(&self) -> bool {
        (500..600).contains(&self.status_code())
    }

    /// Returns the value at this place of the body with the place.
    fn locate_value_at_key(&self, at: &JsonPointer) -> Option<LocatedValue> {
        Some(LocatedValue {
            at: at.clone(),
            value: shorten_value(self.body_value_at_key(at)?.clone()),
        })
    }

    /// Summarizes the response by the properties that distinguish it from others.
    pub(super) fn summarize_response(&self) -> ResponseSummary {
        let model = self.rules.model;
        let shows_body = self.body.is_none() && !self.is_response_to_head();
        ResponseSummary {
            status: self.status_code(),
            kind: if self.is_no_error() {
                ResponseKind::NoError
            } else {
                ResponseKind::Error
            },
            row: self.exact_row.map(ErrorRow::id),
            code: self.locate_value_at_key(&model.code),
            message: model
                .message
                .as_ref()
                .and_then(|at| self.locate_value_at_key(at)),
            body: shows_body.then(|| shorten_text(&self.response().body.to_string_lossy())),
        }
    }
}

/// Returns the row with exactly the status code and code of a response, if there is one.
#[must_use]
pub fn find_response_row_id(rules: &JudgeContext<'_>, exchange: &Exchange) -> Option<ErrorId> {
    let reading = ParsedResponse::from_exchange(rules, exchange);
    reading.exact_row.map(ErrorRow::id)
}
