//! The throttle of a target, which keeps each scope under its own limit.

use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indexmap::IndexMap;

use super::scope::{InFlightGuard, ScopeThrottle};
use super::send_log::Urgency;
use super::shared::SharedThrottle;
use crate::contract::RateLimits;
use crate::target::RequestCountsByScope;

/// The throttle of all scopes. The scopes do not wait for each other.
#[derive(Debug)]
pub(in crate::target) struct TargetThrottle {
    limits: Option<RateLimits>,
    scopes: IndexMap<String, ScopeThrottle>,
    unlimited: ScopeThrottle,
    resent: AtomicU64,
    /// The throttle shared with other processes, if there is one.
    shared: OnceLock<SharedThrottle>,
}

/// The choice whether a request waits for its scope's limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::target) enum RequestThrottling {
    /// The request waits for its turn.
    Throttled(Urgency),
    /// The request leaves at once and is counted.
    Immediate,
}

impl TargetThrottle {
    pub(in crate::target) fn new(limits: Option<RateLimits>) -> Self {
        let scopes = limits.as_ref().map_or_else(IndexMap::new, |limits| {
            let window = Duration::from_millis(limits.window_ms);
            limits
                .scopes
                .iter()
                .map(|scope| {
                    (
                        scope.name.clone(),
                        ScopeThrottle::with_limit(window, scope.limit),
                    )
                })
                .collect()
        });
        Self {
            limits,
            scopes,
            unlimited: ScopeThrottle::without_limit(),
            resent: AtomicU64::new(0),
            shared: OnceLock::new(),
        }
    }

    pub(in crate::target) fn rate_limits(&self) -> Option<&RateLimits> {
        self.limits.as_ref()
    }

    /// Waits until this request may leave, if `manner` requires it, and counts it.
    ///
    /// The caller drops the returned guards when the response has arrived or the request has failed.
    pub(in crate::target) async fn acquire_permits(
        &self,
        method: &str,
        target: &str,
        manner: RequestThrottling,
    ) -> Vec<InFlightGuard<'_>> {
        let under_way = self.acquire_local_permits(method, target, manner).await;
        if let (Some(common), Some(limits)) = (self.shared.get(), &self.limits) {
            match manner {
                RequestThrottling::Throttled(_) => {
                    common
                        .wait_for_turn_and_record(limits, method, target)
                        .await;
                }
                RequestThrottling::Immediate => {
                    common
                        .record_immediate_request(limits, method, target)
                        .await;
                }
            }
        }
        under_way
    }

    /// Shares the throttle with all processes that pass this folder; only the first call has an effect.
    pub(in crate::target) fn share_via_folder(&self, folder: &Path) {
        self.shared.get_or_init(|| SharedThrottle::new(folder));
    }

    async fn acquire_local_permits(
        &self,
        method: &str,
        target: &str,
        manner: RequestThrottling,
    ) -> Vec<InFlightGuard<'_>> {
        match (self.find_scope_throttle(method, target), manner) {
            (Some(scope), RequestThrottling::Throttled(urgency)) => {
                vec![scope.acquire_permit(urgency).await]
            }
            (Some(scope), RequestThrottling::Immediate) => vec![scope.acquire_permit_immediately()],
            (None, RequestThrottling::Immediate) => {
                vec![self.unlimited.acquire_permit_immediately()]
            }
            (None, RequestThrottling::Throttled(urgency)) => {
                let mut under_way = Vec::new();
                // The scope in which the target counts it is not documented: it may be any.
                for scope in self.scopes.values() {
                    under_way.push(scope.acquire_uncounted_permit(urgency).await);
                }
                under_way.push(self.unlimited.acquire_permit(urgency).await);
                under_way
            }
        }
    }

    /// Counts a request that is sent a second time.
    pub(in crate::target) fn record_resend(&self) {
        self.resent.fetch_add(1, Ordering::Relaxed);
    }

    /// Pauses the throttled requests of a scope for this time; returns `false` if there is no such scope.
    pub(in crate::target) fn pause_scope(&self, scope: &str, silence: Duration) -> bool {
        let scope = self.scopes.get(scope);
        if let Some(scope) = scope {
            scope.pause_for(silence);
        }
        scope.is_some()
    }

    pub(in crate::target) fn traffic(&self) -> RequestCountsByScope {
        let unlimited = self.unlimited.traffic();
        let scopes: IndexMap<_, _> = self
            .scopes
            .iter()
            .map(|(name, pace)| (name.clone(), pace.traffic()))
            .collect();
        RequestCountsByScope {
            requests: unlimited.sent + scopes.values().map(|scope| scope.sent).sum::<u64>(),
            repeated: self.resent.load(Ordering::Relaxed),
            scopes,
            unlimited,
        }
    }

    fn find_scope_throttle(&self, method: &str, target: &str) -> Option<&ScopeThrottle> {
        let limits = self.limits.as_ref()?;
        let scope = limits.scope_for_request(method, target)?;
        self.scopes.get(&scope.name)
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;
    use crate::contract::{RateLimitHeaderNames, RateLimitScope};

    const PACED: RequestThrottling = RequestThrottling::Throttled(Urgency::Ordinary);

    fn scope(name: &str, method: &str, limit: u32) -> RateLimitScope {
        RateLimitScope {
            name: name.to_owned(),
            methods: vec![method.to_owned()],
            path_prefix: String::new(),
            limit,
        }
    }

    fn pace() -> TargetThrottle {
        let header = String::new;
        TargetThrottle::new(Some(RateLimits {
            window_ms: 1000,
            headers: RateLimitHeaderNames {
                limit: header(),
                remaining: header(),
                reset: header(),
                scope: header(),
            },
            scopes: vec![scope("read", "GET", 10), scope("update", "PATCH", 3)],
        }))
    }

    #[tokio::test(start_paused = true)]
    async fn what_fits_no_scope_keeps_under_the_limit_of_each() {
        let pace = pace();
        let start = Instant::now();
        for _ in 0..4 {
            drop(pace.acquire_permits("PUT", "/a", PACED).await);
            drop(pace.acquire_permits("PATCH", "/a", PACED).await);
        }
        assert!(start.elapsed() >= Duration::from_millis(7 * 334));
        let traffic = pace.traffic();
        assert_eq!((traffic.requests, traffic.unlimited.sent), (8, 4));
        assert_eq!(traffic.scopes["update"].sent, 4);
    }

    #[tokio::test(start_paused = true)]
    async fn scopes_do_not_wait_for_each_other() {
        let pace = pace();
        let start = Instant::now();
        let reads = async {
            for _ in 0..4 {
                drop(pace.acquire_permits("GET", "/a", PACED).await);
            }
            start.elapsed()
        };
        let updates = async {
            for _ in 0..4 {
                drop(pace.acquire_permits("PATCH", "/a", PACED).await);
            }
            start.elapsed()
        };
        let (reads, updates) = tokio::join!(reads, updates);
        // Three gaps of 101 ms; three of 335 ms, which are a window and its tolerance.
        assert!(
            reads >= Duration::from_millis(303) && reads < Duration::from_millis(310),
            "{reads:?}"
        );
        assert!(
            updates >= Duration::from_millis(1005) && updates < Duration::from_millis(1010),
            "{updates:?}"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_does_not_wait_is_counted_in_its_scope() {
        let pace = pace();
        for _ in 0..22 {
            drop(
                pace.acquire_permits("GET", "/a", RequestThrottling::Immediate)
                    .await,
            );
        }
        let traffic = pace.traffic();
        assert_eq!(
            (traffic.scopes["read"].sent, traffic.scopes["update"].sent),
            (22, 0)
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_hold_silences_its_scope_only() {
        let pace = pace();
        assert!(pace.pause_scope("read", Duration::from_secs(5)));
        assert!(!pace.pause_scope("reed", Duration::from_secs(5)));
        let start = Instant::now();
        drop(pace.acquire_permits("PATCH", "/a", PACED).await);
        assert_eq!(start.elapsed(), Duration::ZERO);
        drop(pace.acquire_permits("GET", "/a", PACED).await);
        assert!(start.elapsed() >= Duration::from_secs(5));
    }
}
