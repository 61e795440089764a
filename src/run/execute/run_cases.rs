//! The trying of single cases, each under the locks of its concurrency mode.

use super::case::Trial;
use crate::outcome::{CaseOutcome, HarnessFailure, Verdict};
use crate::run::describe::untried;
use crate::run::locks::{Alone, Beside, TurnError, Writing};
use crate::run::plan::Lane;
use crate::run::session::Session;
use crate::suite::Case;

/// A guard that excludes all cases except those that are tried with it.
#[derive(Debug)]
pub(super) struct Apart<'s> {
    _writing: Writing<'s>,
    _alone: Alone<'s>,
}

impl Session {
    /// Tries a case, once the locks allow it.
    pub async fn try_case(&self, case: &Case) -> CaseOutcome {
        self.try_in_turn(case)
            .await
            .unwrap_or_else(|error| no_turn(case, &error))
    }

    /// Takes the locks of a case's mode and tries it. The writer lock is always taken before the shared or the exclusive one.
    async fn try_in_turn(&self, case: &Case) -> Result<CaseOutcome, TurnError> {
        match self.lane_of(case) {
            Lane::Reading => {
                let mut trial = Trial::new(self, case, &self.line);
                let _turn = self.turn_to_read(case).await?;
                Ok(trial.run().await)
            }
            Lane::Writing => {
                let mut trial = Trial::new(self, case, &self.urgent);
                let _writing = self.turns.writing().await?;
                let turn = self.turns.beside().await?;
                self.look_anew().await;
                let outcome = trial.run().await;
                self.put_back_for_others().await;
                drop(turn);
                if trial.needs_healing() {
                    let _alone = self.turns.alone().await?;
                    trial.heal().await;
                }
                Ok(outcome)
            }
            Lane::Alone => {
                let apart = self.keep_apart().await?;
                Ok(self.try_apart(case, &apart).await)
            }
        }
    }

    /// Waits until no case is running. While the guard lives, cases start only by [`Self::try_apart`].
    pub(super) async fn keep_apart(&self) -> Result<Apart<'_>, TurnError> {
        let apart = Apart {
            _writing: self.turns.writing().await?,
            _alone: self.turns.alone().await?,
        };
        self.look_anew().await;
        Ok(apart)
    }

    /// Tries a case while no other case is running.
    pub(super) async fn try_apart(&self, case: &Case, _apart: &Apart<'_>) -> CaseOutcome {
        let mut trial = Trial::new(self, case, &self.urgent);
        let outcome = trial.run().await;
        if trial.needs_healing() {
            trial.heal().await;
        }
        self.put_back_for_others().await;
        outcome
    }

    /// Invalidates the known state of objects that other processes may have changed since this process last held the lock.
    async fn look_anew(&self) {
        if self.turns.are_shared() {
            self.provision.lock().await.doubt_all();
        }
    }

    /// Restores changed objects before other processes get the lock.
    async fn put_back_for_others(&self) {
        if self.turns.are_shared() {
            self.provision.lock().await.put_back_for_others().await;
        }
    }

    /// Waits for the shared lock of a case that only reads, with its fixtures created.
    ///
    /// Missing fixtures are created under the writer lock, so that no case takes them for an effect of its bad request.
    async fn turn_to_read(&self, case: &Case) -> Result<Beside<'_>, TurnError> {
        let names = case.names();
        loop {
            let turn = self.turns.beside().await?;
            if self.provision.lock().await.has(&names) {
                return Ok(turn);
            }
            drop(turn);
            let _writing = self.turns.writing().await?;
            let _turn = self.turns.beside().await?;
            let undo = |method: &str, target: &str| self.undo_of(method, target);
            // A failure is remembered, and the case itself reports it.
            self.provision.lock().await.ensure(&names, &undo).await.ok();
        }
    }
}

/// Returns the outcome of a case that was not tried because a lock failed.
pub(super) fn no_turn(case: &Case, error: &TurnError) -> CaseOutcome {
    let reason = HarnessFailure::Turn(error.to_string());
    untried(case, Verdict::HarnessError { reason })
}
