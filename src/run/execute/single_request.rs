//! The steps of a case that sends its bad request once: fixtures, conditions, the bad request and its repetition.

use super::abort::CaseAbort;
use super::case_runner::CaseRunner;
use crate::check::{ExchangeRole, find_response_row_id};
use crate::exchange::Exchange;
use crate::run::plan::RepeatedRefusalKey;
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
            .map_err(|lacking| self.build_prerequisite_abort(lacking))?;
        for ask in self
            .case
            .all_requests()
            .filter(|ask| !ask.has_safe_method())
        {
            provision
                .save_before_change(&ask.target.render_text(&self.bound)?)
                .await
                .map_err(|lacking| self.build_prerequisite_abort(lacking))?;
        }
        Ok(())
    }

    pub(super) async fn establish_condition(
        &self,
        condition: &RequiredObjectState,
    ) -> Result<(), CaseAbort> {
        let mut provision = self.session.fixture_manager.lock().await;
        provision
            .establish_object_state(condition, &self.bound)
            .await
            .map_err(|lacking| self.build_prerequisite_abort(lacking))
    }

    /// Sends the bad request.
    pub(super) async fn send_bad_request(
        &mut self,
        ask: &RequestTemplate,
    ) -> Result<Exchange, CaseAbort> {
        let bad = match self.send_and_record(ExchangeRole::BadRequest, ask).await {
            Ok(bad) => bad,
            Err(cut) => return Err(self.record_no_response(ExchangeRole::BadRequest, cut)),
        };
        if bad.response.is_success() {
            self.fixtures_dirty |= !ask.has_safe_method();
            // Its response shows what it created.
            self.effects_checked = true;
        }
        Ok(bad)
    }

    /// Sends the bad request again, to check that the refusal is repeatable, unless a case of the same operation does so for the same row.
    pub(super) async fn repeat_refused_request_once(
        &mut self,
        ask: &RequestTemplate,
        refused: Option<&Exchange>,
    ) -> Result<(), CaseAbort> {
        let session = self.session;
        let claim = refused.and_then(|bad| {
            let row = find_response_row_id(&session.build_judge_context(self.judge_options()), bad);
            let key = RepeatedRefusalKey::from_response(self.case, row, bad.response.status);
            session.repetition_registry.claim(key, &self.case.name)
        });
        let Some(claim) = claim else {
            return Ok(());
        };
        let again = match self.send_and_record(ExchangeRole::Repeat, ask).await {
            Ok(again) => again,
            Err(cut) => return Err(self.record_no_response(ExchangeRole::Repeat, cut)),
        };
        claim.mark_sent();
        self.fixtures_dirty |= again.response.is_success() && !ask.has_safe_method();
        Ok(())
    }
}
