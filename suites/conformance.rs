//! The `cargo test` door: every case is a test of its own, with a snapshot.
//!
//! Tests are named `SUITE::ROW::CASE`, so that `cargo test switches`, `cargo test 20003` and `cargo test unknown-uuid` select. They
//! run against the embedded reference server, or against the target that `BADREQ_TARGET` and the other variables of
//! `badreq run --help` name, or `badreq.toml` in the root of the package. Snapshots lie in `snapshots/PROFILE/SUITE/CASE.snap`: `reference` for the reference
//! server, for another target what `BADREQ_PROFILE` or the configuration names, none where nobody does. An answer that keeps the contract and is not what its
//! snapshot says is drift, and never told as a breach: a test for each cause of drift fails when all cases are done.

#![expect(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test says what must hold by panicking"
)]

#[path = "conformance/snapshots.rs"]
mod snapshots;

use std::process::ExitCode;
use std::sync::Arc;

use badreq::baseline::Baseline;
use badreq::check::{ExpectedRefusal, JudgeOptions};
use badreq::cli::args::{Cli, RunArgs};
use badreq::cli::{CommandFailure, ContractAndSuites, EmbeddedServer, ResolvedTarget, TargetSkips};
use badreq::contract::Contract;
use badreq::outcome::{CaseOutcome, EvidencePolicy, InconclusiveReason, StaleEntry, Verdict};
use badreq::report::{write_case, write_response_finding, write_stale_entries};
use badreq::run::{CancelReason, CancelSignal, RunOptions, RunSession};
use badreq::suite::Case;
use clap::Parser;
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use tokio::runtime::Runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::OnceCell;

use snapshots::Snapshots;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    match conformance(&arguments) {
        Ok(exit) => exit,
        Err(failure) => {
            eprintln!("{}", failure.message);
            ExitCode::FAILURE
        }
    }
}

fn conformance(arguments: &Arguments) -> Result<ExitCode, CommandFailure> {
    // The variables are those of `badreq run`, read by its own definitions.
    let args = Cli::parse_from(["badreq"]).run;
    let inputs = ContractAndSuites::load(&args.inputs, args.target.config.as_deref())?;
    let inputs = Arc::new(inputs);
    let contract = Arc::clone(&inputs.contract);
    let profile = std::env::var("BADREQ_PROFILE").unwrap_or_default();
    let profile = ResolvedTarget::resolve_profile(&args.target, &profile)?
        .map(|profile| Arc::new(Snapshots::of(profile, &contract)));
    let baseline = args
        .judge
        .baseline
        .load_baseline(&args.target, &inputs.suites)?;
    let names: Vec<_> = inputs
        .suites
        .cases()
        .map(|case| case.name.clone())
        .collect();
    let door = Arc::new(Door {
        runtime: Runtime::new().expect("the system has threads"),
        inputs: Arc::clone(&inputs),
        args,
        baseline: baseline.clone(),
        snapshots: profile.clone(),
        stop: CancelSignal::default(),
        open: OnceCell::new(),
    });
    let mut trials: Vec<Trial> = inputs
        .suites
        .cases()
        .map(|case| trial(&door, &contract, case))
        .collect();
    if let Some(snapshots) = profile {
        trials.push(Trial::test(
            "snapshots::each-belongs-to-a-case",
            move || snapshots.no_orphans(&names),
        ));
    }
    if let Some(baseline) = baseline {
        trials.push(Trial::test("baseline::no-entry-is-outdated", move || {
            current(&baseline.info().expired_or_unmatched_entries())
        }));
    }
    let conclusion = libtest_mimic::run(arguments, trials);
    let is_drift_free = report_drift(arguments, door.snapshots.as_deref());
    let is_clean = door.close();
    let holds_everywhere = door.judge_responses();
    match door.snapshots.as_ref().map_or(Ok(None), |own| own.close()) {
        Ok(None) => {}
        Ok(Some(recorded)) => eprintln!("{recorded}"),
        Err(why) => {
            eprintln!("error: {why}");
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(
        if conclusion.has_failed()
            || !is_drift_free
            || !is_clean
            || !holds_everywhere
            || door.stop.is_cancelled()
        {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        },
    )
}

/// Runs a test that fails for each cause of drift, none without; whether there was none.
fn report_drift(arguments: &Arguments, snapshots: Option<&Snapshots>) -> bool {
    let groups = snapshots.map_or_else(Vec::new, Snapshots::drift);
    if groups.is_empty() {
        return true;
    }
    let trials = groups.into_iter().map(|group| {
        let name = format!("snapshots::drift::{}", group.cause());
        Trial::test(name, move || Err(group.into()))
    });
    // The filters chose the cases; what the cases showed is told whatever its name.
    let arguments = Arguments {
        filter: None,
        skip: Vec::new(),
        exact: false,
        ignored: false,
        logfile: None,
        ..arguments.clone()
    };
    !libtest_mimic::run(&arguments, trials.collect()).has_failed()
}

fn trial(door: &Arc<Door>, contract: &Contract, case: &Case) -> Trial {
    let row = match &case.expectation.outcome {
        ExpectedRefusal::Row { expected, .. } => expected.to_string(),
        ExpectedRefusal::AnyRefusal => "refusal".to_owned(),
        ExpectedRefusal::AnyRow => "any-row".to_owned(),
    };
    let name = format!("{}::{row}::{}", case.name.suite, case.name.name_in_suite());
    let is_in_edition = case
        .expected_row()
        .is_none_or(|row| contract.table.find_row_by_id(row).is_some());
    let (door, case) = (Arc::clone(door), case.clone());
    Trial::ignorable_test(name, move || door.judge(&case)).with_ignored_flag(!is_in_edition)
}

/// What to do where every case runs in a process of its own, and none knows of the others.
const EACH_BY_ITSELF: &str = "each case runs in a process of its own here, and they would disturb each other on one target: create shared fixtures \
     with `badreq provision`, name their file in `BADREQ_FIXTURES_FILE`, and remove them with `badreq cleanup` when all are done";

/// Everything that the tests of one process share, opened by the first of them that runs.
struct Door {
    runtime: Runtime,
    inputs: Arc<ContractAndSuites>,
    args: RunArgs,
    /// Which breaches are known.
    baseline: Option<Arc<Baseline>>,
    /// What the target's answers were before, where it has a profile.
    snapshots: Option<Arc<Snapshots>>,
    /// Pulled by the first interrupt, so that what was made is undone.
    stop: CancelSignal,
    open: OnceCell<Result<Opened, String>>,
}

struct Opened {
    session: RunSession,
    /// Which cases the configuration of the target skips.
    skips: TargetSkips,
    /// Ends with the process.
    _embedded: Option<EmbeddedServer>,
}

impl Door {
    async fn open(&self) -> Result<Opened, String> {
        let aim = ResolvedTarget::resolve(&self.args.target, &self.inputs)
            .map_err(|failure| failure.message)?;
        for warning in &aim.warnings {
            eprintln!("warning: {warning}");
        }
        if aim.embedded_server.is_none()
            && self.args.multi_process.fixtures_file.is_none()
            && std::env::var_os("NEXTEST").is_some()
        {
            return Err(EACH_BY_ITSELF.to_owned());
        }
        // A debug build on a busy machine is no measure of anybody's speed: nothing is judged of the time.
        let options = badreq::cli::build_run_options(&self.args, &aim, JudgeOptions::default())
            .map_err(|failure| failure.message)?;
        let options = RunOptions {
            baseline: self.baseline.clone(),
            ..options
        };
        let contract = Arc::clone(&self.inputs.contract);
        let stop = self.stop.clone();
        let session = RunSession::open(
            contract,
            &self.inputs.suites,
            aim.target,
            aim.request_defaults,
            options,
            stop,
        )
        .await
        .map_err(|error| error.to_string())?;
        // Before anything is made.
        let interrupt = signal(SignalKind::interrupt()).map_err(|error| error.to_string())?;
        let terminate = signal(SignalKind::terminate()).map_err(|error| error.to_string())?;
        tokio::spawn(heed([interrupt, terminate], self.stop.clone()));
        Ok(Opened {
            session,
            skips: aim.skips,
            _embedded: aim.embedded_server,
        })
    }

    fn judge(&self, case: &Case) -> Result<Completion, Failed> {
        let opened = self.opened()?;
        if let Some(reason) = opened.skips.find_reason(case) {
            return Ok(Completion::ignored_with(reason));
        }
        let session = &opened.session;
        let outcome = self.runtime.block_on(session.run_case(case));
        match &outcome.verdict {
            Verdict::Pass | Verdict::KnownFailure { .. } => {}
            Verdict::Inconclusive {
                because: because @ (InconclusiveReason::Value(_) | InconclusiveReason::Trigger(_)),
            } => return Ok(Completion::ignored_with(because)),
            Verdict::Inconclusive { because }
                if session.options().evidence == EvidencePolicy::Partial =>
            {
                return Ok(Completion::ignored_with(because));
            }
            Verdict::Skipped { reason } => return Ok(Completion::ignored_with(reason)),
            Verdict::Fail | Verdict::Inconclusive { .. } | Verdict::HarnessError { .. } => {
                return Err(words(session, &outcome).into());
            }
        }
        if let Some(baseline) = &self.baseline {
            current(
                &baseline
                    .info()
                    .refuted_entries(std::slice::from_ref(&outcome)),
            )?;
        }
        if let Some(snapshots) = &self.snapshots {
            snapshots.compare(&case.name, &outcome)?;
        }
        Ok(Completion::Completed)
    }

    /// Says what responses of every kind show, whichever tests were selected; whether nothing of it fails the target.
    fn judge_responses(&self) -> bool {
        let Some(Ok(opened)) = self.open.get() else {
            return true;
        };
        let (info, gate) = (opened.session.run_info(), opened.session.options().gate);
        let mut holds = true;
        for finding in opened.session.response_findings() {
            if finding.fails_gate(gate) {
                holds = false;
                let mut text = Vec::new();
                write_response_finding(&mut text, &info, &finding)
                    .expect("a vector takes everything");
                eprint!(
                    "in responses of every kind, whatever the request:\n{}",
                    plain(&text)
                );
            }
        }
        holds
    }

    fn opened(&self) -> Result<&Opened, Failed> {
        let opened = self.runtime.block_on(self.open.get_or_init(|| self.open()));
        match opened {
            Ok(opened) => Ok(opened),
            Err(reason) => Err(reason.into()),
        }
    }

    /// Undoes what the tests made; whether nothing was left behind.
    fn close(&self) -> bool {
        let Some(Ok(opened)) = self.open.get() else {
            return true;
        };
        let leftovers = self.runtime.block_on(opened.session.close());
        for leftover in &leftovers {
            eprintln!(
                "left on the target: {}: {}; to remove it: {}",
                leftover.what, leftover.reason, leftover.remedy
            );
        }
        leftovers.is_empty()
    }
}

/// The first interrupt ends the tests in good order; the second leaves at once.
#[expect(
    clippy::exit,
    reason = "a second interrupt stops at once, and the tests' threads would go on"
)]
async fn heed([mut interrupt, mut terminate]: [Signal; 2], stop: CancelSignal) {
    for is_last in [false, true] {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        if is_last {
            eprintln!(
                "stopped at once, without undoing: `badreq cleanup` removes what was created, with the same target and tokens"
            );
            std::process::exit(130);
        }
        eprintln!("stopping: undoing what was created (interrupt again to stop at once)");
        stop.cancel(CancelReason::Interrupt);
    }
}

fn words(session: &RunSession, outcome: &CaseOutcome) -> String {
    let mut text = Vec::new();
    write_case(&mut text, &session.run_info(), outcome).expect("a vector takes everything");
    plain(&text)
}

/// Fails where the baseline is to be changed, with its lines.
fn current(stale: &[StaleEntry]) -> Result<(), Failed> {
    if stale.is_empty() {
        return Ok(());
    }
    let mut text = Vec::new();
    write_stale_entries(&mut text, stale).expect("a vector takes everything");
    Err(plain(&text).into())
}

fn plain(text: &[u8]) -> String {
    anstream::adapter::strip_str(&String::from_utf8_lossy(text)).to_string()
}
