//! The context of planning: everything that is known before a run sends its first request.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use super::cost::RequestCost;
use super::steps::is_list_read_by_case;
use crate::contract::{Contract, RateLimits, UndoRequest};
use crate::exchange::Actor;
use crate::fixture::{AccountReadRequest, NameBindings, list_other_run_reads};
use crate::outcome::InconclusiveReason;
use crate::run::options::TargetRateLimiting;
use crate::run::preflight::list_actors_to_identify;
use crate::suite::{
    Case, FixtureSpecs, RequestDefaults, RequestTemplate, TemplateBindings, TemplateFilter,
    json_to_text,
};
use crate::target::Credentials;

/// The inputs that are known before a run sends its first request, sufficient to estimate the cost of each case.
#[derive(Clone, Copy, Debug)]
pub struct PlanContext<'r> {
    /// The contract of the API.
    pub contract: &'r Contract,
    /// The fixtures to which cases may refer.
    pub fixtures: &'r FixtureSpecs,
    /// The defaults of every request.
    pub request_defaults: &'r RequestDefaults,
    /// The tokens of the actors.
    pub credentials: &'r Credentials,
    /// The values that only the operator can supply, by name.
    pub values: &'r BTreeMap<String, String>,
    /// The rate limits below which the throttle keeps the run, if any.
    pub throttle_limits: Option<&'r RateLimits>,
    /// The rate limits that the target enforces.
    pub target_limits: TargetRateLimiting,
    /// `true` if a journal is kept. Existing resources are then listed before one without the run's id in its name is created.
    pub keeps_journal: bool,
}

/// Bindings that fill each name with a placeholder, for values that are unknown until fixtures are created.
pub(in crate::run) struct FixturePlaceholderBindings;

impl TemplateBindings for FixturePlaceholderBindings {
    fn resolve_name(&self, name: &str) -> Option<Value> {
        Some(Value::from(format!("<{name}>")))
    }

    fn apply_filter(&self, filter: TemplateFilter, value: &Value) -> Value {
        match filter {
            // The dash depends on the length, which is unknown: an id with a dash is taken to differ from one without.
            TemplateFilter::Dash => Value::from(format!("{}-", json_to_text(value))),
            TemplateFilter::Upper
            | TemplateFilter::Lower
            | TemplateFilter::Path
            | TemplateFilter::Text => filter.apply(value),
        }
    }
}

impl PlanContext<'_> {
    /// Reports whether bursts have rate limits of their own, turned on by a trigger.
    pub(in crate::run) fn has_separate_burst_limits(&self) -> bool {
        self.target_limits == TargetRateLimiting::Off
    }

    /// Returns the missing token, if requests cannot be sent as this actor.
    pub(in crate::run) fn missing_token(&self, actor: Actor) -> Option<InconclusiveReason> {
        let is_at_hand = actor == Actor::Anonymous || self.credentials.get(actor).is_some();
        (!is_at_hand).then(|| InconclusiveReason::Credential(actor))
    }

    /// Returns the missing trigger, if this request needs one that the target does not offer.
    pub(in crate::run) fn missing_trigger(
        &self,
        ask: &RequestTemplate,
    ) -> Option<InconclusiveReason> {
        let hook = ask.trigger.as_ref()?;
        let is_offered = self.request_defaults.triggers.contains_key(hook);
        (!is_offered).then(|| InconclusiveReason::Trigger(hook.clone()))
    }

    /// Returns bindings of the values that the operator supplied.
    pub(in crate::run) fn bind_operator_values(&self) -> NameBindings {
        NameBindings::from_operator_values(self.values)
    }

    /// Returns the request as a burst sends it: without a trigger that the target does not offer, if the target itself enforces limits.
    pub(in crate::run) fn strip_unavailable_trigger(
        &self,
        ask: &RequestTemplate,
    ) -> RequestTemplate {
        let is_offered = |hook: &String| self.request_defaults.triggers.contains_key(hook);
        let hook = ask.trigger.clone();
        RequestTemplate {
            trigger: hook.filter(|hook| is_offered(hook) || self.has_separate_burst_limits()),
            ..ask.clone()
        }
    }

    /// Returns a request of another scope as it is sent beside a burst: with the burst's trigger, so that it is under the same limits.
    pub(in crate::run) fn set_burst_trigger(
        &self,
        other: &RequestTemplate,
        burst: &RequestTemplate,
    ) -> RequestTemplate {
        self.strip_unavailable_trigger(&RequestTemplate {
            trigger: burst.trigger.clone(),
            ..other.clone()
        })
    }

    /// Returns the cost of sending a request once.
    pub(in crate::run) fn request_cost(&self, ask: &RequestTemplate) -> RequestCost {
        self.repeated_request_cost(1, ask)
    }

    /// Returns the cost of sending a request a number of times.
    pub(in crate::run) fn repeated_request_cost(
        &self,
        count: u64,
        ask: &RequestTemplate,
    ) -> RequestCost {
        let target = ask
            .target
            .render_text(&FixturePlaceholderBindings)
            .unwrap_or_default();
        self.endpoint_cost(count, &ask.method, &target, ask.has_safe_method())
    }

    /// Returns the cost of a request of a case, including the reads before it.
    pub(in crate::run) fn request_cost_with_listing(
        &self,
        ask: &RequestTemplate,
        case: &Case,
    ) -> RequestCost {
        let reads_list =
            |list: &str| is_list_read_by_case(case, list, ask.actor, &FixturePlaceholderBindings);
        [
            self.request_cost(ask),
            self.prior_listing_cost(ask, reads_list),
        ]
        .into_iter()
        .sum()
    }

    /// Returns the cost of listing existing resources before a request that creates one.
    ///
    /// The list is read if the new resource could not be recognized later, and `is_read` does not report that the case reads it anyway.
    pub(in crate::run) fn prior_listing_cost(
        &self,
        ask: &RequestTemplate,
        is_read: impl Fn(&str) -> bool,
    ) -> RequestCost {
        let undo = self.find_undo_request(ask);
        let Some(list) = undo.and_then(UndoRequest::listing_path) else {
            return RequestCost::default();
        };
        if !self.keeps_journal || self.request_contains_run_id(ask) || is_read(list) {
            return RequestCost::default();
        }
        let owners: &[Actor] = match ask.actor {
            Actor::Anonymous => &[Actor::Owner, Actor::Stranger],
            Actor::Owner | Actor::Stranger => &[ask.actor],
        };
        let has_token = |owner: &&Actor| self.missing_token(**owner).is_none();
        let reads = owners.iter().filter(has_token);
        reads
            .map(|_| self.endpoint_cost(1, "GET", list, true))
            .sum()
    }

    /// Reports whether the resource that a request creates will contain the id of the run.
    fn request_contains_run_id(&self, ask: &RequestTemplate) -> bool {
        let request = self
            .request_defaults
            .compose_request(ask, &FixturePlaceholderBindings)
            .ok();
        let body = request.and_then(|request| request.body);
        body.is_some_and(|body| {
            let text = body.to_string_lossy();
            text.contains("<run>") || text.contains("<run.id>")
        })
    }

    /// Returns the cost of the requests before the first case, which check that the target responds and identify the tokens.
    pub(in crate::run) fn cost_before_first_case(&self) -> RequestCost {
        let mut bill = self.endpoint_cost(1, "GET", "/", true);
        if !self.keeps_journal {
            return bill;
        }
        if let Some(identity) = &self.contract.identity {
            let identified = list_actors_to_identify(self.credentials).len();
            let requests = std::iter::repeat_n(&identity.request, identified);
            for request in requests.chain(&identity.nobody) {
                if let Some((method, target)) = request.split_once(' ') {
                    bill += &self.endpoint_cost(1, method, target, true);
                }
            }
        }
        for read in self.list_other_run_reads() {
            bill += &self.endpoint_cost(1, "GET", &read.target, true);
        }
        bill
    }

    /// Lists the reads that show whether other runs use the same accounts.
    #[must_use]
    pub fn list_other_run_reads(&self) -> Vec<AccountReadRequest> {
        let values = self.bind_operator_values();
        list_other_run_reads(self.contract, self.fixtures, &values, self.credentials)
    }

    fn find_undo_request(&self, ask: &RequestTemplate) -> Option<&UndoRequest> {
        let target = ask
            .target
            .render_text(&FixturePlaceholderBindings)
            .unwrap_or_default();
        let operation = self
            .contract
            .operations
            .find_operation_for_request(&ask.method, &target)?;
        operation.undo.as_ref()
    }

    /// Returns the cost of removing the resource that a request creates, or `None` if its operation creates none.
    pub(in crate::run) fn undo_cost(&self, ask: &RequestTemplate) -> Option<RequestCost> {
        let (method, target) = self.find_undo_request(ask)?.request.split_once(' ')?;
        Some(self.endpoint_cost(1, method, target, false))
    }

    /// Returns the cost of a number of requests with this method and target.
    pub(in crate::run) fn endpoint_cost(
        &self,
        count: u64,
        method: &str,
        target: &str,
        is_read: bool,
    ) -> RequestCost {
        let scope = self.throttle_limits.and_then(|limits| {
            let scope = limits.scope_for_request(method, target)?;
            limits.scopes.iter().position(|own| own.name == scope.name)
        });
        RequestCost::from_requests(count, is_read, scope)
    }

    /// Returns the length of a window of the documented limits; one second if none are documented.
    pub(in crate::run) fn rate_limit_window(&self) -> Duration {
        let limits = self.contract.limits.as_ref();
        Duration::from_millis(limits.map_or(1000, |limits| limits.window_ms))
    }
}
