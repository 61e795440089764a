//! The header fields that report the state of a rate limit.
//!
//! A header that is present is checked on every response. The headers must be present on rate-limit refusals, and on every
//! response if the target is known to limit the rate ([`Limiting::On`]). The response to a request of no documented scope
//! needs none of them.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::contract::{RateLimits, RequirementId, Scope};
use crate::exchange::{Response, Timing};

use super::Limiting;
use super::reading::Reading;
use super::shorten::shorten_text;
use super::violation::Family;
use super::wording::word_list;
use super::{CauseContext, Fingerprint, Place, Redactor, Words};

/// A missing or wrong rate-limit header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "shape")]
pub enum RateHeaderBreach {
    /// Some of the headers are missing.
    Missing {
        /// The first missing header.
        name: String,
        /// All headers that must be present.
        expected: Vec<String>,
        /// The headers that are present.
        present: Vec<String>,
    },
    /// The header does not state the limit of the scope.
    Limit {
        /// The name of the header.
        name: String,
        /// The limit.
        limit: u32,
        /// The values of the header, several if it is repeated.
        values: Vec<String>,
    },
    /// The header does not state a possible number of remaining requests.
    Remaining {
        /// The name of the header.
        name: String,
        /// The limit, which is the greatest possible number.
        limit: u32,
        /// The values of the header.
        values: Vec<String>,
    },
    /// The header does not state a time at which the window may end.
    Reset {
        /// The name of the header.
        name: String,
        /// The earliest possible time, as UNIX time in milliseconds.
        earliest_ms: u64,
        /// The latest possible time, as UNIX time in milliseconds.
        latest_ms: u64,
        /// The values of the header.
        values: Vec<String>,
    },
    /// The header does not name the scope of the request.
    Scope {
        /// The name of the header.
        name: String,
        /// The name of the scope.
        scope: String,
        /// The values of the header.
        values: Vec<String>,
    },
}

impl RateHeaderBreach {
    fn name(&self) -> &str {
        match self {
            Self::Missing { name, .. }
            | Self::Limit { name, .. }
            | Self::Remaining { name, .. }
            | Self::Reset { name, .. }
            | Self::Scope { name, .. } => name,
        }
    }

    fn expected(&self) -> String {
        match self {
            Self::Missing { expected, .. } => word_list(expected.iter().cloned()),
            Self::Limit { limit, .. } => limit.to_string(),
            Self::Remaining { limit, .. } => format!("0 to {limit}"),
            Self::Reset {
                earliest_ms,
                latest_ms,
                ..
            } => format!("{earliest_ms} to {latest_ms}"),
            Self::Scope { scope, .. } => scope.clone(),
        }
    }

    fn values(&self) -> &[String] {
        match self {
            Self::Missing { present, .. } => present,
            Self::Limit { values, .. }
            | Self::Remaining { values, .. }
            | Self::Reset { values, .. }
            | Self::Scope { values, .. } => values,
        }
    }

    /// Names the form of the values. The form distinguishes mistakes independently of the time.
    fn classify_values(&self) -> &'static str {
        let [value] = self.values() else {
            return "several values";
        };
        let Ok(number) = value.trim().parse::<f64>() else {
            return "no number";
        };
        match self {
            Self::Reset { latest_ms, .. } => {
                let latest = Duration::from_millis(*latest_ms).as_secs_f64();
                if (0.5..=2.0).contains(&(number / latest)) {
                    "a time in seconds"
                } else {
                    "another time"
                }
            }
            Self::Missing { .. }
            | Self::Limit { .. }
            | Self::Remaining { .. }
            | Self::Scope { .. } => "another number",
        }
    }
}

impl Family for RateHeaderBreach {
    fn requirement(&self) -> RequirementId {
        match self {
            Self::Missing { .. } => RequirementId::RateHeadersPresent,
            Self::Limit { .. } => RequirementId::RateHeaderLimit,
            Self::Remaining { .. } => RequirementId::RateHeaderRemaining,
            Self::Reset { .. } => RequirementId::RateHeaderReset,
            Self::Scope { .. } => RequirementId::RateHeaderScope,
        }
    }

    fn place(&self) -> Place {
        Place::Header(self.name().to_owned())
    }

    fn words(&self) -> Words {
        Words::new(self.expected(), word_list(self.values().iter().cloned()))
    }

    fn fingerprint(&self, redactor: &Redactor) -> Fingerprint {
        let mut words = self.words();
        match self {
            Self::Missing { .. } | Self::Limit { .. } | Self::Scope { .. } => {}
            Self::Remaining { .. } => words.got = self.classify_values().to_owned(),
            Self::Reset { .. } => {
                words = Words::new("a UNIX time in milliseconds", self.classify_values());
            }
        }
        Fingerprint::new(&self.place(), words, redactor)
    }

    fn cause(&self, _: &CauseContext<'_>) -> String {
        match self {
            Self::Missing { name, .. } => name.clone(),
            Self::Limit { .. }
            | Self::Remaining { .. }
            | Self::Reset { .. }
            | Self::Scope { .. } => format!("{}: {}", self.name(), self.classify_values()),
        }
    }
}

/// A requirement that applies to a response, and its breach, if the response breaks it.
type Observed = (RequirementId, Option<RateHeaderBreach>);

/// Checks the headers that a response has, and that none is missing.
pub(super) fn observe(reading: &Reading<'_>) -> Vec<Observed> {
    let rules = reading.rules;
    let request = &reading.exchange.request;
    let Some(limits) = rules.limits else {
        return Vec::new();
    };
    let Some(scope) = limits.scope_of(&request.method, &request.target) else {
        return Vec::new();
    };
    let is_refused = reading
        .pair
        .is_some_and(|row| rules.model.rate_limit_rows.contains(&row.name()));
    let is_promised = match rules.terms.limiting {
        Limiting::On => true,
        Limiting::Unknown => is_refused,
    };
    let response = reading.response();
    let mut observed = Vec::new();
    if is_promised {
        observed.push(present(response, limits));
    }
    let timing = reading.exchange.timing;
    let headers = [
        limit(response, limits, scope),
        remaining(response, limits, scope),
        reset(response, limits, timing, rules.terms.clock_allowance),
        scope_name(response, limits, scope),
    ];
    observed.extend(headers.into_iter().flatten());
    observed
}

fn present(response: &Response, limits: &RateLimits) -> Observed {
    let headers = &limits.headers;
    let names = [
        &headers.limit,
        &headers.remaining,
        &headers.reset,
        &headers.scope,
    ];
    let (present, missing): (Vec<_>, Vec<_>) = names
        .into_iter()
        .partition(|name| response.header_values(name).next().is_some());
    let breach = missing.first().map(|first| RateHeaderBreach::Missing {
        name: (*first).clone(),
        expected: names.into_iter().cloned().collect(),
        present: present.into_iter().cloned().collect(),
    });
    (RequirementId::RateHeadersPresent, breach)
}

fn limit(response: &Response, limits: &RateLimits, scope: &Scope) -> Option<Observed> {
    let name = &limits.headers.limit;
    let wrong = wrong_values(response, name, |text| {
        number(text) == Some(scope.limit.into())
    })?;
    let breach = wrong.map(|values| RateHeaderBreach::Limit {
        name: name.clone(),
        limit: scope.limit,
        values,
    });
    Some((RequirementId::RateHeaderLimit, breach))
}

fn remaining(response: &Response, limits: &RateLimits, scope: &Scope) -> Option<Observed> {
    let name = &limits.headers.remaining;
    let wrong = wrong_values(response, name, |text| {
        number(text).is_some_and(|left| left <= scope.limit.into())
    })?;
    let breach = wrong.map(|values| RateHeaderBreach::Remaining {
        name: name.clone(),
        limit: scope.limit,
        values,
    });
    Some((RequirementId::RateHeaderRemaining, breach))
}

fn reset(
    response: &Response,
    limits: &RateLimits,
    timing: Timing,
    allowance: Duration,
) -> Option<Observed> {
    let allowance = u64::try_from(allowance.as_millis()).unwrap_or(u64::MAX);
    let earliest_ms = timing.sent_unix_ms.saturating_sub(allowance);
    let latest_ms = timing
        .received_unix_ms
        .saturating_add(limits.window_ms)
        .saturating_add(allowance);
    let name = &limits.headers.reset;
    let wrong = wrong_values(response, name, |text| {
        number(text).is_some_and(|reset| (earliest_ms..=latest_ms).contains(&reset))
    })?;
    let breach = wrong.map(|values| RateHeaderBreach::Reset {
        name: name.clone(),
        earliest_ms,
        latest_ms,
        values,
    });
    Some((RequirementId::RateHeaderReset, breach))
}

fn scope_name(response: &Response, limits: &RateLimits, scope: &Scope) -> Option<Observed> {
    let name = &limits.headers.scope;
    let wrong = wrong_values(response, name, |text| text == scope.name)?;
    let breach = wrong.map(|values| RateHeaderBreach::Scope {
        name: name.clone(),
        scope: scope.name.clone(),
        values,
    });
    Some((RequirementId::RateHeaderScope, breach))
}

/// Returns the values of a header, or `Some(None)` if it has exactly one value and this is right. Returns `None` if there is no such header.
fn wrong_values(
    response: &Response,
    name: &str,
    is_right: impl Fn(&str) -> bool,
) -> Option<Option<Vec<String>>> {
    let values = response.header_values(name);
    let values: Vec<String> = values.map(|value| shorten_text(&value.lossy())).collect();
    match values.as_slice() {
        [] => None,
        [one] if is_right(one.trim()) => Some(None),
        [_, ..] => Some(Some(values)),
    }
}

/// Parses a number written in decimal digits only, without a sign, a point or an exponent.
fn number(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
#[path = "rate_headers_tests.rs"]
mod tests;
