//! The builder of a check: a chain of settings that ends with a run.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::contract_source::ContractSource;
use super::error::ConformanceError;
use super::event_listener::EventListener;
use super::prepared_run::PreparedRun;
use super::report::ConformanceReport;
use super::server::ServerSource;
use crate::exchange::Actor;
use crate::outcome::{EvidencePolicy, FailOn, FailureGate, RunEvent};
use crate::run::CancelSignal;
use crate::suite::{CaseSelection, ErrorTrigger};
use crate::target::Token;

/// A check of a server against a contract: the cases to run, the server, and the tokens.
///
/// Each method takes a setting and returns the check, so that a test is one chain. [`run`](Self::run) reports a wrong setting.
#[derive(Debug)]
#[must_use = "nothing is sent until it runs"]
pub struct Conformance {
    pub(super) contract: ContractSource,
    pub(super) server: Option<ServerSource>,
    pub(super) base_path: String,
    pub(super) owner: Option<Token>,
    pub(super) stranger: Option<Token>,
    pub(super) selection: CaseSelection,
    pub(super) values: BTreeMap<String, String>,
    pub(super) triggers: BTreeMap<String, ErrorTrigger>,
    pub(super) baseline: Option<PathBuf>,
    pub(super) snapshots: Option<PathBuf>,
    pub(super) journal_dir: Option<PathBuf>,
    pub(super) gate: FailureGate,
    pub(super) evidence: EvidencePolicy,
    pub(super) min_rows: Option<usize>,
    pub(super) is_unlimited: bool,
    pub(super) listener: EventListener,
    /// The first wrong setting, which the run reports in place of the method that took it.
    pub(super) mistake: Option<ConformanceError>,
}

impl Conformance {
    /// Returns a check against the contract in a folder, or against [`Contract::embedded`](crate::contract::Contract::embedded).
    ///
    /// The folder holds `contract.toml`, its other pages and `suites/`, or it holds `suites/` and the pages in `schemas/`.
    pub fn new(contract: impl Into<ContractSource>) -> Self {
        Self {
            contract: contract.into(),
            server: None,
            base_path: String::new(),
            owner: None,
            stranger: None,
            selection: CaseSelection::default(),
            values: BTreeMap::new(),
            triggers: BTreeMap::new(),
            baseline: None,
            snapshots: None,
            journal_dir: None,
            gate: FailureGate::default(),
            evidence: EvidencePolicy::Complete,
            min_rows: None,
            is_unlimited: false,
            listener: EventListener::default(),
            mistake: None,
        }
    }

    /// Checks the server at a base URL, such as `http://127.0.0.1:8080/v2`.
    ///
    /// The run stays under the rate limits of the contract, and keeps a journal of the resources that it creates.
    pub fn target(mut self, url: impl AsRef<str>) -> Self {
        match url.as_ref().parse() {
            Ok(base) => self.server = Some(ServerSource::Running(base)),
            Err(error) => self.record_first_mistake(error),
        }
        self
    }

    /// Checks a router, which is served on a free port of 127.0.0.1 for the run.
    ///
    /// The run sends at full speed: build a router that limits the rate without its limits for the test.
    #[cfg(feature = "axum")]
    pub fn serve(mut self, router: axum::Router) -> Self {
        self.server = Some(ServerSource::Router(router));
        self
    }

    /// Appends a path to the URL of the server, such as `/v2` if it is the prefix of all routes.
    pub fn base_path(mut self, path: impl Into<String>) -> Self {
        let path = path.into();
        if path.starts_with('/') && !path.ends_with('/') {
            self.base_path = path;
        } else {
            self.record_first_mistake(ConformanceError::BasePath(path));
        }
        self
    }

    /// Sets the token of an actor: of the `owner`, who sends most requests, or of the `stranger`, who owns none of the owner's resources.
    pub fn actor(mut self, name: &str, token: impl AsRef<str>) -> Self {
        let slot = if name == Actor::Owner.as_str() {
            &mut self.owner
        } else if name == Actor::Stranger.as_str() {
            &mut self.stranger
        } else {
            self.record_first_mistake(ConformanceError::UnknownActor(name.to_owned()));
            return self;
        };
        match token.as_ref().parse() {
            Ok(token) => *slot = Some(token),
            Err(source) => {
                let actor = name.to_owned();
                self.record_first_mistake(ConformanceError::Token { actor, source });
            }
        }
        self
    }

    /// Selects cases by row (`20003`, `0/401`), suite, case, or a name with `*`. Several patterns select the cases that match any of them.
    pub fn select(mut self, pattern: impl Into<String>) -> Self {
        self.selection.only.push(pattern.into());
        self
    }

    /// Skips cases that match a pattern like those of [`select`](Self::select).
    pub fn skip(mut self, pattern: impl Into<String>) -> Self {
        self.selection.skip.push(pattern.into());
        self
    }

    /// Sets a value that cases need and only the operator of the server knows.
    pub fn value(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.values.insert(name.into(), value.into());
        self
    }

    /// Sets the trigger of an error that no ordinary request causes: a header field (`X-Fail: yes`) or a path (`/debug/fail`).
    pub fn trigger(mut self, name: impl Into<String>, how: &str) -> Self {
        let name = name.into();
        match how.parse() {
            Ok(hook) => {
                self.triggers.insert(name, hook);
            }
            Err(source) => self.record_first_mistake(ConformanceError::Trigger { name, source }),
        }
        self
    }

    /// Reads the known failures of the server from a file. They do not fail the check, but an entry that no longer holds does.
    pub fn baseline(mut self, file: impl Into<PathBuf>) -> Self {
        self.baseline = Some(file.into());
        self
    }

    /// Compares responses that keep the contract with the snapshots in a folder, which `cargo insta review` maintains.
    ///
    /// If the folder has no snapshots, pending snapshots are written for all cases. If `CI` is set, nothing is written, and a missing snapshot is
    /// [`SnapshotDrift`](super::SnapshotDrift).
    pub fn snapshots(mut self, dir: impl Into<PathBuf>) -> Self {
        self.snapshots = Some(dir.into());
        self
    }

    /// Keeps the journal of the run in this folder instead of the one that `badreq cleanup` reads.
    ///
    /// The journal records each resource before it is created on a server, so that it can be removed after a crash. A router needs no journal.
    pub fn journal_dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.journal_dir = Some(dir.into());
        self
    }

    /// Fails the check on these findings instead of a broken *must* alone.
    pub fn fail_on(mut self, findings: &[FailOn]) -> Self {
        self.gate = FailureGate::from_list(findings);
        self
    }

    /// Requires at least this number of rows to be settled: proven, broken, replaced by an accepted row, or known to fail.
    pub fn min_rows(mut self, least: usize) -> Self {
        self.min_rows = Some(least);
        self
    }

    /// Accepts missing evidence: rows and cases for want of a token, a fixture or a working control.
    pub fn allow_missing_evidence(mut self) -> Self {
        self.evidence = EvidencePolicy::Partial;
        self
    }

    /// Sends at full speed; the server must not limit the rate.
    pub fn without_limits(mut self) -> Self {
        self.is_unlimited = true;
        self
    }

    /// Calls a function with each event of the run. A panic in it ends the run early, after the run has removed what it created.
    pub fn on_event(mut self, call: impl FnMut(&RunEvent<'_>) + Send + 'static) -> Self {
        self.listener = EventListener::new(call);
        self
    }

    /// Runs the cases, and always removes what they created.
    ///
    /// # Errors
    /// Fails with [`ConformanceError`] if a setting or a file is wrong, or if the server cannot be reached. Violations by the server are in
    /// the report.
    pub async fn run(self) -> Result<ConformanceReport, ConformanceError> {
        let (prepared, mut listener) = PreparedRun::from_conformance(self)?;
        let stop = CancelSignal::default();
        let connected = prepared.connect(&stop).await?;
        let report = prepared.run(&connected, |event| listener.notify(event, &stop));
        let report = report.await;
        listener.resume_panic();
        report
    }

    fn record_first_mistake(&mut self, mistake: impl Into<ConformanceError>) {
        self.mistake.get_or_insert_with(|| mistake.into());
    }
}
