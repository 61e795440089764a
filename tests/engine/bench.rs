//! What a run of the engine takes: contract, suites, a server, and how to aim at it.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use badreq::contract::{Contract, ContractFiles, Edition, RateLimits};
use badreq::fixture::TargetClient;
use badreq::outcome::{CaseOutcome, RequirementId, RunEvent, RunOutcome, Verdict};
use badreq::run::{
    CancelSignal, RunOptions, RunSession, SessionOpenError, TargetRateLimiting, execute_run,
};
use badreq::suite::{CaseSelection, RequestDefaults, SuiteSet};
use badreq::target::{Credentials, ExchangeTimeouts, Target, TargetOptions};
use badreq_reference::{ReferenceServer, ServerOptions, ServerRateLimits, TriggerMode, start};
use tokio::sync::OnceCell;

/// Contract and suites of an edition, read once.
pub(crate) fn inputs(edition: Edition) -> &'static (Arc<Contract>, SuiteSet) {
    static DOCUMENT: OnceLock<(Arc<Contract>, SuiteSet)> = OnceLock::new();
    static ERRATA: OnceLock<(Arc<Contract>, SuiteSet)> = OnceLock::new();
    let once = match edition {
        Edition::Document => &DOCUMENT,
        Edition::Errata => &ERRATA,
    };
    once.get_or_init(|| {
        let contract =
            Contract::parse(&ContractFiles::embedded(), edition).expect("the contract is sound");
        let suites = SuiteSet::parse(&badreq::suite::SuiteSources::embedded(), &contract);
        (Arc::new(contract), suites.expect("the suites are sound"))
    })
}

/// A reference server without limits of its own, and with its hooks.
pub(crate) async fn server() -> ReferenceServer {
    server_with(ServerRateLimits::None, TriggerMode::On).await
}

pub(crate) async fn server_with(limits: ServerRateLimits, hooks: TriggerMode) -> ReferenceServer {
    let options = ServerOptions {
        limits,
        triggers: hooks,
        ..ServerOptions::default()
    };
    start(options).await.expect("a port is free")
}

/// The outcome of all cases against a reference server, run once for all tests that look at it. It is green, and leaves the server as it was.
pub(crate) async fn whole_run() -> &'static RunOutcome {
    static WHOLE: OnceCell<RunOutcome> = OnceCell::const_new();
    WHOLE
        .get_or_init(|| async {
            let server = server().await;
            let before = server.dump_state();
            let outcome = Run::on(&server).all_but(&[]).await;
            assert_green(&outcome);
            assert_untouched(&before, &server);
            outcome
        })
        .await
}

/// A run that is about to be done.
pub(crate) struct Run {
    pub(crate) url: String,
    pub(crate) owner: Option<String>,
    pub(crate) stranger: Option<String>,
    pub(crate) hooks: Vec<(&'static str, &'static str)>,
    /// The limits that the engine stays under.
    pub(crate) pace: Option<RateLimits>,
    pub(crate) edition: Edition,
    /// The contract that answers are judged by, where it is not that of the edition.
    pub(crate) contract: Option<Arc<Contract>>,
    pub(crate) options: RunOptions,
    pub(crate) stop: CancelSignal,
    /// How long an answer is waited for.
    pub(crate) patience: Duration,
}

impl Run {
    /// Everything that there is to know of a server with hooks and without limits.
    pub(crate) fn on(server: &ReferenceServer) -> Self {
        let seeds = server.seed_values();
        Self {
            url: server.url(),
            owner: Some(seeds.token.clone()),
            stranger: Some(seeds.stranger_token.clone()),
            hooks: vec![
                ("internal-error", "X-Reference-Hook: internal-error"),
                ("rate-limit", "X-Reference-Hook: rate-limit"),
            ],
            pace: None,
            edition: Edition::Errata,
            contract: None,
            options: RunOptions {
                values: seeds.operator_values(),
                target_limits: TargetRateLimiting::Off,
                settling_pause: Duration::from_millis(20),
                ..RunOptions::default()
            },
            stop: CancelSignal::default(),
            patience: Duration::from_secs(30),
        }
    }

    /// The same, sent to another address.
    pub(crate) fn through(server: &ReferenceServer, url: &str) -> Self {
        Self {
            url: url.to_owned(),
            ..Self::on(server)
        }
    }

    /// Tries the cases that these patterns mean.
    pub(crate) async fn only(&self, only: &[&str]) -> RunOutcome {
        self.telling(only, &[], |_| {}).await
    }

    /// Tries all cases but those that these patterns mean.
    pub(crate) async fn all_but(&self, skip: &[&str]) -> RunOutcome {
        self.telling(&[], skip, |_| {}).await
    }

    pub(crate) async fn telling(
        &self,
        only: &[&str],
        skip: &[&str],
        tell: impl FnMut(RunEvent<'_>),
    ) -> RunOutcome {
        let session = self.open().await.expect("the target answers");
        let cases: Vec<_> = inputs(self.edition).1.cases().collect();
        let texts = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let selection = CaseSelection {
            only: texts(only),
            skip: texts(skip),
        };
        let cases = selection.select_cases(&cases).expect("every pattern fits");
        execute_run(&session, &cases, tell).await
    }

    pub(crate) async fn open(&self) -> Result<RunSession, SessionOpenError> {
        RunSession::open(
            Arc::clone(self.contract()),
            &inputs(self.edition).1,
            self.target(),
            self.usual(),
            self.options.clone(),
            self.stop.clone(),
        )
        .await
    }

    /// A client of the same target, outside of the run.
    pub(crate) fn client(&self) -> TargetClient {
        TargetClient::new(
            self.target(),
            self.usual(),
            self.contract().model.clone(),
            self.contract().limits.clone(),
            CancelSignal::default(),
        )
    }

    fn contract(&self) -> &Arc<Contract> {
        self.contract.as_ref().unwrap_or(&inputs(self.edition).0)
    }

    fn target(&self) -> Target {
        let token = |text: &Option<String>| {
            let text = text.as_deref();
            text.map(|text| text.parse().expect("it is a token"))
        };
        let base = self.url.parse().expect("it is a base URL");
        let credentials = Credentials::new(token(&self.owner), token(&self.stranger));
        let target = Target::new(TargetOptions {
            token_header: self.contract().token_header.clone(),
            rate_limits: self.pace.clone(),
            timeouts: ExchangeTimeouts::from_response_timeout(self.patience),
            ..TargetOptions::new(base, credentials.expect("they differ"))
        });
        target.expect("it needs no TLS")
    }

    fn usual(&self) -> RequestDefaults {
        let hooks = self.hooks.iter().map(|(name, hook)| {
            let hook = hook.parse().expect("it is a hook");
            ((*name).to_owned(), hook)
        });
        RequestDefaults {
            user_agent: "badreq/test".to_owned(),
            token_header: self.contract().token_header.clone(),
            triggers: hooks.collect(),
        }
    }
}

/// The outcome of the case of this name.
pub(crate) fn of<'o>(outcome: &'o RunOutcome, name: &str) -> &'o CaseOutcome {
    let mut cases = outcome.cases.iter();
    let found = cases.find(|case| case.case.name == name);
    found.unwrap_or_else(|| panic!("no case `{name}`"))
}

/// The requirements that a case breaks, each once.
pub(crate) fn broken(case: &CaseOutcome) -> Vec<RequirementId> {
    let mut broken: Vec<_> = case
        .violations
        .iter()
        .map(|found| found.requirement)
        .collect();
    broken.sort();
    broken.dedup();
    broken
}

/// The names of the cases that this is true of.
pub(crate) fn names(outcome: &RunOutcome, is: impl Fn(&Verdict) -> bool) -> Vec<&str> {
    let cases = outcome.cases.iter().filter(|case| is(&case.verdict));
    cases.map(|case| case.case.name.as_str()).collect()
}

/// Every case passed.
pub(crate) fn assert_green(outcome: &RunOutcome) {
    let red: Vec<_> = outcome
        .cases
        .iter()
        .filter(|case| !case.verdict.is_green())
        .map(|case| (&case.case.name, &case.verdict, &case.violations))
        .collect();
    assert!(red.is_empty(), "{red:#?}");
}

/// Nothing on the server is other than it was.
pub(crate) fn assert_untouched(before: &serde_json::Value, server: &ReferenceServer) {
    let after = server.dump_state();
    if let Some(at) = difference(before, &after, "") {
        panic!("the server is not as it was: {at}");
    }
}

fn difference(one: &serde_json::Value, other: &serde_json::Value, at: &str) -> Option<String> {
    use serde_json::Value;
    match (one, other) {
        (Value::Object(one), Value::Object(other)) if one.len() == other.len() => {
            one.iter().find_map(|(key, one)| match other.get(key) {
                Some(other) => difference(one, other, &format!("{at}/{key}")),
                None => Some(format!("{at}/{key}: gone")),
            })
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => one
            .iter()
            .zip(other)
            .enumerate()
            .find_map(|(index, (one, other))| difference(one, other, &format!("{at}/{index}"))),
        (one, other) if one == other => None,
        (one, other) => Some(format!("{at}: was {one}, is {other}")),
    }
}
