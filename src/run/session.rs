//! A session: one target with the state that is needed to try cases on it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::journaling::{create_run_journal, ensure_no_other_run, lock_fixtures_journal};
use super::locks::CaseLocks;
use super::options::{CrossProcessState, RunOptions, TargetRateLimiting};
use super::other_runs::find_orphaned_runs;
use super::plan::{ConcurrencyMode, PlanContext};
use super::preflight::run_preflight;
use super::read_freshness::ReadFreshness;
use super::repetition_registry::RepetitionRegistry;
use super::response_observer::ResponseRequirementObserver;
use super::sent_controls::SentControls;
use super::session_open_error::SessionOpenError;
use crate::check::{JudgeContext, JudgeOptions};
use crate::contract::{Contract, UndoRequest};
use crate::exchange::Actor;
use crate::fixture::{FixtureManager, Journal, ProvisionedFixtures, TargetClient};
use crate::outcome::{
    EveryResponseFinding, InconclusiveReason, Leftover, OrphanedRun, RateLimitScopeTraffic,
    ResponseCountsByRequirement, RunInfo, RunJudgingConfig, ScopeLimit, TrafficStats,
    VolatileFieldNames,
};
use crate::suite::{Case, FixtureLifetime, FixtureSpecs, RequestDefaults, SuiteSet};
use crate::target::{CancelSignal, ExchangeObserver, Target};

/// An open session with one target, and the state that is needed to try cases on it.
///
/// Cases may be tried in any order and at the same time: locks separate those that would disturb each other.
/// [`RunSession::close`] undoes the changes of the session. It must be called in any event.
#[derive(Debug)]
pub struct RunSession {
    contract: Arc<Contract>,
    fixture_specs: Arc<FixtureSpecs>,
    options: RunOptions,
    cancel: CancelSignal,
    pub(super) client: TargetClient,
    /// The same client with priority. It serves the one case that writes, because other cases wait for it.
    pub(super) priority_client: TargetClient,
    pub(super) fixture_manager: Mutex<FixtureManager>,
    pub(super) sent_controls: Mutex<SentControls>,
    pub(super) repetition_registry: RepetitionRegistry,
    /// The lock that the running burst holds.
    pub(super) burst_lock: Mutex<()>,
    /// The time at which a burst last sent a request.
    pub(super) last_burst_at: Mutex<Option<Instant>>,
    pub(super) refused_on_purpose: AtomicU64,
    pub(super) locks: CaseLocks,
    pub(super) read_freshness: ReadFreshness,
    observer: Arc<ResponseRequirementObserver>,
    /// The number of cases in all suites.
    total_cases: usize,
    judged_by: RunJudgingConfig,
    identities: Vec<(Actor, Value)>,
    /// The dead runs whose marks are on the target.
    orphans: Vec<OrphanedRun>,
    /// The lock on the journal of shared fixtures, which keeps other processes from undoing them.
    _shared_journal_lock: Option<File>,
    opened_at: Instant,
}

impl RunSession {
    /// Opens a session on a target, once the target responds. If the run is cancelled meanwhile, the session sends no request.
    ///
    /// # Errors
    /// Fails with [`SessionOpenError`] if no HTTP response comes from the base URL, if a token is rejected, if another run is or may be active, if shared
    /// fixtures are on another target or gone, or if the journal or a lock file cannot be used.
    pub async fn open(
        contract: Arc<Contract>,
        suites: &SuiteSet,
        target: Target,
        usual: RequestDefaults,
        options: RunOptions,
        stop: CancelSignal,
    ) -> Result<Self, SessionOpenError> {
        let opened = Instant::now();
        let base = target.base_url().to_string();
        match &options.shared {
            // The process that created the shared fixtures has checked that the target responds.
            Some(shared) if shared.fixtures.target == base => {
                target.share_throttle_across_processes(&shared.folder);
            }
            Some(shared) => {
                return Err(SessionOpenError::FixturesElsewhere {
                    base,
                    elsewhere: shared.fixtures.target.clone(),
                });
            }
            None => {
                target.pause_all_scopes();
                tokio::select! {
                    biased;
                    () = stop.wait_for_cancel() => {}
                    reached = target.check_reachable() => {
                        reached.map_err(|source| SessionOpenError::TargetUnusable { base, source })?;
                    }
                }
            }
        }
        let observer = ResponseRequirementObserver::new(&contract, &usual, options.judge_options);
        let observer = Arc::new(observer);
        let observing: Arc<dyn ExchangeObserver> =
            Arc::<ResponseRequirementObserver>::clone(&observer);
        let target = target.with_observer(observing);
        let line = TargetClient::new(
            target,
            usual,
            contract.model.clone(),
            contract.limits.clone(),
            stop.clone(),
        );
        let specs = Arc::new(suites.fixtures.clone());
        let judged_by =
            RunJudgingConfig::new(&suites.digest, &contract.digest, options.judge_options);
        let (identities, held) = match (&options.shared, &options.journal_dir) {
            (Some(shared), _) => (
                shared.fixtures.identities.clone(),
                Some(lock_fixtures_journal(&shared.fixtures)?),
            ),
            (None, Some(folder)) => {
                let identities = match run_preflight(&contract, &line).await {
                    Ok(report) => report.accounts,
                    // The run goes on to its end, and sends nothing.
                    Err(_) if stop.is_cancelled() => Vec::new(),
                    Err(error) => return Err(error),
                };
                ensure_no_other_run(folder, &line, &identities)?;
                (identities, None)
            }
            (None, None) => (Vec::new(), None),
        };
        // The journal comes first: its lock keeps other runs of this machine away.
        let mut journal = match &options.journal_dir {
            Some(folder) => create_run_journal(&line, &options.id, &identities, folder)?,
            None => Journal::disabled(),
        };
        let orphans = match (&options.shared, &options.journal_dir) {
            (None, Some(folder)) => {
                let found = find_orphaned_runs(&contract, &specs, &options, folder, &line).await;
                if found.is_err() {
                    journal.remove_file()?;
                }
                found?
            }
            (Some(_), _) | (None, None) => Vec::new(),
        };
        let mut provision = FixtureManager::new(
            Arc::clone(&specs),
            line.with_urgent_priority(),
            &options.id,
            &options.values,
            journal,
        );
        let (turns, controls) = match &options.shared {
            Some(CrossProcessState {
                fixtures: handover,
                folder,
            }) => {
                provision.import_shared_fixtures(handover);
                (
                    CaseLocks::across_processes(folder)?,
                    SentControls::shared_in_folder(folder),
                )
            }
            None => (CaseLocks::default(), SentControls::default()),
        };
        Ok(Self {
            contract,
            fixture_specs: specs,
            cancel: stop,
            fixture_manager: Mutex::new(provision),
            priority_client: line.with_urgent_priority(),
            client: line,
            sent_controls: Mutex::new(controls),
            repetition_registry: RepetitionRegistry::default(),
            burst_lock: Mutex::default(),
            last_burst_at: Mutex::default(),
            refused_on_purpose: AtomicU64::new(0),
            locks: turns,
            read_freshness: ReadFreshness::default(),
            observer,
            total_cases: suites.cases().count(),
            judged_by,
            identities,
            orphans,
            _shared_journal_lock: held,
            opened_at: opened,
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

    /// Returns the dead runs that left things on the target.
    #[must_use]
    pub fn orphaned_runs(&self) -> &[OrphanedRun] {
        &self.orphans
    }

    /// Returns the signal that cancels the run.
    #[must_use]
    pub fn cancel_signal(&self) -> &CancelSignal {
        &self.cancel
    }

    /// Reports whether bursts have rate limits of their own, turned on by a trigger, and no other process sends bursts.
    #[must_use]
    pub fn has_separate_burst_limits(&self) -> bool {
        self.options.target_limits == TargetRateLimiting::Off && !self.locks.are_cross_process()
    }

    /// Creates the fixtures that these cases share, for use by other processes.
    ///
    /// Returns the fixtures, or `None` if no journal is kept, and the reasons for which some could not be created.
    pub async fn create_shared_fixtures(
        &self,
        cases: &[&Case],
    ) -> (Option<ProvisionedFixtures>, Vec<InconclusiveReason>) {
        let undo = |method: &str, target: &str| self.find_undo_request(method, target);
        let mut manager = self.fixture_manager.lock().await;
        let mut missing = Vec::new();
        for case in cases {
            if self.cancel.is_cancelled() {
                break;
            }
            let made = manager
                .ensure_shared_fixtures(&case.referenced_names(), &undo)
                .await;
            if let Err(unavailable) = made
                && !missing.contains(&unavailable)
            {
                missing.push(unavailable);
            }
        }
        let exported = manager.export_shared_fixtures(self.identities.clone());
        (exported, missing)
    }

    pub(super) fn concurrency_mode_for_case(&self, case: &Case) -> ConcurrencyMode {
        ConcurrencyMode::for_case(case, &self.fixture_specs, self.has_separate_burst_limits())
    }

    /// Undoes all changes of the session and returns those that could not be undone.
    pub async fn close(&self) -> Vec<Leftover> {
        // A failed lock does not prevent the cleanup: leftovers would be worse than a disturbed case of another process.
        let _writing = self.locks.acquire_writer().await.ok();
        let _turn = self.locks.acquire_shared().await.ok();
        self.fixture_manager.lock().await.undo_all().await
    }

    /// Returns the path of the journal, if one is kept.
    pub async fn journal_path(&self) -> Option<PathBuf> {
        let manager = self.fixture_manager.lock().await;
        manager.journal_path().map(Path::to_owned)
    }

    /// Returns the number of changes that are still to be undone.
    pub async fn pending_undo_count(&self) -> usize {
        self.fixture_manager.lock().await.pending_undo_count()
    }

    /// Returns the description of the run for reports.
    #[must_use]
    pub fn run_info(&self) -> RunInfo {
        RunInfo {
            id: self.options.id.clone(),
            target: self.client.target().base_url().to_string(),
            edition: self.options.edition.clone(),
            command: self.options.command.clone(),
            gate: self.options.gate,
            judged_by: self.judged_by.clone(),
            evidence: self.options.evidence,
            min_rows: self.options.min_rows,
            shard: self.options.shard,
            selected: self.options.selection,
            all_cases: self.total_cases,
            baseline: self.options.baseline.as_ref().map(|own| own.info().clone()),
            table: self.contract.table.rows().to_vec(),
            described: self.contract.list_described_rows(),
            operations: self.contract.operations.describe_operations_by_id(),
            defects: self.contract.operations.describe_defects_by_id(),
            volatile_fields: Some(VolatileFieldNames::from_contract(&self.contract)),
            requirements: self.contract.requirements.to_vec_in_id_order(),
        }
    }

    /// Returns the findings so far on requirements that hold for every response, with known failures marked.
    #[must_use]
    pub fn response_findings(&self) -> Vec<EveryResponseFinding> {
        let mut findings = self.observer.response_findings();
        if let Some(baseline) = &self.options.baseline {
            baseline.info().mark_known_response_findings(&mut findings);
        }
        findings
    }

    /// Returns the number of responses that were checked so far for each requirement that holds for every response.
    #[must_use]
    pub fn response_counts_by_requirement(&self) -> ResponseCountsByRequirement {
        self.observer.response_counts_by_requirement()
    }

    /// Returns the traffic and changes that the session caused so far.
    pub async fn traffic_stats(&self) -> TrafficStats {
        let traffic = self.client.target().traffic();
        let (made, undone, put_back) = self.fixture_manager.lock().await.change_counts();
        let (refused_by_accident, waited_out_ms) = self.client.rate_refusal_count_and_wait();
        let waited: u64 = traffic.scopes.values().map(|scope| scope.waited_ms).sum();
        let scopes = traffic.scopes.iter();
        TrafficStats {
            requests: traffic.requests,
            repeated: traffic.repeated,
            scopes: scopes
                .map(|(name, used)| RateLimitScopeTraffic {
                    name: name.clone(),
                    requests: used.sent,
                    peak_per_second: used.peak_per_second,
                    allowed: self.find_throttle_limit(name),
                })
                .collect(),
            refused_on_purpose: self.refused_on_purpose.load(Ordering::Relaxed),
            refused_by_accident,
            waited_ms: waited + waited_out_ms,
            made,
            undone,
            put_back,
            elapsed_ms: u64::try_from(self.opened_at.elapsed().as_millis()).unwrap_or(u64::MAX),
            latency: None,
        }
    }

    /// Returns the rate at which the throttle allows requests in this scope.
    fn find_throttle_limit(&self, scope: &str) -> Option<ScopeLimit> {
        let limits = self.client.target().rate_limits()?;
        limits.find_scope(scope).map(|scope| ScopeLimit {
            requests: scope.limit,
            window_ms: limits.window_ms,
        })
    }

    pub(super) fn build_judge_context(&self, terms: JudgeOptions) -> JudgeContext<'_> {
        JudgeContext::from_contract(&self.contract, terms)
    }

    /// Returns the context for planning: contract, fixtures, credentials and limits.
    pub(super) fn build_plan_context(&self) -> PlanContext<'_> {
        let target = self.client.target();
        PlanContext {
            contract: &self.contract,
            fixtures: &self.fixture_specs,
            request_defaults: self.client.request_defaults(),
            credentials: target.credentials(),
            values: &self.options.values,
            throttle_limits: target.rate_limits(),
            target_limits: self.options.target_limits,
            keeps_journal: self.options.journal_dir.is_some(),
        }
    }

    /// Returns the time since the session was opened.
    pub(super) fn elapsed(&self) -> Duration {
        self.opened_at.elapsed()
    }

    /// Returns the lifetime of the fixture with this name, if there is one.
    pub(super) fn fixture_lifetime(&self, fixture: &str) -> Option<FixtureLifetime> {
        self.fixture_specs
            .find_created_resource(fixture)
            .map(|spec| spec.lifetime)
    }

    /// Returns the request that removes a resource created by this method and target, if the operation has one.
    pub(super) fn find_undo_request(&self, method: &str, target: &str) -> Option<UndoRequest> {
        let operation = self
            .contract
            .operations
            .find_operation_for_request(method, target)?;
        operation.undo_for_target(target)
    }
}
