//! The sending and sharing of a case's controls.

use super::abort::CaseAbort;
use super::case_runner::CaseRunner;
use crate::exchange::Exchange;
use crate::outcome::{ExchangeRole, RecordedExchange};
use crate::run::plan::ControlKey;
use crate::suite::{Control, RequestTemplate};

impl CaseRunner<'_> {
    pub(super) async fn send_or_reuse_control(
        &mut self,
        number: usize,
        control: &Control,
    ) -> Result<(), CaseAbort> {
        let request = self
            .session
            .client
            .compose_request(&control.request, &self.bound)?;
        let key = ControlKey::new(request, &control.request.conditions, &self.bound)?;
        let lock = self
            .session
            .sent_controls
            .lock()
            .await
            .send_lock_for_control(&key);
        let _sending = lock.lock().await;
        let known = self.session.sent_controls.lock().await.get(&key);
        if let Some(exchange) = known {
            self.record_reused_control(number, &exchange);
            return Ok(());
        }
        let exchange = self
            .send_and_record(ExchangeRole::Control(number), &control.request)
            .await?;
        let succeeded = control.success_statuses.contains(&exchange.response.status);
        if succeeded && !self.uses_per_case_fixture(&control.request) {
            let kept = exchange.truncated_for_report();
            self.session
                .sent_controls
                .lock()
                .await
                .insert(key, kept)
                .await;
        }
        Ok(())
    }

    /// Records an earlier exchange as the exchange of a control with the same key.
    pub(super) fn record_reused_control(&mut self, number: usize, exchange: &Exchange) {
        self.steps.push(RecordedExchange::new(
            ExchangeRole::Control(number),
            exchange.truncated_for_report(),
        ));
    }

    /// Reports whether a control uses a fixture that lives for this case only.
    fn uses_per_case_fixture(&self, ask: &RequestTemplate) -> bool {
        ask.referenced_names()
            .iter()
            .any(|name| self.is_per_case_fixture(name))
    }
}
