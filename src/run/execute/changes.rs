//! The books of a trial: what its requests made or changed, and how that is mended.

use std::collections::BTreeSet;

use serde_json::Value;

use super::abort::Cut;
use super::case::Trial;
use crate::contract::Undo;
use crate::exchange::{Actor, Exchange, Request};
use crate::fixture::{Intended, LineError, Maker, root};
use crate::outcome::{HarnessFailure, Role, Step, Verdict};
use crate::run::plan::reads_list;
use crate::suite::Ask;

impl Trial<'_> {
    /// Enters a request that may make something before it leaves; returns the number of the intent.
    pub(super) async fn intend(
        &self,
        role: Role,
        ask: &Ask,
        request: &Request,
    ) -> Result<Option<u64>, Cut> {
        let Some(undo) = self.session.undo_of(&request.method, &request.target) else {
            return Ok(None);
        };
        let has_to_look = self
            .session
            .provision
            .lock()
            .await
            .has_to_look_first(request);
        let there = if has_to_look {
            self.there_now(&undo, ask.actor).await
        } else {
            None
        };
        let name = self.case.name.to_string();
        let intended = Intended {
            what: &name,
            maker: maker(role),
            actor: ask.actor,
            request,
        };
        let mut provision = self.session.provision.lock().await;
        let entered = provision.intend(intended, Some(undo), there);
        entered.map(Some).map_err(|error| {
            Cut::Verdict(Verdict::HarnessError {
                reason: HarnessFailure::Journal(error.to_string()),
            })
        })
    }

    /// What is there of a kind: as the case itself read it before, or read now.
    async fn there_now(&self, undo: &Undo, actor: Actor) -> Option<Vec<Value>> {
        let list = undo.list_path()?;
        if reads_list(self.case, list, actor, &self.bound) {
            return Some(self.there_before(undo));
        }
        self.session.line.what_is_there(undo, actor).await
    }

    /// Notes a step, and enters what it made or changed in the books.
    pub(super) async fn note(
        &mut self,
        role: Role,
        ask: &Ask,
        exchange: &Exchange,
        intent: Option<u64>,
    ) {
        self.steps.push(Step::new(role, exchange.clone()));
        self.book(role, ask, exchange, intent).await;
    }

    /// Enters what a request made or changed in the books.
    pub(super) async fn book(
        &self,
        role: Role,
        ask: &Ask,
        exchange: &Exchange,
        intent: Option<u64>,
    ) {
        if ask.is_read() {
            return;
        }
        let mut provision = self.session.provision.lock().await;
        if !exchange.response.is_success() {
            provision.note_not_done(intent, exchange.response.status);
            return;
        }
        let undo = |method: &str, target: &str| self.session.undo_of(method, target);
        provision.doubt(&self.roots(), &exchange.request.target);
        let maker = maker(role);
        if maker == Maker::Stray && self.was_there_before(exchange) {
            provision.settle(intent);
            return;
        }
        let name = self.case.name.to_string();
        provision.enter(&name, maker, exchange, ask.actor, intent, &undo);
    }

    /// Tells what a request may have made or changed whose answer never came.
    pub(super) async fn note_lost(
        &self,
        ask: &Ask,
        request: &Request,
        error: &LineError,
        intent: Option<u64>,
    ) {
        if ask.is_read() {
            return;
        }
        let mut provision = self.session.provision.lock().await;
        provision.note_lost(intent, error);
        if error.may_have_been_heard() {
            provision.doubt(&self.roots(), &request.target);
        }
    }

    /// Whether an answer tells of something that a read before the bad request showed already.
    fn was_there_before(&self, exchange: &Exchange) -> bool {
        let request = &exchange.request;
        let told: Option<Value> = serde_json::from_slice(&exchange.response.body.0).ok();
        let undo = self.session.undo_of(&request.method, &request.target);
        undo.is_some_and(|undo| {
            let id = told.as_ref().and_then(|told| told.pointer(&undo.id));
            id.is_some_and(|id| self.there_before(&undo).contains(id))
        })
    }

    /// The fixtures that the case names.
    fn roots(&self) -> BTreeSet<String> {
        let names = self.case.names();
        names.iter().map(|name| root(name).to_owned()).collect()
    }

    /// Removes what the case made, and what was made for it alone.
    pub(super) async fn clean_up(&self) {
        let mut provision = self.session.provision.lock().await;
        let name = self.case.name.to_string();
        if self.is_looked_after() {
            provision.settle_refused(&name);
        } else {
            provision.doubt_refused(&name);
        }
        provision.undo(&name).await;
        let roots = self.roots();
        for root in roots.iter().filter(|root| self.is_of_case(root)) {
            provision.undo(root).await;
        }
    }

    /// Whether it was seen that refused requests made nothing, or nobody was to look.
    fn is_looked_after(&self) -> bool {
        self.looked || self.case.unchanged.is_empty()
    }

    /// Whether something may have changed that other cases rely on.
    pub(super) fn needs_healing(&self) -> bool {
        self.disturbed
    }

    /// Makes the fixtures that the case names anew, and puts kept objects back.
    ///
    /// Nobody else may be using them meanwhile.
    pub(super) async fn heal(&self) {
        let mut provision = self.session.provision.lock().await;
        provision.remake(&self.roots()).await;
        // What cannot be put back now is tried again, and told, at the end.
        provision.put_back().await;
    }

    /// What a refused request made all the same: what was not there before.
    pub(super) async fn find_what_was_made(&self, bad: &Exchange, now: &Exchange) {
        let Some(undo) = self
            .session
            .undo_of(&bad.request.method, &bad.request.target)
        else {
            return;
        };
        let before = self.there_before(&undo);
        let items: Vec<Value> = serde_json::from_slice(&now.response.body.0).unwrap_or_default();
        let mut provision = self.session.provision.lock().await;
        for item in items {
            let is_new = item
                .pointer(&undo.id)
                .is_some_and(|id| !before.contains(id));
            if is_new {
                provision.enter_found(
                    &self.case.name.to_string(),
                    self.case.bad.actor,
                    &item,
                    &undo,
                );
            }
        }
    }

    /// The ids of everything that the reads before the bad request showed.
    fn there_before(&self, undo: &Undo) -> Vec<Value> {
        self.before
            .iter()
            .filter_map(|read| serde_json::from_slice(&read.response.body.0).ok())
            .flat_map(|read| match read {
                Value::Array(items) => items,
                item => vec![item],
            })
            .filter_map(|item| item.pointer(&undo.id).cloned())
            .collect()
    }
}

/// Whether what a request of this role makes is made on purpose.
fn maker(role: Role) -> Maker {
    match role {
        Role::Control(_) => Maker::Run,
        Role::Bad
        | Role::Again
        | Role::Before(_)
        | Role::After(_)
        | Role::Burst
        | Role::Other
        | Role::AfterWait => Maker::Stray,
    }
}
