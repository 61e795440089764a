//! The throttle of a target, which keeps each scope under its own limit.

use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indexmap::IndexMap;

use super::scope::{ScopePace, UnderWay};
use super::send_log::Urgency;
use super::shared::CommonPace;
use crate::contract::RateLimits;
use crate::target::Traffic;

/// The throttle of all scopes. The scopes do not wait for each other.
#[derive(Debug)]
pub(in crate::target) struct Pace {
    limits: Option<RateLimits>,
    scopes: IndexMap<String, ScopePace>,
    unlimited: ScopePace,
    repeated: AtomicU64,
    /// The throttle shared with other processes, if there is one.
    common: OnceLock<CommonPace>,
}

/// The choice whether a request waits for its scope's limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::target) enum Manner {
    /// The request waits for its turn.
    Paced(Urgency),
    /// The request leaves at once and is counted.
    AtOnce,
}

impl Pace {
    pub(in crate::target) fn new(limits: Option<RateLimits>) -> Self {
        let scopes = limits.as_ref().map_or_else(IndexMap::new, |limits| {
            let window = Duration::from_millis(limits.window_ms);
            limits
                .scopes
                .iter()
                .map(|scope| (scope.name.clone(), ScopePace::limited(window, scope.limit)))
                .collect()
        });
        Self {
            limits,
            scopes,
            unlimited: ScopePace::unlimited(),
            repeated: AtomicU64::new(0),
            common: OnceLock::new(),
        }
    }

    pub(in crate::target) fn limits(&self) -> Option<&RateLimits> {
        self.limits.as_ref()
    }

    /// Waits until this request may leave, if `manner` requires it, and counts it.
    ///
    /// The caller drops the returned guards when the response has arrived or the request has failed.
    pub(in crate::target) async fn permit(
        &self,
        method: &str,
        target: &str,
        manner: Manner,
    ) -> Vec<UnderWay<'_>> {
        let under_way = self.permit_here(method, target, manner).await;
        if let (Some(common), Some(limits)) = (self.common.get(), &self.limits) {
            match manner {
                Manner::Paced(_) => common.permit(limits, method, target).await,
                Manner::AtOnce => common.count(limits, method, target).await,
            }
        }
        under_way
    }

    /// Shares the throttle with all processes that pass this folder; only the first call has an effect.
    pub(in crate::target) fn share(&self, folder: &Path) {
        self.common.get_or_init(|| CommonPace::new(folder));
    }

    async fn permit_here(&self, method: &str, target: &str, manner: Manner) -> Vec<UnderWay<'_>> {
        match (self.scope_of(method, target), manner) {
            (Some(scope), Manner::Paced(urgency)) => vec![scope.permit(urgency).await],
            (Some(scope), Manner::AtOnce) => vec![scope.count()],
            (None, Manner::AtOnce) => vec![self.unlimited.count()],
            (None, Manner::Paced(urgency)) => {
                let mut under_way = Vec::new();
                // The scope in which the target counts it is not documented: it may be any.
                for scope in self.scopes.values() {
                    under_way.push(scope.give_way(urgency).await);
                }
                under_way.push(self.unlimited.permit(urgency).await);
                under_way
            }
        }
    }

    /// Counts a request that is sent a second time.
    pub(in crate::target) fn note_repeated(&self) {
        self.repeated.fetch_add(1, Ordering::Relaxed);
    }

    /// Pauses the throttled requests of a scope for this time; returns `false` if there is no such scope.
    pub(in crate::target) fn hold(&self, scope: &str, silence: Duration) -> bool {
        let scope = self.scopes.get(scope);
        if let Some(scope) = scope {
            scope.hold(silence);
        }
        scope.is_some()
    }

    pub(in crate::target) fn traffic(&self) -> Traffic {
        let unlimited = self.unlimited.traffic();
        let scopes: IndexMap<_, _> = self
            .scopes
            .iter()
            .map(|(name, pace)| (name.clone(), pace.traffic()))
            .collect();
        Traffic {
            requests: unlimited.sent + scopes.values().map(|scope| scope.sent).sum::<u64>(),
            repeated: self.repeated.load(Ordering::Relaxed),
            scopes,
            unlimited,
        }
    }

    fn scope_of(&self, method: &str, target: &str) -> Option<&ScopePace> {
        let limits = self.limits.as_ref()?;
        let scope = limits.scope_of(method, target)?;
        self.scopes.get(&scope.name)
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;
    use crate::contract::{RateHeaders, Scope};

    const PACED: Manner = Manner::Paced(Urgency::Ordinary);

    fn scope(name: &str, method: &str, limit: u32) -> Scope {
        Scope {
            name: name.to_owned(),
            methods: vec![method.to_owned()],
            path_prefix: String::new(),
            limit,
        }
    }

    fn pace() -> Pace {
        let header = String::new;
        Pace::new(Some(RateLimits {
            window_ms: 1000,
            headers: RateHeaders {
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
            drop(pace.permit("PUT", "/a", PACED).await);
            drop(pace.permit("PATCH", "/a", PACED).await);
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
                drop(pace.permit("GET", "/a", PACED).await);
            }
            start.elapsed()
        };
        let updates = async {
            for _ in 0..4 {
                drop(pace.permit("PATCH", "/a", PACED).await);
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
            drop(pace.permit("GET", "/a", Manner::AtOnce).await);
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
        assert!(pace.hold("read", Duration::from_secs(5)));
        assert!(!pace.hold("reed", Duration::from_secs(5)));
        let start = Instant::now();
        drop(pace.permit("PATCH", "/a", PACED).await);
        assert_eq!(start.elapsed(), Duration::ZERO);
        drop(pace.permit("GET", "/a", PACED).await);
        assert!(start.elapsed() >= Duration::from_secs(5));
    }
}
