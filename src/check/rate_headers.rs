//! The headers that report the state of a rate limit.
//!
//! | requirement | place | expected | actual |
//! |---|---|---|---|
//! | `rate-headers-present` | the first that is missing | the names that should be there | the names that are |
//! | `rate-header-limit` | the header | the scope's limit | its text, a list of several |
//! | `rate-header-remaining` | the header | `{min, max}` | its text, a list of several |
//! | `rate-header-reset` | the header | `{min, max}`, UNIX time in milliseconds | its text, a list of several |
//! | `rate-header-scope` | the header | the scope's name | its text, a list of several |
//!
//! A header that is there is judged on every answer. That they are there is asked of rate-limit refusals, and of every
//! answer where the target is known to limit ([`Limiting::On`]). A request that belongs to no documented scope is
//! asked for none of them.

use std::time::Duration;

use serde_json::{Value, json};

use crate::contract::{RateLimits, RequirementId, Scope};
use crate::exchange::{Response, Timing};
use crate::outcome::Place;

use super::Limiting;
use super::findings::Findings;
use super::reading::Reading;

pub(super) fn check(reading: &Reading<'_>, findings: &mut Findings<'_>) {
    let rules = reading.rules;
    let request = &reading.exchange.request;
    let Some(limits) = rules.limits else { return };
    let Some(scope) = limits.scope_of(&request.method, &request.target) else {
        return;
    };
    let refused = reading
        .pair
        .is_some_and(|row| rules.model.rate_limit_rows.contains(&row.name()));
    let promised = match rules.terms.limiting {
        Limiting::On => true,
        Limiting::Unknown => refused,
    };
    if promised {
        present(reading.response(), limits, findings);
    }
    let response = reading.response();
    limit(response, limits, scope, findings);
    remaining(response, limits, scope, findings);
    reset(
        response,
        limits,
        reading.exchange.timing,
        rules.terms.clock_allowance,
        findings,
    );
    scope_name(response, limits, scope, findings);
}

fn present(response: &Response, limits: &RateLimits, findings: &mut Findings<'_>) {
    let headers = &limits.headers;
    let names = [
        &headers.limit,
        &headers.remaining,
        &headers.reset,
        &headers.scope,
    ];
    let (here, missing): (Vec<_>, Vec<_>) = names
        .into_iter()
        .partition(|name| response.header_values(name).next().is_some());
    if let Some(first) = missing.first() {
        findings.add(
            RequirementId::RateHeadersPresent,
            Place::Header((*first).clone()),
            json!(names),
            &json!(here),
        );
    }
}

fn limit(response: &Response, limits: &RateLimits, scope: &Scope, findings: &mut Findings<'_>) {
    judge(
        response,
        &limits.headers.limit,
        |text| number(text) == Some(scope.limit.into()),
        RequirementId::RateHeaderLimit,
        json!(scope.limit),
        findings,
    );
}

fn remaining(response: &Response, limits: &RateLimits, scope: &Scope, findings: &mut Findings<'_>) {
    judge(
        response,
        &limits.headers.remaining,
        |text| number(text).is_some_and(|left| left <= scope.limit.into()),
        RequirementId::RateHeaderRemaining,
        json!({"min": 0, "max": scope.limit}),
        findings,
    );
}

fn reset(
    response: &Response,
    limits: &RateLimits,
    timing: Timing,
    allowance: Duration,
    findings: &mut Findings<'_>,
) {
    let allowance = u64::try_from(allowance.as_millis()).unwrap_or(u64::MAX);
    let min = timing.sent_unix_ms.saturating_sub(allowance);
    let max = timing
        .received_unix_ms
        .saturating_add(limits.window_ms)
        .saturating_add(allowance);
    judge(
        response,
        &limits.headers.reset,
        |text| number(text).is_some_and(|reset| (min..=max).contains(&reset)),
        RequirementId::RateHeaderReset,
        json!({"min": min, "max": max}),
        findings,
    );
}

fn scope_name(
    response: &Response,
    limits: &RateLimits,
    scope: &Scope,
    findings: &mut Findings<'_>,
) {
    judge(
        response,
        &limits.headers.scope,
        |text| text == scope.name,
        RequirementId::RateHeaderScope,
        json!(scope.name),
        findings,
    );
}

/// Judges a header where it is there: it stands once and its text is right.
fn judge(
    response: &Response,
    name: &str,
    is_right: impl Fn(&str) -> bool,
    requirement: RequirementId,
    expected: Value,
    findings: &mut Findings<'_>,
) {
    let values: Vec<_> = response.header_values(name).map(|v| v.lossy()).collect();
    let actual = match values.as_slice() {
        [] => return,
        [one] if is_right(one.trim()) => return,
        [one] => json!(one),
        several => json!(several),
    };
    findings.add(
        requirement,
        Place::Header(name.to_owned()),
        expected,
        &actual,
    );
}

/// A number written with decimal digits and nothing else; a sign, a point or an exponent makes it none.
fn number(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
#[path = "rate_headers_tests.rs"]
mod tests;
