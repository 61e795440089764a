//! The sending and sharing of a case's controls.

use super::abort::Cut;
use super::case::Trial;
use crate::exchange::Exchange;
use crate::outcome::{Role, Step};
use crate::run::plan::ControlKey;
use crate::suite::{Ask, Control};

impl Trial<'_> {
    pub(super) async fn control(&mut self, number: usize, control: &Control) -> Result<(), Cut> {
        let request = self.session.line.compose(&control.ask, &self.bound)?;
        let key = ControlKey::new(request, &control.ask.conditions, &self.bound)?;
        let lock = self.session.controls.lock().await.lock_of(&key);
        let _sending = lock.lock().await;
        let known = self.session.controls.lock().await.get(&key);
        if let Some(exchange) = known {
            self.take_for_control(number, &exchange);
            return Ok(());
        }
        let exchange = self.send(Role::Control(number), &control.ask).await?;
        let succeeded = control.statuses.contains(&exchange.response.status);
        if succeeded && !self.uses_up(&control.ask) {
            let kept = exchange.kept();
            self.session.controls.lock().await.insert(key, kept).await;
        }
        Ok(())
    }

    /// Records an earlier exchange as the exchange of a control with the same key.
    pub(super) fn take_for_control(&mut self, number: usize, exchange: &Exchange) {
        self.steps
            .push(Step::new(Role::Control(number), exchange.kept()));
    }

    /// Reports whether a control uses a fixture that lives for this case only.
    fn uses_up(&self, ask: &Ask) -> bool {
        ask.names().iter().any(|name| self.is_of_case(name))
    }
}
