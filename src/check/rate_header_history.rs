//! The responses of a target that had rate-limit headers so far.
//!
//! A target may limit the rate or not. Once a response of a scope has had the headers, later ones need them too. Not every response comes from behind the
//! limiter: a gateway may answer in place of the API, and a missing token may be refused before the request is counted. Such a response needs the
//! headers only if one of its kind has had them.

use std::collections::BTreeSet;

use serde::de::IgnoredAny;

use crate::contract::{ErrorId, ErrorModel, ErrorRow, RateLimitHeaderNames};
use crate::exchange::{Exchange, Response};

use super::parsed_response::ParsedResponse;
use super::{JudgeContext, RateLimitEnforcement};

/// The scopes, and the kinds of responses in each, that had rate-limit headers so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RateHeaderHistory {
    kinds_with_headers: BTreeSet<(String, ResponseLimiterStage)>,
}

/// A kind of response, by what it shows about the limiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ResponseLimiterStage {
    /// A success, or a row that says what is wrong with this request: the limiter has let the request through.
    LetThrough,
    /// A row that the API may also give before its limiter.
    PerhapsBeforeLimiter(ErrorId),
    /// No row: perhaps not a response of the API.
    Unknown {
        /// The status code.
        status: u16,
        /// `true` if the body has an error code, as those of the API have.
        has_code: bool,
    },
}

impl RateHeaderHistory {
    /// Records whether a response has rate-limit headers. Returns whether the responses before it show that it must have them.
    ///
    /// A response out of a cache is left out, since it shows the headers of another request.
    pub fn record_and_infer_enforcement(
        &mut self,
        rules: &JudgeContext<'_>,
        exchange: &Exchange,
    ) -> RateLimitEnforcement {
        let (request, response) = (&exchange.request, &exchange.response);
        let scope = rules.limits.and_then(|limits| {
            let scope = limits.scope_for_request(&request.method, &request.target)?;
            Some((scope, &limits.headers))
        });
        let is_cached = response.header_values("age").next().is_some();
        let Some((scope, headers)) = scope.filter(|_| !is_cached) else {
            return RateLimitEnforcement::Unknown;
        };
        let kind = ResponseLimiterStage::from_exchange(rules, exchange);
        let is_promised = self.requires_headers_at_stage(&scope.name, kind);
        if has_any_rate_header(headers, response) {
            self.kinds_with_headers.insert((scope.name.clone(), kind));
        }
        if is_promised {
            RateLimitEnforcement::On
        } else {
            RateLimitEnforcement::Unknown
        }
    }

    /// Reports whether responses in this scope had headers that promise those of a response of this kind.
    fn requires_headers_at_stage(&self, scope: &str, kind: ResponseLimiterStage) -> bool {
        let mut shown = self.kinds_with_headers.iter();
        shown.any(|(own_scope, own_kind)| {
            own_scope == scope && (*own_kind == kind || own_kind.implies_headers_on(kind))
        })
    }
}

impl ResponseLimiterStage {
    fn from_exchange(rules: &JudgeContext<'_>, exchange: &Exchange) -> Self {
        let reading = ParsedResponse::from_exchange(rules, exchange);
        match reading.exact_row {
            Some(row) if is_raised_after_limiter(row, rules.model) => Self::LetThrough,
            Some(row) => Self::PerhapsBeforeLimiter(row.id()),
            None if is_success_of_api(&exchange.response) => Self::LetThrough,
            None => Self::Unknown {
                status: reading.status_code(),
                has_code: reading.has_readable_code(),
            },
        }
    }

    /// Reports whether headers on a response of this kind promise those of a response of another kind.
    fn implies_headers_on(self, other: Self) -> bool {
        match (self, other) {
            // What may be a gateway's says nothing about the API.
            (Self::LetThrough | Self::PerhapsBeforeLimiter(_), Self::LetThrough) => true,
            (Self::Unknown { .. }, Self::LetThrough)
            | (_, Self::PerhapsBeforeLimiter(_) | Self::Unknown { .. }) => false,
        }
    }
}

/// Reports whether only a request that the limiter has let through can get this row.
///
/// A row whose meaning describes an event, such as a missing token, may be given earlier.
fn is_raised_after_limiter(row: &ErrorRow, model: &ErrorModel) -> bool {
    let is_event = model.described_rows.contains(&row.id());
    let is_model_error = model.rows_with_details().contains(&row.id());
    (is_model_error || !is_event)
        && row
            .status
            .code()
            .is_none_or(|status| status != 401 && status < 500)
}

/// Reports whether a response is a success of the API, without content or with JSON, and not the page of a gateway.
fn is_success_of_api(response: &Response) -> bool {
    let body = &response.body.0;
    let is_json = || serde_json::from_slice::<IgnoredAny>(body).is_ok();
    response.is_success() && (body.is_empty() || is_json())
}

fn has_any_rate_header(headers: &RateLimitHeaderNames, response: &Response) -> bool {
    let mut names = headers.names().into_iter();
    names.any(|name| response.header_values(name).next().is_some())
}

#[cfg(test)]
#[path = "rate_header_history_tests.rs"]
mod tests;
