//! Traffic statistics: the cost of a run for the target.

use serde::{Deserialize, Serialize};

use super::CaseOutcome;

/// The numbers of a run's requests and changes, and its waiting times.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TrafficStats {
    /// Requests of every kind that were sent.
    pub requests: u64,
    /// The traffic in each scope of the rate limits.
    pub scopes: Vec<RateLimitScopeTraffic>,
    /// Rate-limit refusals that cases provoked on purpose.
    pub refused_on_purpose: u64,
    /// Requests among these that were sent again, because no response came and repeating them was safe.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub repeated: u64,
    /// Rate-limit refusals that were not intended; each was waited out as far as that helps.
    pub refused_by_accident: u64,
    /// The time spent waiting for limits, in milliseconds, over all requests.
    pub waited_ms: u64,
    /// Resources that were created on the target.
    pub made: u64,
    /// Created resources that were undone.
    pub undone: u64,
    /// Settings that were changed and restored.
    pub put_back: u64,
    /// The wall time of the run, in milliseconds.
    pub elapsed_ms: u64,
    /// The latency of all responses.
    pub latency: Option<LatencyStats>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the serialiser hands out references"
)]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// The traffic in one scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RateLimitScopeTraffic {
    /// The scope's name.
    pub name: String,
    /// Requests that were sent in the scope.
    pub requests: u64,
    /// The highest number of requests within one second.
    pub peak_per_second: u64,
    /// The limit that the run kept, where it kept one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed: Option<ScopeLimit>,
}

/// The number of requests that a scope allows in a time window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ScopeLimit {
    /// The number of requests.
    pub requests: u32,
    /// The length of the window in milliseconds.
    pub window_ms: u64,
}

impl RateLimitScopeTraffic {
    /// Returns the shortest time that the scope's requests can take, in milliseconds, where they are limited. The first requests may leave at once,
    /// as many as the limit allows, and as many more after each window.
    #[must_use]
    pub fn min_duration_ms(&self) -> Option<u64> {
        let allowed = self.allowed?;
        let before_the_last = self.requests.saturating_sub(1);
        let windows = before_the_last.checked_div(allowed.requests.into())?;
        Some(windows.saturating_mul(allowed.window_ms))
    }
}

impl TrafficStats {
    /// Returns the shortest time that the limits allow for a run of these requests, in milliseconds; `None` where the run kept no limits.
    ///
    /// Scopes are kept side by side, so it is the time of the busiest one.
    #[must_use]
    pub fn min_duration_ms(&self) -> Option<u64> {
        self.scopes
            .iter()
            .filter_map(RateLimitScopeTraffic::min_duration_ms)
            .max()
    }
}

/// The distribution of response times, in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LatencyStats {
    /// The time within which 50 % of the responses arrived.
    pub p50_us: u64,
    /// The time within which 95 % of the responses arrived.
    pub p95_us: u64,
    /// The time within which 99 % of the responses arrived.
    pub p99_us: u64,
    /// The longest time of a response.
    pub max_us: u64,
}

impl LatencyStats {
    /// Computes the latency of all responses of these cases; `None` where there are none.
    #[must_use]
    pub fn from_cases(cases: &[CaseOutcome]) -> Option<Self> {
        let steps = cases.iter().flat_map(|outcome| &outcome.steps);
        Self::from_samples(steps.map(|step| step.exchange.timing.elapsed_us).collect())
    }

    /// Computes the latency from response times in microseconds; `None` where there are none.
    #[must_use]
    pub fn from_samples(mut elapsed_us: Vec<u64>) -> Option<Self> {
        elapsed_us.sort_unstable();
        let max_us = *elapsed_us.last()?;
        let at = |percent: usize| {
            let rank = (elapsed_us.len() * percent).div_ceil(100).max(1) - 1;
            elapsed_us.get(rank).copied().unwrap_or(max_us)
        };
        Some(Self {
            p50_us: at(50),
            p95_us: at(95),
            p99_us: at(99),
            max_us,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{LatencyStats, RateLimitScopeTraffic, ScopeLimit, TrafficStats};

    fn scope(requests: u64, limit: u32) -> RateLimitScopeTraffic {
        RateLimitScopeTraffic {
            name: limit.to_string(),
            requests,
            peak_per_second: 0,
            allowed: Some(ScopeLimit {
                requests: limit,
                window_ms: 1000,
            }),
        }
    }

    #[test]
    fn the_best_time_is_that_of_the_busiest_scope() {
        let receipt = TrafficStats {
            scopes: vec![scope(90, 10), scope(36, 3)],
            ..TrafficStats::default()
        };
        assert_eq!(receipt.min_duration_ms(), Some(11_000));
    }

    #[test]
    fn there_is_no_best_time_where_no_limits_were_kept() {
        let unlimited = RateLimitScopeTraffic {
            allowed: None,
            ..scope(90, 10)
        };
        let receipt = TrafficStats {
            scopes: vec![unlimited],
            ..TrafficStats::default()
        };
        assert_eq!(receipt.min_duration_ms(), None);
    }

    #[test]
    fn percentiles_are_ranks_of_the_sorted_answers() {
        let latency = LatencyStats::from_samples((1..=200).rev().collect());
        let expected = LatencyStats {
            p50_us: 100,
            p95_us: 190,
            p99_us: 198,
            max_us: 200,
        };
        assert_eq!(latency, Some(expected));
        assert_eq!(LatencyStats::from_samples(Vec::new()), None);
    }

    #[test]
    fn a_single_answer_is_every_percentile() {
        let latency =
            LatencyStats::from_samples(vec![7]).map(|latency| (latency.p50_us, latency.p99_us));
        assert_eq!(latency, Some((7, 7)));
    }
}
