//! Faults of what an answer says of the rate limits.

use serde_json::{Map, Value, json};

use super::board::{strikes, which};
use super::breach::FaultKind;
use super::limit::{HeaderFault, RetryFault, SharedScopes};
use crate::limiter::{AdmissionDecision, LimiterScope, RateLimitStatus};

/// Puts `retry_after` into a body, or into a header, altered by a fault.
pub(crate) fn retry_after(body: &mut Map<String, Value>, millis: u64) -> Option<u64> {
    const LATEST: u64 = 1_700_000_000_000;
    let spoilt = match which(RetryFault::ALL, FaultKind::Retry) {
        None => millis.into(),
        Some(RetryFault::Missing) => return None,
        Some(RetryFault::HeaderOnly) => return Some(millis.div_ceil(1000)),
        Some(RetryFault::Renamed) => {
            body.insert("retryAfter".into(), millis.into());
            return None;
        }
        Some(RetryFault::Null) => Value::Null,
        Some(RetryFault::Text) => millis.to_string().into(),
        Some(RetryFault::Fraction) => json!(small(millis) + 0.25),
        Some(RetryFault::Zero) => 0.into(),
        Some(RetryFault::Negative) => json!(-i64::try_from(millis).unwrap_or(1)),
        Some(RetryFault::Seconds) => millis.div_ceil(1000).into(),
        Some(RetryFault::Microseconds) => (millis * 1000).into(),
        Some(RetryFault::PointInTime) => (LATEST + millis).into(),
        Some(RetryFault::DateText) => "2026-01-02T03:04:05Z".into(),
        Some(RetryFault::TooShort) => (millis / 3).max(1).into(),
        Some(RetryFault::TooLong) => (millis + 1000).into(),
        Some(RetryFault::Minute) => 60_000.into(),
        Some(RetryFault::InAnObject) => json!({"milliseconds": millis}),
    };
    body.insert("retry_after".into(), spoilt);
    None
}

/// Milliseconds of a wait, exact: a window has a thousand.
fn small(millis: u64) -> f64 {
    u16::try_from(millis).map_or(0.0, f64::from)
}

/// The rate limit headers, in their order.
pub(crate) fn headers(standing: &RateLimitStatus) -> Vec<(&'static str, String)> {
    const LIMIT: &str = "x-ratelimit-limit";
    const REMAINING: &str = "x-ratelimit-remaining";
    const RESET: &str = "x-ratelimit-reset";
    const SCOPE: &str = "x-ratelimit-scope";
    let (limit, reset) = (standing.limit, standing.reset);
    let mut headers = vec![
        (LIMIT, limit.to_string()),
        (REMAINING, standing.remaining.to_string()),
        (RESET, reset.to_string()),
        (SCOPE, standing.scope.name().to_owned()),
    ];
    let refused = match standing.admission {
        AdmissionDecision::Refused { .. } => true,
        AdmissionDecision::Granted => false,
    };
    let faults = HeaderFault::ALL.iter().copied();
    let faults: Vec<_> = faults
        .filter(|fault| refused || *fault != HeaderFault::MissingOnRefusal)
        .collect();
    let Some(fault) = which(&faults, FaultKind::Header) else {
        return headers;
    };
    let mut put = |name: &str, value: Option<String>| {
        headers.retain_mut(|(own, held)| match &value {
            _ if *own != name => true,
            Some(value) => {
                held.clone_from(value);
                true
            }
            None => false,
        });
    };
    let now = reset.saturating_sub(reset % 1000);
    match fault {
        HeaderFault::AllMissing | HeaderFault::MissingOnRefusal => headers.clear(),
        HeaderFault::LimitMissing => put(LIMIT, None),
        HeaderFault::LimitPerMinute => put(LIMIT, Some((limit * 60).to_string())),
        HeaderFault::LimitText => put(LIMIT, Some(format!("{limit} per second"))),
        HeaderFault::LimitZero => put(LIMIT, Some("0".into())),
        HeaderFault::RemainingMissing => put(REMAINING, None),
        HeaderFault::RemainingNegative => put(REMAINING, Some("-1".into())),
        HeaderFault::RemainingAboveLimit => put(REMAINING, Some((limit + 1).to_string())),
        HeaderFault::RemainingFraction => put(REMAINING, Some("0.5".into())),
        HeaderFault::ResetMissing => put(RESET, None),
        HeaderFault::ResetSeconds => put(RESET, Some((reset / 1000).to_string())),
        HeaderFault::ResetMicroseconds => put(RESET, Some((reset * 1000).to_string())),
        HeaderFault::ResetRelative => put(RESET, Some((reset - now).to_string())),
        HeaderFault::ResetDate => put(RESET, Some("Fri, 02 Jan 2026 03:04:05 GMT".into())),
        HeaderFault::ResetFar => put(RESET, Some((reset + 60_000).to_string())),
        HeaderFault::ScopeMissing => put(SCOPE, None),
        HeaderFault::ScopeUnknown => put(SCOPE, Some("generic".into())),
        HeaderFault::ScopeOther => put(SCOPE, Some(other(standing.scope).name().into())),
        HeaderFault::ScopeEmpty => put(SCOPE, Some(String::new())),
    }
    headers
}

fn other(scope: LimiterScope) -> LimiterScope {
    match scope {
        LimiterScope::Get => LimiterScope::Message,
        LimiterScope::Message => LimiterScope::Update,
        LimiterScope::Update => LimiterScope::Get,
    }
}

/// The other scopes that a request is counted in.
pub(crate) fn counted_too(scope: LimiterScope) -> Vec<LimiterScope> {
    let pairs = [
        (
            SharedScopes::GetAndMessage,
            LimiterScope::Get,
            LimiterScope::Message,
        ),
        (
            SharedScopes::GetAndUpdate,
            LimiterScope::Get,
            LimiterScope::Update,
        ),
        (
            SharedScopes::MessageAndUpdate,
            LimiterScope::Message,
            LimiterScope::Update,
        ),
    ];
    let partner = |(which, one, other): (SharedScopes, LimiterScope, LimiterScope)| {
        let partner = match scope {
            _ if scope == one => other,
            _ if scope == other => one,
            _ => return None,
        };
        strikes(FaultKind::Shared(which)).then_some(partner)
    };
    if strikes(FaultKind::Shared(SharedScopes::All)) {
        return LimiterScope::ALL
            .iter()
            .copied()
            .filter(|other| *other != scope)
            .collect();
    }
    pairs.into_iter().filter_map(partner).collect()
}
