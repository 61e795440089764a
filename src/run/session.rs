//! A session: one target, and all that is needed to try cases on it.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::{Mutex, RwLock, RwLockReadGuard};
use tokio::time::Instant;

use super::options::{RunOptions, TargetLimits};
use super::plan::Lane;
use super::trial::Trial;
use crate::check::{Rules, Terms};
use crate::contract::{Contract, Requirement, RequirementId, Undo};
use crate::exchange::Exchange;
use crate::fixture::{Line, Provision};
use crate::outcome::{CaseOutcome, Leftover, Receipt, RunInfo, ScopeUse};
use crate::suite::{Case, FixtureSpecs, Lifetime, Suites, Usual};
use crate::target::{SendError, Stop, Target};

/// One target, and all that is needed to try cases on it.
///
/// Cases may be tried in any order and at the same time: locks keep those apart that would disturb each other.
/// [`Session::close`] undoes what the session did; it has to be called whatever happened.
#[derive(Debug)]
pub struct Session {
    contract: Arc<Contract>,
    fixtures: Arc<FixtureSpecs>,
    options: RunOptions,
    stop: Stop,
    pub(super) line: Line,
    pub(super) provision: Mutex<Provision>,
    /// Controls that were sent, by all that they consist of.
    pub(super) controls: Mutex<HashMap<String, Exchange>>,
    /// Held by the burst that is under way.
    pub(super) bursting: Mutex<()>,
    /// When a burst last sent anything.
    pub(super) last_burst: Mutex<Option<Instant>>,
    pub(super) refused_on_purpose: AtomicU64,
    alone: RwLock<()>,
    writing: Mutex<()>,
    opened: Instant,
}

/// A target that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot use the target at {base}, by the {}'s fault: {source}", .source.blame())]
pub struct OpenError {
    /// The base URL.
    pub base: String,
    /// Why not.
    pub source: SendError,
}

impl Session {
    /// Opens a session on a target that answers.
    ///
    /// # Errors
    /// Fails with [`OpenError`] where no HTTP answer comes from the base URL.
    pub async fn open(
        contract: Arc<Contract>,
        suites: &Suites,
        target: Target,
        usual: Usual,
        options: RunOptions,
        stop: Stop,
    ) -> Result<Self, OpenError> {
        target.reachable().await.map_err(|source| OpenError {
            base: target.base().to_string(),
            source,
        })?;
        let line = Line::new(
            target,
            usual,
            contract.model.clone(),
            contract.limits.clone(),
            stop.clone(),
        );
        let specs = Arc::new(suites.fixtures.clone());
        let provision = Provision::new(
            Arc::clone(&specs),
            line.clone(),
            &options.id,
            &options.known,
        );
        Ok(Self {
            contract,
            fixtures: specs,
            stop,
            provision: Mutex::new(provision),
            line,
            controls: Mutex::default(),
            bursting: Mutex::default(),
            last_burst: Mutex::default(),
            refused_on_purpose: AtomicU64::new(0),
            alone: RwLock::default(),
            writing: Mutex::default(),
            opened: Instant::now(),
            options,
        })
    }

    /// The contract that it judges by.
    #[must_use]
    pub fn contract(&self) -> &Contract {
        &self.contract
    }

    /// How it judges.
    #[must_use]
    pub fn options(&self) -> &RunOptions {
        &self.options
    }

    /// The wish to stop that it heeds.
    #[must_use]
    pub fn stop(&self) -> &Stop {
        &self.stop
    }

    /// Whether bursts meet limits of their own, because a hook asks for them.
    #[must_use]
    pub fn bursts_apart(&self) -> bool {
        self.options.limits == TargetLimits::Off
    }

    /// Tries a case.
    ///
    /// The lock on writing is always taken before the one on being alone.
    pub async fn try_case(&self, case: &Case) -> CaseOutcome {
        let mut trial = Trial::new(self, case);
        match self.lane_of(case) {
            Lane::Reading => {
                let _turn = self.turn_to_read(case).await;
                trial.run().await
            }
            Lane::Writing => {
                let _writing = self.writing.lock().await;
                let turn = self.alone.read().await;
                let outcome = trial.run().await;
                drop(turn);
                if trial.needs_healing() {
                    let _alone = self.alone.write().await;
                    trial.heal().await;
                }
                outcome
            }
            Lane::Alone => {
                let _writing = self.writing.lock().await;
                let _alone = self.alone.write().await;
                let outcome = trial.run().await;
                if trial.needs_healing() {
                    trial.heal().await;
                }
                outcome
            }
        }
    }

    /// Waits until a case that only reads may be tried, and has what it needs.
    ///
    /// What it lacks is made while nobody is looking for what a bad request changed.
    async fn turn_to_read(&self, case: &Case) -> RwLockReadGuard<'_, ()> {
        let names = case.names();
        loop {
            let turn = self.alone.read().await;
            if self.provision.lock().await.has(&names) {
                return turn;
            }
            drop(turn);
            let _writing = self.writing.lock().await;
            let _turn = self.alone.read().await;
            let undo = |method: &str, target: &str| self.undo_of(method, target);
            // What cannot be made is remembered, and told by the case itself.
            self.provision.lock().await.ensure(&names, &undo).await.ok();
        }
    }

    fn lane_of(&self, case: &Case) -> Lane {
        Lane::of(case, &self.fixtures, self.bursts_apart())
    }

    /// Undoes everything that the session did; what could not be undone is returned.
    pub async fn close(&self) -> Vec<Leftover> {
        self.provision.lock().await.undo_all().await
    }

    /// How many things there are to undo.
    pub async fn open_things(&self) -> usize {
        self.provision.lock().await.open()
    }

    /// What the run is about, for reports.
    #[must_use]
    pub fn info(&self) -> RunInfo {
        RunInfo {
            id: self.options.id.clone(),
            target: self.line.target().base().to_string(),
            edition: self.options.edition.clone(),
            strictness: self.options.strictness,
            table: self.contract.table.rows().to_vec(),
            requirements: RequirementId::ALL
                .iter()
                .filter_map(|id| self.contract.requirements.get(*id))
                .cloned()
                .collect::<Vec<Requirement>>(),
        }
    }

    /// What it cost the target so far.
    pub async fn receipt(&self) -> Receipt {
        let traffic = self.line.target().traffic();
        let (made, undone, put_back) = self.provision.lock().await.counts();
        let (refused_by_accident, waited_out_ms) = self.line.refusals();
        let waited: u64 = traffic.scopes.values().map(|scope| scope.waited_ms).sum();
        Receipt {
            requests: traffic.requests,
            repeated: traffic.repeated,
            scopes: traffic
                .scopes
                .iter()
                .map(|(name, scope)| ScopeUse {
                    name: name.clone(),
                    requests: scope.sent,
                    peak_per_second: scope.peak_per_second,
                })
                .collect(),
            refused_on_purpose: self.refused_on_purpose.load(Ordering::Relaxed),
            refused_by_accident,
            waited_ms: waited + waited_out_ms,
            made,
            undone,
            put_back,
            elapsed_ms: u64::try_from(self.opened.elapsed().as_millis()).unwrap_or(u64::MAX),
            latency: None,
        }
    }

    pub(super) fn rules(&self, terms: Terms) -> Rules<'_> {
        Rules::of(&self.contract, terms)
    }

    /// What cases may refer to.
    pub(super) fn fixtures(&self) -> &FixtureSpecs {
        &self.fixtures
    }

    /// How long the fixture of this name lives, where there is one.
    pub(super) fn lifetime_of(&self, fixture: &str) -> Option<Lifetime> {
        self.fixtures.made(fixture).map(|spec| spec.lifetime)
    }

    /// How to remove what a request made.
    pub(super) fn undo_of(&self, method: &str, target: &str) -> Option<Undo> {
        self.contract
            .operations
            .find(method, target)
            .and_then(|operation| operation.undo.clone())
    }
}
