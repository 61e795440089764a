//! A run that is ready to start: everything is loaded and validated, and nothing was sent.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::baseline_file::read_baseline;
use super::builder::Conformance;
use super::error::ConformanceError;
use super::event_listener::EventListener;
use super::journal_dir::default_journal_dir;
use super::report::ConformanceReport;
use super::server::{ReachableServer, ServerSource};
use super::snapshots::SnapshotFolder;
use crate::contract::{Contract, RateLimits};
use crate::outcome::{RunEvent, SelectionDigest};
use crate::run::{CancelSignal, RunOptions, RunSession, TargetRateLimiting, execute_run};
use crate::suite::{Case, ErrorTrigger, RequestDefaults, SuiteSet};
use crate::target::{Credentials, Target, TargetOptions};

/// A run that is ready to start: everything is loaded and validated, and nothing was sent.
#[derive(Debug)]
pub(super) struct PreparedRun {
    contract: Arc<Contract>,
    suites: SuiteSet,
    /// The selected cases.
    pub(super) cases: Vec<Case>,
    server: ServerSource,
    base_path: String,
    credentials: Credentials,
    limits: Option<RateLimits>,
    triggers: BTreeMap<String, ErrorTrigger>,
    pub(super) options: RunOptions,
    pub(super) snapshots: Option<SnapshotFolder>,
}

/// A session with the server, and the server itself if it is served for the run.
#[derive(Debug)]
pub(super) struct ConnectedRun {
    pub(super) session: RunSession,
    _server: ReachableServer,
}

impl PreparedRun {
    pub(super) fn from_conformance(
        check: Conformance,
    ) -> Result<(Self, EventListener), ConformanceError> {
        if let Some(mistake) = check.mistake {
            return Err(mistake);
        }
        let server = check.server.ok_or(ConformanceError::NoTarget)?;
        let (contract, suites) = check.contract.load_contract_and_suites()?;
        server.refuse_production(&contract)?;
        reject_unneeded_inputs(&suites, &check.values, &check.triggers)?;
        let all: Vec<&Case> = suites.cases().collect();
        let cases = check.selection.select_cases(&all);
        let cases = cases.map_err(ConformanceError::Patterns)?;
        let cases: Vec<Case> = cases.into_iter().cloned().collect();
        if cases.is_empty() {
            return Err(ConformanceError::NoCase);
        }
        let read = |path| read_baseline(path, &suites).map(Arc::new);
        let baseline = check.baseline.as_deref().map(read).transpose()?;
        let open = |dir| SnapshotFolder::open(dir, &all, &contract);
        let snapshots = check.snapshots.map(open).transpose()?;
        let journal = if server.is_in_process_router() {
            None
        } else {
            let folder = check.journal_dir.or_else(default_journal_dir);
            Some(folder.ok_or(ConformanceError::NoJournalDir)?)
        };
        let limits = if check.is_unlimited || server.is_in_process_router() {
            None
        } else {
            contract.limits.clone()
        };
        let options = RunOptions {
            edition: contract.edition.to_string(),
            gate: check.gate,
            evidence: check.evidence,
            min_rows: check.min_rows,
            selection: SelectionDigest::from_names(cases.iter().map(|case| case.name.to_string())),
            baseline,
            values: check.values,
            target_limits: match limits {
                Some(_) => TargetRateLimiting::Enforced,
                None => TargetRateLimiting::Off,
            },
            journal_dir: journal,
            ..RunOptions::default()
        };
        let prepared = Self {
            contract: Arc::new(contract),
            suites,
            cases,
            server,
            base_path: check.base_path,
            credentials: Credentials::new(check.owner, check.stranger)?,
            limits,
            triggers: check.triggers,
            options,
            snapshots,
        };
        Ok((prepared, check.listener))
    }

    /// Reports whether the edition of the contract has the row of a case.
    #[cfg(feature = "libtest-mimic")]
    pub(super) fn is_case_in_edition(&self, case: &Case) -> bool {
        case.expected_row()
            .is_none_or(|row| self.contract.table.find_row_by_id(row).is_some())
    }

    /// Serves the router, if there is one, and opens a session with the server.
    pub(super) async fn connect(
        &self,
        stop: &CancelSignal,
    ) -> Result<ConnectedRun, ConformanceError> {
        let server = self.server.start(&self.base_path).await?;
        let header = self.contract.token_header.clone();
        let target = Target::new(TargetOptions {
            token_header: header.clone(),
            rate_limits: self.limits.clone(),
            ..TargetOptions::new(server.base.clone(), self.credentials.clone())
        })?;
        let usual = RequestDefaults {
            user_agent: target.user_agent().to_string(),
            token_header: header,
            triggers: self.triggers.clone(),
        };
        let contract = Arc::clone(&self.contract);
        let (options, stop) = (self.options.clone(), stop.clone());
        let session =
            RunSession::open(contract, &self.suites, target, usual, options, stop).await?;
        Ok(ConnectedRun {
            session,
            _server: server,
        })
    }

    /// Runs the cases, removes what they created, and compares the responses that keep the contract with their snapshots.
    pub(super) async fn run(
        &self,
        connected: &ConnectedRun,
        mut emit: impl FnMut(&RunEvent<'_>),
    ) -> Result<ConformanceReport, ConformanceError> {
        let cases: Vec<&Case> = self.cases.iter().collect();
        let outcome = execute_run(&connected.session, &cases, |event| emit(&event)).await;
        let mut drift = Vec::new();
        if let Some(snapshots) = &self.snapshots {
            for case in &outcome.cases {
                drift.extend(snapshots.compare_and_record_snapshot(case)?);
            }
            drift.extend(snapshots.find_orphan_snapshots()?);
        }
        Ok(ConformanceReport::new(outcome, drift))
    }
}

/// Fails for a value or a trigger that no case needs, since its name is misspelt.
fn reject_unneeded_inputs(
    suites: &SuiteSet,
    values: &BTreeMap<String, String>,
    triggers: &BTreeMap<String, ErrorTrigger>,
) -> Result<(), ConformanceError> {
    let needed_values: BTreeSet<&str> = suites
        .fixtures
        .values
        .iter()
        .map(|spec| spec.name.as_str())
        .collect();
    let needed_triggers: BTreeSet<&str> = suites
        .cases()
        .filter_map(|case| case.bad_request.trigger.as_deref())
        .collect();
    let value = ("value", values.keys().collect::<Vec<_>>(), needed_values);
    let trigger = (
        "trigger",
        triggers.keys().collect::<Vec<_>>(),
        needed_triggers,
    );
    for (kind, given, needed) in [value, trigger] {
        if let Some(name) = given
            .into_iter()
            .find(|name| !needed.contains(name.as_str()))
        {
            return Err(ConformanceError::UnneededInput {
                kind,
                name: name.clone(),
                names: needed.into_iter().map(str::to_owned).collect(),
            });
        }
    }
    Ok(())
}
