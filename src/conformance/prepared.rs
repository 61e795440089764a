//! A run that is ready to start: everything is loaded and validated, and nothing was sent.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::builder::Conformance;
use super::error::ConformanceError;
use super::journal_dir::default_journal_dir;
use super::known::read_baseline;
use super::listener::EventListener;
use super::report::ConformanceReport;
use super::server::{ReachableServer, Server};
use super::snapshots::SnapshotFolder;
use crate::contract::{Contract, RateLimits};
use crate::outcome::{Event, Selected};
use crate::run::{RunOptions, Session, Stop, TargetLimits, execute};
use crate::suite::{Case, Hook, Suites, Usual};
use crate::target::{Credentials, Target, TargetOptions};

/// A run that is ready to start: everything is loaded and validated, and nothing was sent.
#[derive(Debug)]
pub(super) struct PreparedRun {
    contract: Arc<Contract>,
    suites: Suites,
    /// The selected cases.
    pub(super) cases: Vec<Case>,
    server: Server,
    base_path: String,
    credentials: Credentials,
    limits: Option<RateLimits>,
    triggers: BTreeMap<String, Hook>,
    pub(super) options: RunOptions,
    pub(super) snapshots: Option<SnapshotFolder>,
}

/// A session with the server, and the server itself if it is served for the run.
#[derive(Debug)]
pub(super) struct ConnectedRun {
    pub(super) session: Session,
    _server: ReachableServer,
}

impl PreparedRun {
    pub(super) fn of(check: Conformance) -> Result<(Self, EventListener), ConformanceError> {
        if let Some(mistake) = check.mistake {
            return Err(mistake);
        }
        let server = check.server.ok_or(ConformanceError::NoTarget)?;
        let (contract, suites) = check.contract.load()?;
        server.refuse_production(&contract)?;
        expect_needed(&suites, &check.values, &check.triggers)?;
        let all: Vec<&Case> = suites.cases().collect();
        let cases = check.selection.select(&all);
        let cases = cases.map_err(ConformanceError::Patterns)?;
        let cases: Vec<Case> = cases.into_iter().cloned().collect();
        if cases.is_empty() {
            return Err(ConformanceError::NoCase);
        }
        let read = |path| read_baseline(path, &suites).map(Arc::new);
        let baseline = check.baseline.as_deref().map(read).transpose()?;
        let open = |dir| SnapshotFolder::open(dir, &all, &contract);
        let snapshots = check.snapshots.map(open).transpose()?;
        let journal = if server.ends_with_run() {
            None
        } else {
            let folder = check.journal_dir.or_else(default_journal_dir);
            Some(folder.ok_or(ConformanceError::NoJournalDir)?)
        };
        let limits = if check.is_unlimited || server.ends_with_run() {
            None
        } else {
            contract.limits.clone()
        };
        let options = RunOptions {
            edition: contract.edition.to_string(),
            demand: check.demand,
            selected: Selected::of(cases.iter().map(|case| case.name.to_string())),
            baseline,
            known: check.values,
            limits: match limits {
                Some(_) => TargetLimits::Kept,
                None => TargetLimits::Off,
            },
            journal,
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
    pub(super) fn is_in_edition(&self, case: &Case) -> bool {
        case.row()
            .is_none_or(|row| self.contract.table.row(row).is_some())
    }

    /// Serves the router, if there is one, and opens a session with the server.
    pub(super) async fn connect(&self, stop: &Stop) -> Result<ConnectedRun, ConformanceError> {
        let server = self.server.start(&self.base_path).await?;
        let header = self.contract.authorization_header.clone();
        let target = Target::connect(TargetOptions {
            authorization_header: header.clone(),
            limits: self.limits.clone(),
            ..TargetOptions::new(server.base.clone(), self.credentials.clone())
        })?;
        let usual = Usual {
            user_agent: target.user_agent().to_string(),
            authorization_header: header,
            hooks: self.triggers.clone(),
        };
        let contract = Arc::clone(&self.contract);
        let (options, stop) = (self.options.clone(), stop.clone());
        let session = Session::open(contract, &self.suites, target, usual, options, stop).await?;
        Ok(ConnectedRun {
            session,
            _server: server,
        })
    }

    /// Runs the cases, removes what they created, and compares the responses that keep the contract with their snapshots.
    pub(super) async fn run(
        &self,
        connected: &ConnectedRun,
        mut emit: impl FnMut(&Event<'_>),
    ) -> Result<ConformanceReport, ConformanceError> {
        let cases: Vec<&Case> = self.cases.iter().collect();
        let outcome = execute(&connected.session, &cases, |event| emit(&event)).await;
        let mut drift = Vec::new();
        if let Some(snapshots) = &self.snapshots {
            for case in &outcome.cases {
                drift.extend(snapshots.compare(case)?);
            }
            drift.extend(snapshots.find_orphans()?);
        }
        Ok(ConformanceReport::new(outcome, drift))
    }
}

/// Fails for a value or a trigger that no case needs, since its name is misspelt.
fn expect_needed(
    suites: &Suites,
    values: &BTreeMap<String, String>,
    triggers: &BTreeMap<String, Hook>,
) -> Result<(), ConformanceError> {
    let needed_values: BTreeSet<&str> = suites
        .fixtures
        .known
        .iter()
        .map(|spec| spec.name.as_str())
        .collect();
    let needed_triggers: BTreeSet<&str> = suites
        .cases()
        .filter_map(|case| case.bad.hook.as_deref())
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
            return Err(ConformanceError::Unneeded {
                kind,
                name: name.clone(),
                names: needed.into_iter().map(str::to_owned).collect(),
            });
        }
    }
    Ok(())
}
