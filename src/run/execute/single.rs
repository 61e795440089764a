//! The steps of a case that sends its bad request once: what it needs, the reads, the bad request and its repeat.

use super::abort::Cut;
use super::case::Trial;
use crate::check;
use crate::contract::RequirementId;
use crate::exchange::Exchange;
use crate::outcome::{Role, Unproven};
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
        // Not being there is a state too; two equal errors of another kind would only look like one.
        if !read.response.is_success() && read.response.status != 404 {
            return Err(Unproven::Condition(format!(
                "whether anything changes cannot be seen: GET {} answered {} before the bad request",
                read.request.target, read.response.status
            ))
            .into());
        }
        self.before.push(read);
        Ok(())
    }

    /// Sends the bad request and judges the response; returns it where it is a refusal.
    pub(super) async fn bad_request(&mut self, ask: &Ask) -> Result<Option<Exchange>, Cut> {
        let expectation = self.expectation()?;
        let bad = match self.send(Role::Bad, ask).await {
            Ok(bad) => bad,
            Err(cut) => return Err(self.died_of_it(RequirementId::NoServerError, cut)),
        };
        let judgement = check::judge(&self.session.rules(self.terms()), &expectation, &bad);
        self.add_violations(judgement.violations);
        self.observed = judgement.row;
        // What was accepted changes things by right; that it was accepted is another requirement.
        if bad.response.is_success() {
            self.disturbed |= !ask.is_read();
            self.looked = true;
            return Ok(None);
        }
        Ok(Some(bad))
    }

    /// Sends the bad request again: a refusal repeats itself.
    pub(super) async fn repeat(
        &mut self,
        ask: &Ask,
        refused: Option<&Exchange>,
    ) -> Result<(), Cut> {
        let again = match self.send(Role::Again, ask).await {
            Ok(again) => again,
            Err(cut) => return Err(self.died_of_it(RequirementId::AnswerRepeats, cut)),
        };
        self.disturbed |= again.response.is_success() && !ask.is_read();
        if let Some(bad) = refused {
            let found = check::repeat(&self.session.rules(self.terms()), bad, &again);
            self.add_violations(found);
        }
        Ok(())
    }

    /// Reads once more what was read before: a refusal changes nothing.
    pub(super) async fn read_after(
        &mut self,
        number: usize,
        ask: &Ask,
        refused: Option<&Exchange>,
    ) -> Result<(), Cut> {
        let now = self.send(Role::After(number), ask).await?;
        let read = number.checked_sub(1).and_then(|at| self.before.get(at));
        if let (Some(read), Some(bad)) = (read, refused) {
            let judgement = check::effect(
                &self.session.rules(self.terms()),
                &now.request.target,
                &read.response,
                &now.response,
            );
            if judgement.changed {
                self.disturbed = true;
                self.find_what_was_made(bad, &now).await;
            }
            self.add_violations(judgement.violations);
        }
        self.looked |= number == self.case.unchanged.len();
        Ok(())
    }
}
