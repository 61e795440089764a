//! The header fields that report the state of a rate limit.
//!
//! A header that is present is checked on every response. The headers must be present on rate-limit refusals, and on every
//! response if the target is known to limit the rate ([`RateLimitEnforcement::On`]), as [`RateHeaderHistory`](super::RateHeaderHistory) learns it. The
//! response to a request of no documented scope needs none of them. A reset is judged by the clock of the target, as far as [`ClockSkewRange`] shows it.
//!
//! A limit above the documented one is taken as announced, and remarked.

use std::time::Duration;

use crate::contract::{RateLimitScope, RateLimits, RequirementId};
use crate::exchange::{ExchangeTiming, Response};

use super::announced_limit::{limit_in_force, parse_announced_limit, parse_whole_number};
use super::parsed_response::ParsedResponse;
use super::shorten::shorten_text;
use super::{ClockSkewRange, RateHeaderBreach, RateLimitEnforcement};

/// A requirement for headers that was checked on a response, and the breach if the response breaks it.
type RateHeaderJudgement = (RequirementId, Option<RateHeaderBreach>);

/// Checks the headers that a response has, and that none is missing.
pub(super) fn judge_rate_headers(
    reading: &ParsedResponse<'_>,
    skew: ClockSkewRange,
) -> Vec<RateHeaderJudgement> {
    let rules = reading.rules;
    let request = &reading.exchange.request;
    let Some(limits) = rules.limits else {
        return Vec::new();
    };
    let Some(scope) = limits.scope_for_request(&request.method, &request.target) else {
        return Vec::new();
    };
    let is_refused = reading
        .exact_row
        .is_some_and(|row| rules.model.rate_limit_rows.contains(&row.id()));
    let is_promised = match rules.options.rate_limit_enforcement {
        RateLimitEnforcement::On => true,
        RateLimitEnforcement::Unknown => is_refused,
    };
    let response = reading.response();
    let mut observed = Vec::new();
    if is_promised {
        observed.push(judge_header_presence(response, limits));
    }
    let timing = reading.exchange.timing;
    let headers = [
        judge_limit_header(response, limits, scope),
        judge_raised_limit(response, limits, scope),
        judge_remaining_header(response, limits, scope),
        judge_reset_header(
            response,
            limits,
            timing,
            rules.options.clock_tolerance,
            skew,
        ),
        judge_scope_header(response, limits, scope),
    ];
    observed.extend(headers.into_iter().flatten());
    observed
}

fn judge_header_presence(response: &Response, limits: &RateLimits) -> RateHeaderJudgement {
    let names = limits.headers.names();
    let (present, missing): (Vec<_>, Vec<_>) = names
        .into_iter()
        .partition(|name| response.header_values(name).next().is_some());
    let breach = missing.first().map(|first| RateHeaderBreach::Missing {
        name: (*first).to_owned(),
        expected: names.map(str::to_owned).to_vec(),
        present: present.into_iter().map(str::to_owned).collect(),
    });
    (RequirementId::RateHeadersPresent, breach)
}

fn judge_limit_header(
    response: &Response,
    limits: &RateLimits,
    scope: &RateLimitScope,
) -> Option<RateHeaderJudgement> {
    let name = &limits.headers.limit;
    let wrong = find_wrong_header_values(response, name, |text| {
        parse_whole_number(text).is_some_and(|limit| limit >= scope.limit.into())
    })?;
    let breach = wrong.map(|values| RateHeaderBreach::Limit {
        name: name.clone(),
        limit: scope.limit,
        values,
    });
    Some((RequirementId::RateHeaderLimit, breach))
}

/// Checks that the limit is the documented one, if the header states a number.
fn judge_raised_limit(
    response: &Response,
    limits: &RateLimits,
    scope: &RateLimitScope,
) -> Option<RateHeaderJudgement> {
    let name = &limits.headers.limit;
    let is_raised = parse_announced_limit(limits, response)? > scope.limit;
    let wrong = find_wrong_header_values(response, name, |_| !is_raised)?;
    let breach = wrong.map(|values| RateHeaderBreach::Raised {
        name: name.clone(),
        limit: scope.limit,
        values,
    });
    Some((RequirementId::RateHeaderLimitDocumented, breach))
}

fn judge_remaining_header(
    response: &Response,
    limits: &RateLimits,
    scope: &RateLimitScope,
) -> Option<RateHeaderJudgement> {
    let name = &limits.headers.remaining;
    let limit = limit_in_force(limits, scope, response);
    let wrong = find_wrong_header_values(response, name, |text| {
        parse_whole_number(text).is_some_and(|left| left <= limit.into())
    })?;
    let breach = wrong.map(|values| RateHeaderBreach::Remaining {
        name: name.clone(),
        limit,
        values,
    });
    Some((RequirementId::RateHeaderRemaining, breach))
}

fn judge_reset_header(
    response: &Response,
    limits: &RateLimits,
    timing: ExchangeTiming,
    allowance: Duration,
    skew: ClockSkewRange,
) -> Option<RateHeaderJudgement> {
    let allowance = u64::try_from(allowance.as_millis()).unwrap_or(u64::MAX);
    let span = |skew: ClockSkewRange| {
        let earliest_ms = timing
            .sent_unix_ms
            .saturating_add_signed(skew.least_ms)
            .saturating_sub(allowance);
        let latest_ms = timing
            .received_unix_ms
            .saturating_add_signed(skew.most_ms)
            .saturating_add(limits.window_ms)
            .saturating_add(allowance);
        earliest_ms..=latest_ms
    };
    let by_date = span(skew);
    // A gateway may write `Date` by a clock of its own: a time that is right by the clock of the harness is right, too.
    let by_own_clock = span(ClockSkewRange::default());
    let name = &limits.headers.reset;
    let wrong = find_wrong_header_values(response, name, |text| {
        parse_whole_number(text)
            .is_some_and(|reset| by_date.contains(&reset) || by_own_clock.contains(&reset))
    })?;
    let (earliest_ms, latest_ms) = by_date.into_inner();
    let breach = wrong.map(|values| RateHeaderBreach::Reset {
        name: name.clone(),
        earliest_ms,
        latest_ms,
        values,
    });
    Some((RequirementId::RateHeaderReset, breach))
}

fn judge_scope_header(
    response: &Response,
    limits: &RateLimits,
    scope: &RateLimitScope,
) -> Option<RateHeaderJudgement> {
    let name = &limits.headers.scope;
    let wrong = find_wrong_header_values(response, name, |text| text == scope.name)?;
    let breach = wrong.map(|values| RateHeaderBreach::Scope {
        name: name.clone(),
        scope: scope.name.clone(),
        values,
    });
    Some((RequirementId::RateHeaderScope, breach))
}

/// Returns the values of a header, or `Some(None)` if it has exactly one value and this is right. Returns `None` if there is no such header.
fn find_wrong_header_values(
    response: &Response,
    name: &str,
    is_right: impl Fn(&str) -> bool,
) -> Option<Option<Vec<String>>> {
    let values = response.header_values(name);
    let values: Vec<String> = values
        .map(|value| shorten_text(&value.to_string_lossy()))
        .collect();
    match values.as_slice() {
        [] => None,
        [one] if is_right(one.trim()) => Some(None),
        [_, ..] => Some(Some(values)),
    }
}

#[cfg(test)]
#[path = "rate_headers_tests.rs"]
mod tests;
