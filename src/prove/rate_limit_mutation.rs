//! Mutations of a rate limit: who is refused, and what the header fields say.

use super::body_edit::with_header;
use super::case_mutation::{MutatedSteps, is_provoking_role, replace_responses};
use super::recorded_case::RecordedCase;
use crate::check::{ExchangeRole, JudgeContext, RecordedExchange};
use crate::contract::{RateLimitScope, RequirementId};
use crate::exchange::Response;

/// A wrong rate limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RateLimitMutation {
    /// Nothing is refused.
    NotEnforced,
    /// Fewer requests are served than the limit grants.
    NotGranted,
    /// The request after the promised wait is refused.
    WaitUntrue,
    /// Requests of other scopes are refused, too.
    ScopesShared,
    /// No header fields.
    NoHeaders,
    /// A lower limit in the header.
    LowerLimit,
    /// A higher limit in the header.
    HigherLimit,
    /// More requests left than the limit grants.
    OtherRemaining,
    /// The time of the reset in seconds.
    ResetInSeconds,
    /// Another scope in the header.
    OtherScope,
}

impl RateLimitMutation {
    /// Every mutation.
    pub(super) const ALL: &'static [Self] = &[
        Self::NotEnforced,
        Self::NotGranted,
        Self::WaitUntrue,
        Self::ScopesShared,
        Self::NoHeaders,
        Self::LowerLimit,
        Self::HigherLimit,
        Self::OtherRemaining,
        Self::ResetInSeconds,
        Self::OtherScope,
    ];

    /// Returns the name.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::NotEnforced => "limit-not-enforced",
            Self::NotGranted => "limit-not-granted",
            Self::WaitUntrue => "wait-untrue",
            Self::ScopesShared => "scopes-shared",
            Self::NoHeaders => "no-limit-headers",
            Self::LowerLimit => "lower-limit-header",
            Self::HigherLimit => "higher-limit-header",
            Self::OtherRemaining => "other-remaining-header",
            Self::ResetInSeconds => "reset-in-seconds",
            Self::OtherScope => "other-scope-header",
        }
    }

    /// Describes what such a server does.
    pub(super) const fn describe(self) -> &'static str {
        match self {
            Self::NotEnforced => "never refuses a request for the rate",
            Self::NotGranted => "refuses requests within the limit",
            Self::WaitUntrue => "refuses the request after the promised wait",
            Self::ScopesShared => "refuses requests of other scopes, too",
            Self::NoHeaders => "leaves out the header fields of the limit",
            Self::LowerLimit => "states a lower limit in the header",
            Self::HigherLimit => "states a higher limit in the header",
            Self::OtherRemaining => "states more requests left than the limit grants",
            Self::ResetInSeconds => "states the time of the reset in seconds",
            Self::OtherScope => "states another scope in the header",
        }
    }

    /// Returns the requirement that such a server breaks.
    pub(super) const fn broken_requirement(self) -> RequirementId {
        match self {
            Self::NotEnforced => RequirementId::LimitEnforced,
            Self::NotGranted => RequirementId::LimitGranted,
            Self::WaitUntrue => RequirementId::RetryAfterTrue,
            Self::ScopesShared => RequirementId::LimitScopesSeparate,
            Self::NoHeaders => RequirementId::RateHeadersPresent,
            Self::LowerLimit => RequirementId::RateHeaderLimit,
            Self::HigherLimit => RequirementId::RateHeaderLimitDocumented,
            Self::OtherRemaining => RequirementId::RateHeaderRemaining,
            Self::ResetInSeconds => RequirementId::RateHeaderReset,
            Self::OtherScope => RequirementId::RateHeaderScope,
        }
    }

    /// Applies the mutation to a burst of this scope; `None` if the case sends none, or if it has nothing to change.
    pub(super) fn mutate_case_steps<'c>(
        self,
        rules: &JudgeContext<'_>,
        case: &'c RecordedCase<'_>,
        scope: &str,
    ) -> Option<MutatedSteps<'c>> {
        let limited = case.expectations.burst_scope?;
        if limited.name != scope {
            return None;
        }
        let refusal = find_burst_response(rules, case, RateLimiterDecision::Refused)?;
        let served = find_burst_response(rules, case, RateLimiterDecision::Served)?;
        match self {
            Self::NotEnforced => replace_responses(case.steps(), |_, step| {
                is_burst_step(step).then(|| served.clone())
            }),
            Self::NotGranted => {
                let mut granted = limited.limit.saturating_sub(1);
                replace_responses(case.steps(), |_, step| {
                    if !is_burst_step(step) {
                        return None;
                    }
                    match granted.checked_sub(1) {
                        Some(left) => {
                            granted = left;
                            Some(served.clone())
                        }
                        None => Some(refusal.clone()),
                    }
                })
            }
            Self::WaitUntrue => replace_responses(case.steps(), |_, step| {
                (step.role == ExchangeRole::AfterWait).then(|| refusal.clone())
            }),
            Self::ScopesShared => replace_responses(case.steps(), |_, step| {
                (step.role == ExchangeRole::OtherScope).then(|| refusal.clone())
            }),
            Self::NoHeaders
            | Self::LowerLimit
            | Self::HigherLimit
            | Self::OtherRemaining
            | Self::ResetInSeconds
            | Self::OtherScope => replace_responses(case.steps(), |_, step| {
                let is_meant =
                    is_provoking_role(step.role) && step.role != ExchangeRole::OtherScope;
                let response = is_meant.then_some(&step.exchange.response)?;
                self.mutate_headers(rules, limited, response)
            }),
        }
    }

    fn mutate_headers(
        self,
        rules: &JudgeContext<'_>,
        scope: &RateLimitScope,
        response: &Response,
    ) -> Option<Response> {
        let headers = &rules.limits?.headers;
        let with = |name: &str, value: String| {
            response.header_text(name)?;
            Some(with_header(response, name, Some(&value)))
        };
        let beyond = || scope.limit.saturating_add(7).to_string();
        match self {
            Self::NoHeaders => {
                let names = headers.names().into_iter();
                let bare = names.fold(response.clone(), |bare, name| {
                    with_header(&bare, name, None)
                });
                (bare != *response).then_some(bare)
            }
            Self::LowerLimit => {
                let lower = scope.limit.saturating_sub(1);
                with(&headers.limit, lower.to_string())
            }
            Self::HigherLimit => with(&headers.limit, beyond()),
            Self::OtherRemaining => with(&headers.remaining, beyond()),
            Self::ResetInSeconds => {
                let reset: u64 = response.header_text(&headers.reset)?.parse().ok()?;
                with(&headers.reset, (reset / 1000).to_string())
            }
            Self::OtherScope => with(&headers.scope, format!("{}_other", scope.name)),
            Self::NotEnforced | Self::NotGranted | Self::WaitUntrue | Self::ScopesShared => None,
        }
    }
}

/// What a limiter did with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RateLimiterDecision {
    Served,
    Refused,
}

fn is_burst_step(step: &RecordedExchange) -> bool {
    matches!(step.role, ExchangeRole::BadRequest | ExchangeRole::Burst)
}

/// Finds a response of the burst that was served, or refused for the rate.
fn find_burst_response(
    rules: &JudgeContext<'_>,
    case: &RecordedCase<'_>,
    admission: RateLimiterDecision,
) -> Option<Response> {
    let steps = case.steps().iter().zip(&case.rows);
    let mut steps = steps.filter(|(step, _)| is_burst_step(step));
    let (step, _) = steps.find(|(_, row)| {
        let is_refused = row.is_some_and(|row| rules.model.rate_limit_rows.contains(&row));
        is_refused == (admission == RateLimiterDecision::Refused)
    })?;
    Some(step.exchange.response.clone())
}
