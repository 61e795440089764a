//! The steps of a case that sends its bad request once: fixtures, conditions, reads, the bad request and its repetition.

use super::abort::CaseAbort;
use super::case_runner::CaseRunner;
use crate::check::{ExchangeRole, state_differs};
use crate::exchange::Exchange;
use crate::outcome::{ConditionFailure, InconclusiveReason};
use crate::suite::{RequestTemplate, RequiredObjectState};

impl CaseRunner<'_> {
    pub(super) async fn provide_fixtures(&mut self) -> Result<(), CaseAbort> {
        if self.session.cancel_signal().is_cancelled() {
            return Err(CaseAbort::Cancelled);
        }
        let undo = |method: &str, target: &str| self.session.find_undo_request(method, target);
        let names = self.case.referenced_names();
        let mut provision = self.session.fixture_manager.lock().await;
        self.bound = provision
            .ensure_fixtures(&names, &undo)
            .await
            .map_err(|lacking| self.abort_for_missing_prerequisite(lacking))?;
        for ask in self
            .case
            .all_requests()
            .filter(|ask| !ask.has_safe_method())
        {
            provision
                .save_before_change(&ask.target.render_text(&self.bound)?)
                .await
                .map_err(|lacking| self.abort_for_missing_prerequisite(lacking))?;
        }
        Ok(())
    }

    pub(super) async fn establish_condition(
        &self,
        condition: &RequiredObjectState,
    ) -> Result<(), CaseAbort> {
        let mut provision = self.session.fixture_manager.lock().await;
        provision
            .establish_condition(condition, &self.bound)
            .await
            .map_err(|lacking| self.abort_for_missing_prerequisite(lacking))
    }

    pub(super) async fn read_state_before(
        &mut self,
        number: usize,
        ask: &RequestTemplate,
    ) -> Result<(), CaseAbort> {
        let read = self.send(ExchangeRole::Before(number), ask).await?;
        // A 404 is a state, too. Two equal errors of another kind would only look like an unchanged state.
        if !read.response.is_success() && read.response.status != 404 {
            return Err(
                InconclusiveReason::Condition(ConditionFailure::UnreadableState {
                    read: read.request.target,
                    status: read.response.status,
                })
                .into(),
            );
        }
        self.reads_before.push(read);
        Ok(())
    }

    /// Sends the bad request. Returns the exchange if the response is a refusal.
    pub(super) async fn send_bad_request(
        &mut self,
        ask: &RequestTemplate,
    ) -> Result<Option<Exchange>, CaseAbort> {
        let bad = match self.send(ExchangeRole::BadRequest, ask).await {
            Ok(bad) => bad,
            Err(cut) => return Err(self.record_no_response(ExchangeRole::BadRequest, cut)),
        };
        // An accepted request may change state; that it should have been refused is another requirement.
        if bad.response.is_success() {
            self.fixtures_dirty |= !ask.has_safe_method();
            self.effects_checked = true;
            return Ok(None);
        }
        Ok(Some(bad))
    }

    /// Sends the bad request again, to check that the refusal is repeatable.
    pub(super) async fn repeat_bad_request(
        &mut self,
        ask: &RequestTemplate,
    ) -> Result<(), CaseAbort> {
        let again = match self.send(ExchangeRole::Repeat, ask).await {
            Ok(again) => again,
            Err(cut) => return Err(self.record_no_response(ExchangeRole::Repeat, cut)),
        };
        self.fixtures_dirty |= again.response.is_success() && !ask.has_safe_method();
        Ok(())
    }

    /// Reads again a state that was read before the bad request, to check that the refusal changed nothing.
    pub(super) async fn read_state_after(
        &mut self,
        number: usize,
        ask: &RequestTemplate,
        refused: Option<&Exchange>,
    ) -> Result<(), CaseAbort> {
        let now = self.send(ExchangeRole::After(number), ask).await?;
        let read = number
            .checked_sub(1)
            .and_then(|at| self.reads_before.get(at));
        if let (Some(read), Some(bad)) = (read, refused)
            && state_differs(&read.response, &now.response)
        {
            self.fixtures_dirty = true;
            self.record_unexpected_resources(bad, &now).await;
        }
        self.effects_checked |= number == self.case.unchanged_reads.len();
        Ok(())
    }
}
