//! The sending of a case's requests.

use super::abort::CaseAbort;
use super::case_runner::CaseRunner;
use crate::exchange::{Exchange, Request};
use crate::fixture::RequestError;
use crate::outcome::{ConditionFailure, ExchangeRole, InconclusiveReason};
use crate::suite::{ComposeError, RequestTemplate};

impl CaseRunner<'_> {
    /// Composes a request of the case without sending it, with the header that names the case if the run has one.
    pub(super) fn compose_request(&self, ask: &RequestTemplate) -> Result<Request, ComposeError> {
        let client = &self.session.client;
        let mut request = client.compose_request(ask, self.bindings())?;
        if let Some(header) = &self.session.options().case_header {
            header.add_to_request(&mut request, &self.case.name.to_string());
        }
        Ok(request)
    }

    /// Sends a request, and records the exchange and the resources that it created or changed.
    pub(super) async fn send_and_record(
        &mut self,
        role: ExchangeRole,
        ask: &RequestTemplate,
    ) -> Result<Exchange, CaseAbort> {
        if self.session.cancel_signal().is_cancelled() {
            return Err(CaseAbort::Cancelled);
        }
        let request = self.compose_request(ask)?;
        let intent = self.record_creation_intent(role, ask, &request).await?;
        match self.client.send(&request).await {
            Ok(exchange) => {
                self.record_step_and_changes(role, ask, &exchange, intent)
                    .await;
                self.reject_unexpected_rate_refusal(exchange)
            }
            Err(error) => {
                let error = RequestError::from(error);
                self.record_possible_changes(ask, &request, &error, intent)
                    .await;
                Err(error.into())
            }
        }
    }

    /// Rejects an exchange that is a persistent rate limit refusal, which proves nothing for a case about another row.
    fn reject_unexpected_rate_refusal(&self, exchange: Exchange) -> Result<Exchange, CaseAbort> {
        let rate_rows = &self.session.contract().model.rate_limit_rows;
        let is_about_it = self
            .case
            .expected_row()
            .is_some_and(|row| rate_rows.contains(&row));
        if is_about_it || !self.session.client.is_documented_rate_refusal(&exchange) {
            return Ok(exchange);
        }
        Err(
            InconclusiveReason::Condition(ConditionFailure::RateRefused {
                method: exchange.request.method,
                target: exchange.request.target,
            })
            .into(),
        )
    }
}
