//! The sending of a case's requests.

use super::abort::Cut;
use super::case::Trial;
use crate::exchange::Exchange;
use crate::fixture::LineError;
use crate::outcome::{ConditionFailure, Role, Unproven};
use crate::suite::Ask;

impl Trial<'_> {
    /// Sends a request, and records the exchange and the resources that it created or changed.
    pub(super) async fn send(&mut self, role: Role, ask: &Ask) -> Result<Exchange, Cut> {
        if self.session.stop().is_pulled() {
            return Err(Cut::Stopped);
        }
        let request = self.session.line.compose(ask, &self.bound)?;
        let intent = self.intend(role, ask, &request).await?;
        match self.line.send(&request).await {
            Ok(exchange) => {
                self.note(role, ask, &exchange, intent).await;
                self.judgeable(exchange)
            }
            Err(error) => {
                let error = LineError::from(error);
                self.note_lost(ask, &request, &error, intent).await;
                Err(error.into())
            }
        }
    }

    /// Rejects an exchange that is a persistent rate limit refusal, which proves nothing for a case about another row.
    fn judgeable(&self, exchange: Exchange) -> Result<Exchange, Cut> {
        let rate_rows = &self.session.contract().model.rate_limit_rows;
        let is_about_it = self.case.row().is_some_and(|row| rate_rows.contains(&row));
        if is_about_it || !self.session.line.is_rate_refusal(&exchange) {
            return Ok(exchange);
        }
        Err(Unproven::Condition(ConditionFailure::RateRefused {
            method: exchange.request.method,
            target: exchange.request.target,
        })
        .into())
    }
}
