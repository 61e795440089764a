//! What is checked, and how: a chain of settings that ends with a run.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::contract_source::ContractSource;
use super::error::ConformanceError;
use super::listener::EventListener;
use super::prepared::PreparedRun;
use super::report::ConformanceReport;
use super::server::Server;
use crate::exchange::Actor;
use crate::outcome::{Demand, Event};
use crate::run::Stop;
use crate::suite::{Hook, Selection};
use crate::target::Token;

/// A check of a server against a contract: which cases run, against which server, with whose tokens.
///
/// Each method takes the setting and returns the check, so that a test is one chain. A wrong setting is reported by [`run`](Self::run).
#[derive(Debug)]
#[must_use = "nothing is sent until it runs"]
pub struct Conformance {
    pub(super) contract: ContractSource,
    pub(super) server: Option<Server>,
    pub(super) base_path: String,
    pub(super) owner: Option<Token>,
    pub(super) stranger: Option<Token>,
    pub(super) selection: Selection,
    pub(super) values: BTreeMap<String, String>,
    pub(super) triggers: BTreeMap<String, Hook>,
    pub(super) baseline: Option<PathBuf>,
    pub(super) snapshots: Option<PathBuf>,
    pub(super) journal_dir: Option<PathBuf>,
    pub(super) demand: Demand,
    pub(super) is_unlimited: bool,
    pub(super) listener: EventListener,
    /// The first wrong setting, which the run reports in the place of the method that took it.
    pub(super) mistake: Option<ConformanceError>,
}

impl Conformance {
    /// Begins a check against the contract in a folder, or against [`Contract::embedded`](crate::contract::Contract::embedded).
    ///
    /// The folder holds `contract.toml`, its other pages and `suites/`; or `schemas/` with the pages, and `suites/`.
    pub fn new(contract: impl Into<ContractSource>) -> Self {
        Self {
            contract: contract.into(),
            server: None,
            base_path: String::new(),
            owner: None,
            stranger: None,
            selection: Selection::default(),
            values: BTreeMap::new(),
            triggers: BTreeMap::new(),
            baseline: None,
            snapshots: None,
            journal_dir: None,
            demand: Demand::Possible,
            is_unlimited: false,
            listener: EventListener::default(),
            mistake: None,
        }
    }

    /// Checks the server at a base URL, such as `http://127.0.0.1:8080/v2`.
    ///
    /// The run stays under the rate limits of the contract, and keeps a journal of what it makes.
    pub fn target(mut self, url: impl AsRef<str>) -> Self {
        match url.as_ref().parse() {
            Ok(base) => self.server = Some(Server::Running(base)),
            Err(error) => self.note_mistake(error),
        }
        self
    }

    /// Checks a router, which is served on a free port of 127.0.0.1 as long as the run lasts.
    ///
    /// The run sends at full speed: a router whose state limits the rate is built without limits for the test.
    #[cfg(feature = "axum")]
    pub fn serve(mut self, router: axum::Router) -> Self {
        self.server = Some(Server::Router(router));
        self
    }

    /// Appends a path to the URL of the server, such as `/v2` where a router has it in front of all routes.
    pub fn base_path(mut self, path: impl Into<String>) -> Self {
        let path = path.into();
        if path.starts_with('/') && !path.ends_with('/') {
            self.base_path = path;
        } else {
            self.note_mistake(ConformanceError::BasePath(path));
        }
        self
    }

    /// Gives the token of an actor: of the `owner`, who sends most requests, or of the `stranger`, who owns nothing of the owner's.
    pub fn actor(mut self, name: &str, token: impl AsRef<str>) -> Self {
        let slot = if name == Actor::Owner.as_str() {
            &mut self.owner
        } else if name == Actor::Stranger.as_str() {
            &mut self.stranger
        } else {
            self.note_mistake(ConformanceError::Actor(name.to_owned()));
            return self;
        };
        match token.as_ref().parse() {
            Ok(token) => *slot = Some(token),
            Err(source) => {
                let actor = name.to_owned();
                self.note_mistake(ConformanceError::Token { actor, source });
            }
        }
        self
    }

    /// Selects cases: by row (`20003`, `0/401`), suite, case, or a name with `*`; several patterns select what any of them means.
    pub fn select(mut self, pattern: impl Into<String>) -> Self {
        self.selection.only.push(pattern.into());
        self
    }

    /// Leaves cases out, by a pattern like those of [`select`](Self::select).
    pub fn skip(mut self, pattern: impl Into<String>) -> Self {
        self.selection.skip.push(pattern.into());
        self
    }

    /// Gives a value that cases need and only the operator of the server knows.
    pub fn value(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.values.insert(name.into(), value.into());
        self
    }

    /// Says how the server is asked for an error that no ordinary request brings about: a header (`X-Fail: yes`) or a path (`/debug/fail`).
    pub fn trigger(mut self, name: impl Into<String>, how: &str) -> Self {
        let name = name.into();
        match how.parse() {
            Ok(hook) => {
                self.triggers.insert(name, hook);
            }
            Err(source) => self.note_mistake(ConformanceError::Trigger { name, source }),
        }
        self
    }

    /// Reads the known failures of the server from a file; they do not fail the check, and an entry that no longer holds does.
    pub fn baseline(mut self, file: impl Into<PathBuf>) -> Self {
        self.baseline = Some(file.into());
        self
    }

    /// Compares responses that keep the contract with the snapshots in a folder, which `cargo insta review` maintains.
    ///
    /// Into a folder without any, pending snapshots are written for all cases. Where `CI` is set, nothing is written and a missing snapshot is
    /// [`Drift`](super::Drift).
    pub fn snapshots(mut self, dir: impl Into<PathBuf>) -> Self {
        self.snapshots = Some(dir.into());
        self
    }

    /// Keeps the journal of the run in this folder, in place of the one that `badreq cleanup` looks into.
    ///
    /// The journal names what the run makes on a server before it is made, so that it can be removed after a crash. A router needs none.
    pub fn journal_dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.journal_dir = Some(dir.into());
        self
    }

    /// Fails where a case cannot be tried for want of a token, a value or a trigger.
    pub fn require_all(mut self) -> Self {
        self.demand = Demand::All;
        self
    }

    /// Sends at full speed, to a server that does not limit the rate.
    pub fn without_limits(mut self) -> Self {
        self.is_unlimited = true;
        self
    }

    /// Calls a function with each event of the run. A panic in it ends the run early; what was made is undone first.
    pub fn on_event(mut self, call: impl FnMut(&Event<'_>) + Send + 'static) -> Self {
        self.listener = EventListener::new(call);
        self
    }

    /// Runs the cases and undoes what they made, whatever they find.
    ///
    /// # Errors
    /// Fails with [`ConformanceError`] where a setting or a file is wrong, or the server cannot be reached. What is wrong *with* the server is in
    /// the report.
    pub async fn run(self) -> Result<ConformanceReport, ConformanceError> {
        let (prepared, mut listener) = PreparedRun::of(self)?;
        let stop = Stop::default();
        let connected = prepared.connect(&stop).await?;
        let report = prepared.run(&connected, |event| listener.call(event, &stop));
        let report = report.await;
        listener.resume_panic();
        report
    }

    fn note_mistake(&mut self, mistake: impl Into<ConformanceError>) {
        self.mistake.get_or_insert_with(|| mistake.into());
    }
}
