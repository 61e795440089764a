//! Trying cases, each in its turn.

use super::case::Trial;
use crate::outcome::{CaseOutcome, HarnessFailure, Verdict};
use crate::run::describe::untried;
use crate::run::locks::{Alone, Beside, TurnError, Writing};
use crate::run::plan::Lane;
use crate::run::session::Session;
use crate::suite::Case;

/// While this lives, no case is tried but those that are tried with it.
#[derive(Debug)]
pub(super) struct Apart<'s> {
    _writing: Writing<'s>,
    _alone: Alone<'s>,
}

impl Session {
    /// Tries a case.
    pub async fn try_case(&self, case: &Case) -> CaseOutcome {
        self.try_in_turn(case)
            .await
            .unwrap_or_else(|error| no_turn(case, &error))
    }

    /// The turn to write is always taken before the one beside others or alone.
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

    /// Waits until no case is under way, and lets none begin but by [`Self::try_apart`].
    pub(super) async fn keep_apart(&self) -> Result<Apart<'_>, TurnError> {
        let apart = Apart {
            _writing: self.turns.writing().await?,
            _alone: self.turns.alone().await?,
        };
        self.look_anew().await;
        Ok(apart)
    }

    /// Tries a case while no other is under way.
    pub(super) async fn try_apart(&self, case: &Case, _apart: &Apart<'_>) -> CaseOutcome {
        let mut trial = Trial::new(self, case, &self.urgent);
        let outcome = trial.run().await;
        if trial.needs_healing() {
            trial.heal().await;
        }
        self.put_back_for_others().await;
        outcome
    }

    /// Takes nothing for granted that other processes may have changed since this one's last turn.
    async fn look_anew(&self) {
        if self.turns.are_shared() {
            self.provision.lock().await.doubt_all();
        }
    }

    /// Puts back what other processes take for granted, before it is their turn.
    async fn put_back_for_others(&self) {
        if self.turns.are_shared() {
            self.provision.lock().await.put_back_for_others().await;
        }
    }

    /// Waits until a case that only reads may be tried, and has what it needs.
    ///
    /// What it lacks is made while nobody is looking for what a bad request changed.
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
            // What cannot be made is remembered, and told by the case itself.
            self.provision.lock().await.ensure(&names, &undo).await.ok();
        }
    }
}

/// A case whose turn never came.
pub(super) fn no_turn(case: &Case, error: &TurnError) -> CaseOutcome {
    let reason = HarnessFailure::Turn(error.to_string());
    untried(case, Verdict::HarnessError { reason })
}
