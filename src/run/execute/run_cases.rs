//! The trying of single cases, each under the locks of its concurrency mode.

use super::case_runner::CaseRunner;
use crate::outcome::{CaseOutcome, HarnessFailure, Verdict};
use crate::run::describe::untried_outcome;
use crate::run::locks::{CaseLockError, ExclusiveGuard, SharedGuard, SingleWriterGuard};
use crate::run::plan::ConcurrencyMode;
use crate::run::session::RunSession;
use crate::suite::Case;

/// A guard that excludes all cases except those that are tried with it.
#[derive(Debug)]
pub(super) struct ExclusiveCasesGuard<'s> {
    _writer: SingleWriterGuard<'s>,
    _exclusive: ExclusiveGuard<'s>,
}

impl RunSession {
    /// Tries a case, once the locks allow it.
    pub async fn run_case(&self, case: &Case) -> CaseOutcome {
        self.run_case_with_locks(case)
            .await
            .unwrap_or_else(|error| lock_failure_outcome(case, &error))
    }

    /// Takes the locks of a case's mode and tries it. The writer lock is always taken before the shared or the exclusive one.
    async fn run_case_with_locks(&self, case: &Case) -> Result<CaseOutcome, CaseLockError> {
        match self.concurrency_mode_for_case(case) {
            ConcurrencyMode::Shared => {
                let mut trial = CaseRunner::new(self, case, &self.client);
                let _turn = self.acquire_shared_with_fixtures(case).await?;
                Ok(trial.run().await)
            }
            ConcurrencyMode::Writer => {
                let mut trial = CaseRunner::new(self, case, &self.priority_client);
                let _writing = self.locks.acquire_writer().await?;
                let turn = self.locks.acquire_shared().await?;
                self.invalidate_known_object_states().await;
                let outcome = trial.run().await;
                self.restore_objects_before_unlock().await;
                drop(turn);
                if trial.needs_fixture_reset() {
                    let _alone = self.locks.acquire_exclusive().await?;
                    trial.reset_fixtures().await;
                    if trial.needs_second_attempt() {
                        return Ok(self.run_case_again(case).await);
                    }
                }
                Ok(outcome)
            }
            ConcurrencyMode::Exclusive => {
                let apart = self.acquire_exclusive_access().await?;
                Ok(self.run_case_exclusively(case, &apart).await)
            }
        }
    }

    /// Waits until no case is running. While the guard lives, cases start only by [`Self::run_case_exclusively`].
    pub(super) async fn acquire_exclusive_access(
        &self,
    ) -> Result<ExclusiveCasesGuard<'_>, CaseLockError> {
        let apart = ExclusiveCasesGuard {
            _writer: self.locks.acquire_writer().await?,
            _exclusive: self.locks.acquire_exclusive().await?,
        };
        self.invalidate_known_object_states().await;
        Ok(apart)
    }

    /// Tries a case while no other case is running.
    pub(super) async fn run_case_exclusively(
        &self,
        case: &Case,
        _apart: &ExclusiveCasesGuard<'_>,
    ) -> CaseOutcome {
        let mut trial = CaseRunner::new(self, case, &self.priority_client);
        let outcome = trial.run().await;
        if trial.needs_fixture_reset() {
            trial.reset_fixtures().await;
        }
        if trial.needs_second_attempt() {
            return self.run_case_again(case).await;
        }
        self.restore_objects_before_unlock().await;
        outcome
    }

    /// Tries a case again from the state that it was first tried in, with reads that have settled before its bad request.
    ///
    /// The caller ensures that no other case is running, and that the fixtures were recreated.
    async fn run_case_again(&self, case: &Case) -> CaseOutcome {
        let mut trial = CaseRunner::for_second_attempt(self, case, &self.priority_client);
        let outcome = trial.run().await;
        if trial.needs_fixture_reset() {
            trial.reset_fixtures().await;
        }
        self.restore_objects_before_unlock().await;
        outcome
    }

    /// Invalidates the known state of objects that other processes may have changed since this process last held the lock.
    async fn invalidate_known_object_states(&self) {
        if self.locks.are_cross_process() {
            self.fixture_manager
                .lock()
                .await
                .invalidate_all_restore_points();
        }
    }

    /// Restores changed objects before other processes get the lock.
    async fn restore_objects_before_unlock(&self) {
        if self.locks.are_cross_process() {
            self.fixture_manager
                .lock()
                .await
                .restore_objects_before_unlock()
                .await;
        }
    }

    /// Waits for the shared lock of a case that only reads, with its fixtures created.
    ///
    /// Missing fixtures are created under the writer lock, so that no case takes them for an effect of its bad request.
    async fn acquire_shared_with_fixtures(
        &self,
        case: &Case,
    ) -> Result<SharedGuard<'_>, CaseLockError> {
        let names = case.referenced_names();
        loop {
            let turn = self.locks.acquire_shared().await?;
            if self
                .fixture_manager
                .lock()
                .await
                .needs_no_fixture_creation(&names)
            {
                return Ok(turn);
            }
            drop(turn);
            let _writing = self.locks.acquire_writer().await?;
            let _turn = self.locks.acquire_shared().await?;
            let undo = |method: &str, target: &str| self.find_undo_request(method, target);
            // A failure is remembered, and the case itself reports it.
            self.fixture_manager
                .lock()
                .await
                .ensure_fixtures(&names, &undo)
                .await
                .ok();
        }
    }
}

/// Returns the outcome of a case that was not tried because a lock failed.
pub(super) fn lock_failure_outcome(case: &Case, error: &CaseLockError) -> CaseOutcome {
    let reason = HarnessFailure::Locks(error.to_string());
    untried_outcome(case, Verdict::HarnessError { reason })
}
