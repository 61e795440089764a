//! The steps of a case that sends its bad request once: fixtures, conditions, reads, the bad request and its repetition.

use super::abort::Cut;
use super::case::Trial;
use crate::check::{Role, state_differs};
use crate::exchange::Exchange;
use crate::outcome::{ConditionFailure, Unproven};
use crate::suite::{Ask, Condition};

impl Trial<'_> {
    pub(super) async fn provide(&mut self) -> Result<(), Cut> {
        if self.session.stop().is_pulled() {
            return Err(Cut::Stopped);
        }
        let undo = |method: &str, target: &str| self.session.undo_of(method, target);
        let names = self.case.names();
        let mut provision = self.session.provision.lock().await;
        self.bound = provision
            .ensure(&names, &undo)
            .await
            .map_err(|lacking| self.lacks(lacking))?;
        for ask in self.case.asks().filter(|ask| !ask.is_read()) {
            provision
                .keep(&ask.target.fill(&self.bound)?)
                .await
                .map_err(|lacking| self.lacks(lacking))?;
        }
        Ok(())
    }

    pub(super) async fn hold(&self, condition: &Condition) -> Result<(), Cut> {
        let mut provision = self.session.provision.lock().await;
        provision
            .establish(condition, &self.bound)
            .await
            .map_err(|lacking| self.lacks(lacking))
    }

    pub(super) async fn read_before(&mut self, number: usize, ask: &Ask) -> Result<(), Cut> {
        let read = self.send(Role::Before(number), ask).await?;
        // A 404 is a state, too. Two equal errors of another kind would only look like an unchanged state.
        if !read.response.is_success() && read.response.status != 404 {
            return Err(Unproven::Condition(ConditionFailure::UnreadableState {
                read: read.request.target,
                status: read.response.status,
            })
            .into());
        }
        self.before.push(read);
        Ok(())
    }

    /// Sends the bad request. Returns the exchange if the response is a refusal.
    pub(super) async fn bad_request(&mut self, ask: &Ask) -> Result<Option<Exchange>, Cut> {
        let bad = match self.send(Role::Bad, ask).await {
            Ok(bad) => bad,
            Err(cut) => return Err(self.died_of_it(Role::Bad, cut)),
        };
        // An accepted request may change state; that it should have been refused is another requirement.
        if bad.response.is_success() {
            self.disturbed |= !ask.is_read();
            self.looked = true;
            return Ok(None);
        }
        Ok(Some(bad))
    }

    /// Sends the bad request again, to check that the refusal is repeatable.
    pub(super) async fn repeat(&mut self, ask: &Ask) -> Result<(), Cut> {
        let again = match self.send(Role::Again, ask).await {
            Ok(again) => again,
            Err(cut) => return Err(self.died_of_it(Role::Again, cut)),
        };
        self.disturbed |= again.response.is_success() && !ask.is_read();
        Ok(())
    }

    /// Reads again a state that was read before the bad request, to check that the refusal changed nothing.
    pub(super) async fn read_after(
        &mut self,
        number: usize,
        ask: &Ask,
        refused: Option<&Exchange>,
    ) -> Result<(), Cut> {
        let now = self.send(Role::After(number), ask).await?;
        let read = number.checked_sub(1).and_then(|at| self.before.get(at));
        if let (Some(read), Some(bad)) = (read, refused)
            && state_differs(&read.response, &now.response)
        {
            self.disturbed = true;
            self.find_what_was_made(bad, &now).await;
        }
        self.looked |= number == self.case.unchanged.len();
        Ok(())
    }
}
