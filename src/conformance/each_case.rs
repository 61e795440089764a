//! The run of each case as a separate test.

use std::sync::{Arc, Mutex, PoisonError};

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use tokio::runtime::Runtime;
use tokio::sync::OnceCell;

use super::builder::Conformance;
use super::drift::SnapshotDrift;
use super::drift_group::group_snapshot_drift;
use super::error::ConformanceError;
use super::event_listener::EventListener;
use super::prepared_run::{ConnectedRun, PreparedRun};
use crate::check::ExpectedRefusal;
use crate::outcome::{
    CaseOutcome, EvidencePolicy, InconclusiveReason, RunEvent, StaleEntry, Verdict,
};
use crate::report::{strip_terminal_codes, write_case, write_stale_entries};
use crate::run::CancelSignal;
use crate::suite::Case;

impl Conformance {
    /// Runs each case as a separate test, and removes what the tests created when all are done.
    ///
    /// It is the whole `main` of a test target with `harness = false`, and takes the arguments of `cargo test`. Tests are named
    /// `SUITE::ROW::CASE`, and a name filters them. [`RunEvent::CaseFinished`] is the only event that a function set by
    /// [`on_event`](Self::on_event) receives.
    ///
    /// ```no_run
    /// # use badreq::{Conformance, ConformanceError};
    /// # fn router() -> axum::Router { axum::Router::new() }
    /// fn main() -> Result<(), ConformanceError> {
    ///     Conformance::new("contract/").serve(router()).actor("owner", "token-of-ann").test_each_case()
    /// }
    /// ```
    ///
    /// # Errors
    /// Fails with [`ConformanceError`] if a test failed, if all were ignored, if something could not be removed, or if a setting or a
    /// file is wrong.
    pub fn test_each_case(self) -> Result<(), ConformanceError> {
        self.test_cases_with_arguments(&Arguments::from_args())
    }

    fn test_cases_with_arguments(self, arguments: &Arguments) -> Result<(), ConformanceError> {
        let (prepared, listener) = PreparedRun::from_conformance(self)?;
        let tests = Arc::new(SharedTestState {
            runtime: Runtime::new().map_err(ConformanceError::StartRuntime)?,
            prepared,
            listener: Mutex::new(listener),
            stop: CancelSignal::default(),
            connected: OnceCell::new(),
            drift: Mutex::default(),
        });
        let conclusion = libtest_mimic::run(arguments, tests.build_trials());
        let drifted = tests.report_drift_as_failed_trials(arguments);
        let leftovers = match tests.connected.get() {
            Some(Ok(connected)) => tests.runtime.block_on(connected.session.close()),
            Some(Err(_)) | None => Vec::new(),
        };
        let mut listener = tests
            .listener
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *listener).resume_panic();
        let (passed, failed) = (conclusion.num_passed, conclusion.num_failed + drifted);
        if failed > 0 {
            let run = passed + failed;
            Err(ConformanceError::TestsFailed { failed, run })
        } else if !leftovers.is_empty() {
            Err(ConformanceError::LeftBehind(leftovers))
        } else if passed == 0 && conclusion.num_ignored > 0 {
            Err(ConformanceError::NothingJudged(conclusion.num_ignored))
        } else {
            Ok(())
        }
    }
}

/// The state that all tests of the process share; the first test that runs opens the session.
#[derive(Debug)]
struct SharedTestState {
    runtime: Runtime,
    prepared: PreparedRun,
    listener: Mutex<EventListener>,
    stop: CancelSignal,
    connected: OnceCell<Result<ConnectedRun, String>>,
    /// The responses so far that differ from their snapshots.
    drift: Mutex<Vec<SnapshotDrift>>,
}

impl SharedTestState {
    fn build_trials(self: &Arc<Self>) -> Vec<Trial> {
        let mut trials: Vec<Trial> = self
            .prepared
            .cases
            .iter()
            .map(|case| self.build_trial(case))
            .collect();
        if let Some(baseline) = &self.prepared.options.baseline {
            let baseline = Arc::clone(baseline);
            trials.push(Trial::test("baseline::no-entry-is-outdated", move || {
                expect_no_stale_baseline_entries(&baseline.info().expired_or_unmatched_entries())
            }));
        }
        if self.prepared.snapshots.is_some() {
            let tests = Arc::clone(self);
            trials.push(Trial::test(
                "snapshots::each-belongs-to-a-case",
                move || tests.expect_no_orphan_snapshots(),
            ));
        }
        trials
    }

    fn build_trial(self: &Arc<Self>, case: &Case) -> Trial {
        let row = match &case.expectation.outcome {
            ExpectedRefusal::Row { expected, .. } => expected.to_string(),
            ExpectedRefusal::AnyRefusal => "refusal".to_owned(),
            ExpectedRefusal::AnyRow => "any-row".to_owned(),
        };
        let name = format!("{}::{row}::{}", case.name.suite, case.name.name_in_suite());
        let is_ignored = !self.prepared.is_case_in_edition(case);
        let (tests, case) = (Arc::clone(self), case.clone());
        Trial::ignorable_test(name, move || tests.run_case(&case)).with_ignored_flag(is_ignored)
    }

    fn run_case(&self, case: &Case) -> Result<Completion, Failed> {
        let connect = async || {
            let connected = self.prepared.connect(&self.stop).await;
            connected.map_err(|error| error.to_string())
        };
        let connected = self.runtime.block_on(self.connected.get_or_init(connect));
        let session = &connected.as_ref()?.session;
        let outcome = self.runtime.block_on(session.run_case(case));
        self.listener
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .notify(&RunEvent::CaseFinished { outcome: &outcome }, &self.stop);
        match &outcome.verdict {
            Verdict::Pass | Verdict::KnownFailure { .. } => {}
            Verdict::Inconclusive {
                because: because @ (InconclusiveReason::Value(_) | InconclusiveReason::Trigger(_)),
            } => return Ok(Completion::ignored_with(because)),
            Verdict::Inconclusive { because }
                if self.prepared.options.evidence == EvidencePolicy::Partial =>
            {
                return Ok(Completion::ignored_with(because));
            }
            Verdict::Skipped { reason } => return Ok(Completion::ignored_with(reason)),
            Verdict::Fail | Verdict::Inconclusive { .. } | Verdict::HarnessError { .. } => {
                let mut text = Vec::new();
                write_case(&mut text, &session.run_info(), &outcome)?;
                return Err(strip_terminal_codes(&String::from_utf8_lossy(&text)).into());
            }
        }
        self.check_baseline_and_record_drift(&outcome)?;
        Ok(Completion::Completed)
    }

    fn expect_no_orphan_snapshots(&self) -> Result<(), Failed> {
        let mut lines = Vec::new();
        if let Some(snapshots) = &self.prepared.snapshots {
            lines.extend(
                snapshots
                    .find_orphan_snapshots()?
                    .iter()
                    .map(ToString::to_string),
            );
        }
        if lines.is_empty() {
            Ok(())
        } else {
            Err(lines.join("\n").into())
        }
    }

    /// Runs a test that fails for each cause of drift, and returns their number. Without drift it runs none.
    fn report_drift_as_failed_trials(&self, arguments: &Arguments) -> u64 {
        let drift = self.drift.lock().unwrap_or_else(PoisonError::into_inner);
        let groups = group_snapshot_drift(&drift);
        if groups.is_empty() {
            return 0;
        }
        let trials = groups.into_iter().map(|group| {
            let name = format!("snapshots::drift::{}", group.cause());
            Trial::test(name, move || Err(group.into()))
        });
        // The filters chose the cases; what the cases showed is reported whatever its name.
        let arguments = Arguments {
            filter: None,
            skip: Vec::new(),
            exact: false,
            ignored: false,
            logfile: None,
            ..arguments.clone()
        };
        libtest_mimic::run(&arguments, trials.collect()).num_failed
    }

    /// Fails if an entry of the baseline no longer holds, or if there is no snapshot. A response that differs from its snapshot is kept for
    /// [`report_drift_as_failed_trials`](Self::report_drift_as_failed_trials).
    fn check_baseline_and_record_drift(&self, outcome: &CaseOutcome) -> Result<(), Failed> {
        if let Some(baseline) = &self.prepared.options.baseline {
            expect_no_stale_baseline_entries(
                &baseline
                    .info()
                    .refuted_entries(std::slice::from_ref(outcome)),
            )?;
        }
        let snapshots = self.prepared.snapshots.as_ref();
        let drift = snapshots
            .map(|own| own.compare_and_record_snapshot(outcome))
            .transpose()?;
        match drift.flatten() {
            Some(changed @ SnapshotDrift::Changed { .. }) => {
                self.drift
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(changed);
                Ok(())
            }
            Some(drift @ (SnapshotDrift::Missing { .. } | SnapshotDrift::Orphan { .. })) => {
                Err(drift.into())
            }
            None => Ok(()),
        }
    }
}

/// Fails if entries of the baseline must be changed; the message names their lines.
fn expect_no_stale_baseline_entries(stale: &[StaleEntry]) -> Result<(), Failed> {
    if stale.is_empty() {
        return Ok(());
    }
    let mut text = Vec::new();
    write_stale_entries(&mut text, stale)?;
    Err(strip_terminal_codes(&String::from_utf8_lossy(&text)).into())
}

#[cfg(test)]
#[path = "each_case_tests.rs"]
mod tests;
