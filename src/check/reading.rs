//! A parsed response: one response, parsed once for all checks.

use serde_json::Value;

use crate::contract::{JsonPointer, Row, RowName};
use crate::exchange::{Exchange, Response};

use super::shorten::{shorten, shorten_text};
use super::{LocatedValue, ResponseKind, ResponseSummary, Rules, wire};

/// A response whose body is parsed as far as possible.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    pub(super) rules: &'a Rules<'a>,
    pub(super) exchange: &'a Exchange,
    /// The body, if it begins with an object.
    pub(super) body: Option<Value>,
    /// The row with exactly this status code and code.
    pub(super) pair: Option<&'a Row>,
    /// The row that the code names, even if the status code is not that of the row.
    pub(super) named: Option<&'a Row>,
}

impl<'a> Reading<'a> {
    pub(super) fn of(rules: &'a Rules<'a>, exchange: &'a Exchange) -> Self {
        let status = exchange.response.status;
        let body = wire::object(&exchange.response.body.0);
        let code = body
            .as_ref()
            .and_then(|body| body.get(&rules.model.code))
            .and_then(Value::as_i64);
        let pair = code.and_then(|code| rules.pair(code, status));
        let named = pair.or_else(|| code.and_then(|code| rules.row(RowName::of(code, status))));
        Self {
            rules,
            exchange,
            body,
            pair,
            named,
        }
    }

    pub(super) fn response(&self) -> &'a Response {
        &self.exchange.response
    }

    pub(super) fn status(&self) -> u16 {
        self.exchange.response.status
    }

    /// Returns the value of this key of the body.
    pub(super) fn value(&self, key: &str) -> Option<&Value> {
        self.body.as_ref()?.get(key)
    }

    /// Reports whether the body has a code that is an integer, documented or not.
    pub(super) fn code_is_integer(&self) -> bool {
        self.value(&self.rules.model.code)
            .is_some_and(|code| code.is_i64() || code.is_u64())
    }

    /// Reports whether HTTP forbids the response a body, so that its row cannot be read.
    pub(super) fn is_bodiless(&self) -> bool {
        self.exchange.request.method == "HEAD"
    }

    /// Reports whether the status code is informational, a success or a redirect, and no row has it.
    pub(super) fn is_no_error(&self) -> bool {
        self.status() < 400
            && self
                .rules
                .rows
                .iter()
                .all(|row| row.status != self.status())
    }

    pub(super) fn is_server_error(&self) -> bool {
        (500..600).contains(&self.status())
    }

    /// Returns the value of this key of the body with its pointer.
    fn located(&self, key: &str) -> Option<LocatedValue> {
        Some(LocatedValue {
            at: at(key),
            value: shorten(self.value(key)?.clone()),
        })
    }

    /// Summarizes the response by the properties that distinguish it from others.
    pub(super) fn summary(&self) -> ResponseSummary {
        let model = self.rules.model;
        let shows_body = self.body.is_none() && !self.is_bodiless();
        ResponseSummary {
            status: self.status(),
            kind: if self.is_no_error() {
                ResponseKind::NoError
            } else {
                ResponseKind::Error
            },
            row: self.pair.map(Row::name),
            code: self.located(&model.code),
            message: self.located(&model.message),
            body: shows_body.then(|| shorten_text(&self.response().body.lossy())),
        }
    }
}

/// Returns the JSON pointer of a key of the body.
pub(super) fn at(key: &str) -> JsonPointer {
    JsonPointer::root().key(key)
}
