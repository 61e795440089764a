//! The changes of a case on the target: their record in the journal, and their cleanup.

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
    /// Records in the journal that a request may create a resource, before it is sent. Returns the number of the intent.
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

    /// Lists the ids of existing resources: as the case itself read them before, or by a new read.
    async fn there_now(&self, undo: &Undo, actor: Actor) -> Option<Vec<Value>> {
        let list = undo.list_path()?;
        if reads_list(self.case, list, actor, &self.bound) {
            return Some(self.there_before(undo));
        }
        self.session.line.what_is_there(undo, actor).await
    }

    /// Records an exchange as a step of the case, and the resources that it created or changed.
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

    /// Records the resources that a request created or changed.
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

    /// Records the resources that a request without a response may have created or changed.
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

    /// Reports whether the resource in a response was already present in a read before the bad request.
    fn was_there_before(&self, exchange: &Exchange) -> bool {
        let request = &exchange.request;
        let told: Option<Value> = serde_json::from_slice(&exchange.response.body.0).ok();
        let undo = self.session.undo_of(&request.method, &request.target);
        undo.is_some_and(|undo| {
            let id = told.as_ref().and_then(|told| told.pointer(&undo.id));
            id.is_some_and(|id| self.there_before(&undo).contains(id))
        })
    }

    /// Returns the names of the fixtures that the case uses.
    fn roots(&self) -> BTreeSet<String> {
        let names = self.case.names();
        names.iter().map(|name| root(name).to_owned()).collect()
    }

    /// Removes the resources that the case created and the fixtures that were created for it alone.
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

    /// Reports whether reads showed the effects of the refused requests, or the case has no such reads.
    fn is_looked_after(&self) -> bool {
        self.looked || self.case.unchanged.is_empty()
    }

    /// Reports whether state may have changed on which other cases rely.
    pub(super) fn needs_healing(&self) -> bool {
        self.disturbed
    }

    /// Recreates the fixtures that the case names, and restores changed objects.
    ///
    /// The caller ensures that no other case uses them meanwhile.
    pub(super) async fn heal(&self) {
        let mut provision = self.session.provision.lock().await;
        provision.remake(&self.roots()).await;
        // Objects that cannot be restored now are retried at the end of the run and reported there.
        provision.put_back().await;
    }

    /// Records the resources that a refused request created nevertheless: those that were not in the read before it.
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

    /// Returns the ids of all resources in the reads before the bad request.
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

/// Returns the kind of resource that a request in this role creates: one of the run, or a stray one.
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
