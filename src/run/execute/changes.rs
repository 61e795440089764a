//! The changes of a case on the target: their record in the journal, and their cleanup.

use std::collections::BTreeSet;

use serde_json::Value;

use super::abort::CaseAbort;
use super::case_runner::CaseRunner;
use crate::contract::UndoRequest;
use crate::exchange::{Actor, Exchange, Request};
use crate::fixture::{CreationExpectation, IntendedRequest, RequestError, fixture_of_dotted_name};
use crate::outcome::{ExchangeRole, HarnessFailure, RecordedExchange, Verdict};
use crate::run::plan::is_list_read_by_case;
use crate::suite::RequestTemplate;

impl CaseRunner<'_> {
    /// Records in the journal that a request may create a resource, before it is sent. Returns the number of the intent.
    pub(super) async fn record_creation_intent(
        &self,
        role: ExchangeRole,
        ask: &RequestTemplate,
        request: &Request,
    ) -> Result<Option<u64>, CaseAbort> {
        let Some(undo) = self
            .session
            .find_undo_request(&request.method, &request.target)
        else {
            return Ok(None);
        };
        let has_to_look = self
            .session
            .fixture_manager
            .lock()
            .await
            .needs_prior_listing(request);
        let there = if has_to_look {
            self.list_existing_ids(&undo, ask.actor).await?
        } else {
            None
        };
        let name = self.case.name.to_string();
        let intended = IntendedRequest {
            what: &name,
            maker: creation_expectation(role),
            actor: ask.actor,
            request,
        };
        let mut provision = self.session.fixture_manager.lock().await;
        let entered = provision.record_creation_intent(intended, Some(undo), there);
        entered.map(Some).map_err(|error| {
            CaseAbort::Verdict(Verdict::HarnessError {
                reason: HarnessFailure::Journal(error.to_string()),
            })
        })
    }

    /// Lists the ids of existing resources: as the case itself read them before, or by a new read.
    async fn list_existing_ids(
        &self,
        undo: &UndoRequest,
        actor: Actor,
    ) -> Result<Option<Vec<Value>>, CaseAbort> {
        let list = undo.listing_path();
        if list.is_some_and(|list| is_list_read_by_case(self.case, list, actor, &self.bound)) {
            return Ok(Some(self.ids_read_before(undo)));
        }
        let listing = self.session.client.list_resource_ids(undo, actor);
        Ok(listing.await?)
    }

    /// Records an exchange as a step of the case, and the resources that it created or changed.
    pub(super) async fn record_step_and_changes(
        &mut self,
        role: ExchangeRole,
        ask: &RequestTemplate,
        exchange: &Exchange,
        intent: Option<u64>,
    ) {
        self.steps
            .push(RecordedExchange::new(role, exchange.clone()));
        self.record_changes(role, ask, exchange, intent).await;
    }

    /// Records the resources that a request created or changed.
    pub(super) async fn record_changes(
        &self,
        role: ExchangeRole,
        ask: &RequestTemplate,
        exchange: &Exchange,
        intent: Option<u64>,
    ) {
        if ask.has_safe_method() {
            return;
        }
        let mut provision = self.session.fixture_manager.lock().await;
        if !exchange.response.is_success() {
            provision.record_error_response(intent, exchange.response.status);
            return;
        }
        let undo = |method: &str, target: &str| self.session.find_undo_request(method, target);
        provision.mark_objects_possibly_changed(&self.fixture_names(), &exchange.request.target);
        let maker = creation_expectation(role);
        if maker == CreationExpectation::Stray && self.resource_existed_before(exchange) {
            provision.record_nothing_created(intent);
            return;
        }
        let name = self.case.name.to_string();
        provision.record_created(&name, maker, exchange, ask.actor, intent, &undo);
    }

    /// Records the resources that a request without a response may have created or changed.
    pub(super) async fn record_possible_changes(
        &self,
        ask: &RequestTemplate,
        request: &Request,
        error: &RequestError,
        intent: Option<u64>,
    ) {
        if ask.has_safe_method() {
            return;
        }
        let mut provision = self.session.fixture_manager.lock().await;
        provision.record_no_response(intent, error);
        if error.may_have_taken_effect() {
            provision.mark_objects_possibly_changed(&self.fixture_names(), &request.target);
        }
    }

    /// Reports whether the resource in a response was already present in a read before the bad request.
    fn resource_existed_before(&self, exchange: &Exchange) -> bool {
        let request = &exchange.request;
        let told = exchange.response.parse_json_body();
        let undo = self
            .session
            .find_undo_request(&request.method, &request.target);
        undo.is_some_and(|undo| {
            if undo.id.is_empty() {
                return false;
            }
            let id = told.as_ref().and_then(|told| told.pointer(&undo.id));
            id.is_some_and(|id| self.ids_read_before(&undo).contains(id))
        })
    }

    /// Returns the names of the fixtures that the case uses.
    fn fixture_names(&self) -> BTreeSet<String> {
        let names = self.case.referenced_names();
        names
            .iter()
            .map(|name| fixture_of_dotted_name(name).to_owned())
            .collect()
    }

    /// Removes the resources that the case created and the fixtures that were created for it alone.
    pub(super) async fn clean_up(&self) {
        let mut provision = self.session.fixture_manager.lock().await;
        let name = self.case.name.to_string();
        if self.has_checked_effects() {
            provision.close_refused_intents(&name);
        } else {
            provision.mark_refused_intents_unchecked(&name);
        }
        provision.undo_by_name(&name).await;
        let roots = self.fixture_names();
        for root in roots.iter().filter(|root| self.is_per_case_fixture(root)) {
            provision.undo_by_name(root).await;
        }
    }

    /// Reports whether reads showed the effects of the refused requests, or the case has no such reads.
    fn has_checked_effects(&self) -> bool {
        self.effects_checked || self.case.unchanged_reads.is_empty()
    }

    /// Reports whether state may have changed on which other cases rely.
    pub(super) fn needs_fixture_reset(&self) -> bool {
        self.fixtures_dirty
    }

    /// Recreates the fixtures that the case names, and restores changed objects.
    ///
    /// The caller ensures that no other case uses them meanwhile.
    pub(super) async fn reset_fixtures(&self) {
        let mut provision = self.session.fixture_manager.lock().await;
        provision.undo_with_dependents(&self.fixture_names()).await;
        // Objects that cannot be restored now are retried at the end of the run and reported there.
        provision.restore_all().await;
    }

    /// Records the resources that a refused request created nevertheless: those that were not in the read before it.
    ///
    /// Returns `true` if one of them was never seen by the run before.
    pub(super) async fn record_unexpected_resources(&self, bad: &Exchange, now: &Exchange) -> bool {
        let Some(undo) = self
            .session
            .find_undo_request(&bad.request.method, &bad.request.target)
        else {
            return false;
        };
        let body = now.response.parse_json_body().unwrap_or_default();
        let mut provision = self.session.fixture_manager.lock().await;
        if undo.id.is_empty() {
            let name = self.case.name.to_string();
            let actor = self.case.bad_request.actor;
            return provision.record_unexpected_resource(&name, actor, &body, &undo);
        }
        let before = self.ids_read_before(&undo);
        let Some(items) = undo.parse_listing(&body) else {
            return false;
        };
        let mut has_new = false;
        for item in items {
            let is_new = item
                .pointer(&undo.id)
                .is_some_and(|id| !before.contains(id));
            if is_new {
                has_new |= provision.record_unexpected_resource(
                    &self.case.name.to_string(),
                    self.case.bad_request.actor,
                    &item,
                    &undo,
                );
            }
        }
        has_new
    }

    /// Returns the ids of all resources in the reads before the bad request.
    fn ids_read_before(&self, undo: &UndoRequest) -> Vec<Value> {
        self.reads_before
            .iter()
            .filter_map(|reads| reads.last())
            .filter_map(|read| read.response.parse_json_body())
            .flat_map(|read| undo.parse_listing(&read).unwrap_or_else(|| vec![read]))
            .filter_map(|item| item.pointer(&undo.id).cloned())
            .collect()
    }
}

/// Returns the kind of resource that a request in this role creates: one of the run, or a stray one.
fn creation_expectation(role: ExchangeRole) -> CreationExpectation {
    match role {
        ExchangeRole::Control(_) => CreationExpectation::Run,
        ExchangeRole::BadRequest
        | ExchangeRole::Repeat
        | ExchangeRole::Before(_)
        | ExchangeRole::After(_)
        | ExchangeRole::Burst
        | ExchangeRole::OtherScope
        | ExchangeRole::AfterWait => CreationExpectation::Stray,
    }
}
