//! A session: one target with the state that is needed to try cases on it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::journaling::{alone_on, hold, identities, open_journal};
use super::locks::Turns;
use super::observer::ResponseObserver;
use super::open_error::OpenError;
use super::options::{RunOptions, Shared, TargetLimits};
use super::plan::{Lane, Means};
use super::sent_controls::Controls;
use crate::check::{Rules, Terms};
use crate::contract::{Contract, Requirement, RequirementId, Undo};
use crate::exchange::Actor;
use crate::fixture::{Handover, Journal, Line, Provision};
use crate::outcome::{
    Allowed, JudgedBy, Leftover, Receipt, ResponseCounts, ResponseFinding, RunInfo, ScopeUse,
    Unproven,
};
use crate::suite::{Case, FixtureSpecs, Lifetime, Suites, Usual};
use crate::target::{ObserveResponses, Stop, Target};

/// One target with the state that is needed to try cases on it.
///
/// Cases may be tried in any order and at the same time: locks separate those that would disturb each other.
/// [`Session::close`] undoes the changes of the session. It must be called in any event.
#[derive(Debug)]
pub struct Session {
    contract: Arc<Contract>,
    fixtures: Arc<FixtureSpecs>,
    options: RunOptions,
    stop: Stop,
    pub(super) line: Line,
    /// The same client with priority. It serves the one case that writes, because other cases wait for it.
    pub(super) urgent: Line,
    pub(super) provision: Mutex<Provision>,
    pub(super) controls: Mutex<Controls>,
    /// The lock that the running burst holds.
    pub(super) bursting: Mutex<()>,
    /// The time at which a burst last sent a request.
    pub(super) last_burst: Mutex<Option<Instant>>,
    pub(super) refused_on_purpose: AtomicU64,
    pub(super) turns: Turns,
    observer: Arc<ResponseObserver>,
    /// The number of cases in all suites.
    all_cases: usize,
    judged_by: JudgedBy,
    identities: Vec<(Actor, Value)>,
    /// The lock on the journal of shared fixtures, which keeps other processes from undoing them.
    _held: Option<File>,
    opened: Instant,
}

impl Session {
    /// Opens a session on a target, once the target responds. If the run is cancelled meanwhile, the session sends no request.
    ///
    /// # Errors
    /// Fails with [`OpenError`] if no HTTP response comes from the base URL, if a token is rejected, if another run is active, if shared
    /// fixtures are on another target or gone, or if the journal or a lock file cannot be used.
    pub async fn open(
        contract: Arc<Contract>,
        suites: &Suites,
        target: Target,
        usual: Usual,
        options: RunOptions,
        stop: Stop,
    ) -> Result<Self, OpenError> {
        let opened = Instant::now();
        let base = target.base().to_string();
        match &options.shared {
            // The process that created the shared fixtures has checked that the target responds.
            Some(shared) if shared.handover.target == base => target.share_pace(&shared.folder),
            Some(shared) => {
                return Err(OpenError::ProvisionedElsewhere {
                    base,
                    elsewhere: shared.handover.target.clone(),
                });
            }
            None => {
                target.hold_all();
                tokio::select! {
                    biased;
                    () = stop.pulled() => {}
                    reached = target.reachable() => {
                        reached.map_err(|source| OpenError::Target { base, source })?;
                    }
                }
            }
        }
        let observer = Arc::new(ResponseObserver::new(Arc::clone(&contract), options.terms));
        let observing: Arc<dyn ObserveResponses> = Arc::<ResponseObserver>::clone(&observer);
        let target = target.observed_by(observing);
        let line = Line::new(
            target,
            usual,
            contract.model.clone(),
            contract.limits.clone(),
            stop.clone(),
        );
        let specs = Arc::new(suites.fixtures.clone());
        let judged_by = JudgedBy::new(&suites.digest, &contract.digest, options.terms);
        let (identities, held) = match (&options.shared, &options.journal) {
            (Some(shared), _) => (
                shared.handover.identities.clone(),
                Some(hold(&shared.handover)?),
            ),
            (None, Some(folder)) => {
                let identities = identities(&contract, &line).await?;
                alone_on(folder, &line, &identities)?;
                (identities, None)
            }
            (None, None) => (Vec::new(), None),
        };
        let journal = match &options.journal {
            Some(folder) => open_journal(&line, &options.id, &identities, folder)?,
            None => Journal::none(),
        };
        let mut provision = Provision::new(
            Arc::clone(&specs),
            line.urgent(),
            &options.id,
            &options.known,
            journal,
        );
        let (turns, controls) = match &options.shared {
            Some(Shared { handover, folder }) => {
                provision.take_over(handover);
                (Turns::among_processes(folder)?, Controls::shared_in(folder))
            }
            None => (Turns::default(), Controls::default()),
        };
        Ok(Self {
            contract,
            fixtures: specs,
            stop,
            provision: Mutex::new(provision),
            urgent: line.urgent(),
            line,
            controls: Mutex::new(controls),
            bursting: Mutex::default(),
            last_burst: Mutex::default(),
            refused_on_purpose: AtomicU64::new(0),
            turns,
            observer,
            all_cases: suites.cases().count(),
            judged_by,
            identities,
            _held: held,
            opened,
            options,
        })
    }

    /// Returns the contract by which responses are judged.
    #[must_use]
    pub fn contract(&self) -> &Contract {
        &self.contract
    }

    /// Returns the options of the run.
    #[must_use]
    pub fn options(&self) -> &RunOptions {
        &self.options
    }

    /// Returns the signal that cancels the run.
    #[must_use]
    pub fn stop(&self) -> &Stop {
        &self.stop
    }

    /// Reports whether bursts have rate limits of their own, turned on by a trigger, and no other process sends bursts.
    #[must_use]
    pub fn bursts_apart(&self) -> bool {
        self.options.limits == TargetLimits::Off && !self.turns.are_shared()
    }

    /// Creates the fixtures that these cases share, for use by other processes.
    ///
    /// Returns the fixtures, or `None` if no journal is kept, and the reasons for which some could not be created.
    pub async fn provide(&self, cases: &[&Case]) -> (Option<Handover>, Vec<Unproven>) {
        let undo = |method: &str, target: &str| self.undo_of(method, target);
        let mut provision = self.provision.lock().await;
        let mut missing = Vec::new();
        for case in cases {
            if self.stop.is_pulled() {
                break;
            }
            let made = provision.ensure_shared(&case.names(), &undo).await;
            if let Err(unavailable) = made
                && !missing.contains(&unavailable)
            {
                missing.push(unavailable);
            }
        }
        (provision.hand_over(self.identities.clone()), missing)
    }

    pub(super) fn lane_of(&self, case: &Case) -> Lane {
        Lane::of(case, &self.fixtures, self.bursts_apart())
    }

    /// Undoes all changes of the session and returns those that could not be undone.
    pub async fn close(&self) -> Vec<Leftover> {
        // A failed lock does not prevent the cleanup: leftovers would be worse than a disturbed case of another process.
        let _writing = self.turns.writing().await.ok();
        let _turn = self.turns.beside().await.ok();
        self.provision.lock().await.undo_all().await
    }

    /// Returns the path of the journal, if one is kept.
    pub async fn journal(&self) -> Option<PathBuf> {
        let provision = self.provision.lock().await;
        provision.journal().map(Path::to_owned)
    }

    /// Returns the number of changes that are still to be undone.
    pub async fn open_things(&self) -> usize {
        self.provision.lock().await.open()
    }

    /// Returns the description of the run for reports.
    #[must_use]
    pub fn info(&self) -> RunInfo {
        RunInfo {
            id: self.options.id.clone(),
            target: self.line.target().base().to_string(),
            edition: self.options.edition.clone(),
            strictness: self.options.strictness,
            judged_by: self.judged_by.clone(),
            demand: self.options.demand,
            shard: self.options.shard,
            selected: self.options.selected,
            all_cases: self.all_cases,
            baseline: self.options.baseline.as_ref().map(|own| own.info().clone()),
            table: self.contract.table.rows().to_vec(),
            described: self.contract.model.described_rows.clone(),
            requirements: RequirementId::ALL
                .iter()
                .filter_map(|id| self.contract.requirements.get(*id))
                .cloned()
                .collect::<Vec<Requirement>>(),
        }
    }

    /// Returns the findings so far on requirements that hold for every response, with known failures marked.
    #[must_use]
    pub fn response_findings(&self) -> Vec<ResponseFinding> {
        let mut findings = self.observer.findings();
        if let Some(baseline) = &self.options.baseline {
            baseline.info().mark_responses(&mut findings);
        }
        findings
    }

    /// Returns the number of responses that were checked so far for each requirement that holds for every response.
    #[must_use]
    pub fn response_counts(&self) -> ResponseCounts {
        self.observer.counts()
    }

    /// Returns the traffic and changes that the session caused so far.
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
                .map(|(name, used)| ScopeUse {
                    name: name.clone(),
                    requests: used.sent,
                    peak_per_second: used.peak_per_second,
                    allowed: self.allowed(name),
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

    /// Returns the rate at which the throttle allows requests in this scope.
    fn allowed(&self, scope: &str) -> Option<Allowed> {
        let limits = self.line.target().limits()?;
        limits.scope(scope).map(|scope| Allowed {
            requests: scope.limit,
            window_ms: limits.window_ms,
        })
    }

    pub(super) fn rules(&self, terms: Terms) -> Rules<'_> {
        Rules::of(&self.contract, terms)
    }

    /// Returns the context for planning: contract, fixtures, credentials and limits.
    pub(super) fn means(&self) -> Means<'_> {
        let target = self.line.target();
        Means {
            contract: &self.contract,
            fixtures: &self.fixtures,
            usual: self.line.usual(),
            credentials: target.credentials(),
            known: &self.options.known,
            pace: target.limits(),
            limits: self.options.limits,
            keeps_journal: self.options.journal.is_some(),
        }
    }

    /// Returns the time since the session was opened.
    pub(super) fn elapsed(&self) -> Duration {
        self.opened.elapsed()
    }

    /// Returns the lifetime of the fixture with this name, if there is one.
    pub(super) fn lifetime_of(&self, fixture: &str) -> Option<Lifetime> {
        self.fixtures.made(fixture).map(|spec| spec.lifetime)
    }

    /// Returns the request that removes a resource created by this method and target, if the operation has one.
    pub(super) fn undo_of(&self, method: &str, target: &str) -> Option<Undo> {
        self.contract
            .operations
            .find(method, target)
            .and_then(|operation| operation.undo.clone())
    }
}
