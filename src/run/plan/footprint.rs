//! Footprints: the cost of a case and the shared resources that it needs, derived from its steps.

use std::collections::HashMap;

use serde_json::Value;

use super::context::{FixturePlaceholderBindings, PlanContext};
use super::control_key::ControlKey;
use super::cost::RequestCost;
use super::fixture_table::FixtureTable;
use super::prerequisites::UntriedReason;
use super::repetition_key::RepeatedRefusalKey;
use super::steps::{CaseStep, ControlSending, list_steps};
use crate::check::burst_size;
use crate::fixture::{fixture_of_dotted_name, list_required_fixtures_in_order};
use crate::outcome::InconclusiveReason;
use crate::suite::{Case, Control, FixtureLifetime, RequestTemplate, RequiredObjectState};

/// The cost of a case, and the resources and requests that it shares with other cases.
#[derive(Clone, Debug, Default)]
pub(in crate::run) struct CaseFootprint {
    /// The reason for which the case is not tried, if one is known before the run. Its cost is zero then.
    pub(in crate::run) untried_reason: Option<UntriedReason>,
    /// The cost that does not depend on earlier cases.
    pub(in crate::run) own_cost: RequestCost,
    /// The resources that it needs and that are prepared once for a run, by their indices in [`FixtureTable`].
    pub(in crate::run) resources: Vec<usize>,
    /// The controls and the repetition that are sent once for a run.
    pub(in crate::run) shared_requests: Vec<SharedRequest>,
    /// The states that restored objects must have, in the order in which they are established.
    pub(in crate::run) conditions: Vec<(usize, Value)>,
    /// The restored objects that its own requests may change.
    pub(in crate::run) changed_objects: Vec<usize>,
}

/// The identity of a request that is sent once for a run.
#[derive(Debug, PartialEq, Eq, Hash)]
enum SharedRequestKey {
    Control(ControlKey),
    Repetition(RepeatedRefusalKey),
}

/// The numbers of all distinct shared requests. Ranking compares them often, and numbers are cheap to compare.
#[derive(Debug, Default)]
pub(in crate::run) struct SharedRequestIndices(HashMap<SharedRequestKey, usize>);

impl SharedRequestIndices {
    /// Returns the number of a request, which is the same for requests with equal keys.
    fn assign_number(&mut self, key: SharedRequestKey) -> usize {
        let next = self.0.len();
        *self.0.entry(key).or_insert(next)
    }
}

/// The context in which footprints are derived.
#[derive(Debug)]
pub(in crate::run) struct FootprintContext<'k> {
    pub(in crate::run) plan_context: &'k PlanContext<'k>,
    pub(in crate::run) resources: &'k FixtureTable,
    pub(in crate::run) shared_requests: SharedRequestIndices,
}

/// A control or a repetition that is sent once for a run, with its cost.
#[derive(Clone, Debug)]
pub(in crate::run) struct SharedRequest {
    /// Its number among all shared requests.
    pub(in crate::run) number: usize,
    pub(in crate::run) cost: RequestCost,
}

impl CaseFootprint {
    /// Derives the footprint of a case.
    pub(in crate::run) fn from_case(case: &Case, known: &mut FootprintContext<'_>) -> Self {
        Self::try_from_case(case, known).unwrap_or_else(|untried| Self {
            untried_reason: Some(untried),
            ..Self::default()
        })
    }

    fn try_from_case(case: &Case, known: &mut FootprintContext<'_>) -> Result<Self, UntriedReason> {
        UntriedReason::check_prerequisites(case, known.plan_context)?;
        let mut outline = Self::default();
        for planned in list_steps(case) {
            outline.add_step(planned.step, case, known)?;
        }
        Ok(outline)
    }

    /// Adds the cost of a step. The bad request is expected to be refused, so steps that depend on its refusal count.
    fn add_step(
        &mut self,
        step: CaseStep<'_>,
        case: &Case,
        known: &mut FootprintContext<'_>,
    ) -> Result<(), InconclusiveReason> {
        let means = known.plan_context;
        match step {
            CaseStep::PrepareFixtures => self.add_fixtures(case, means, known.resources)?,
            CaseStep::EstablishCondition(condition) => {
                self.add_condition(condition, known.resources);
            }
            CaseStep::Control {
                control, sending, ..
            } => match sending {
                ControlSending::Shared => self.add_control(case, control, known),
                ControlSending::AfterBurst => self.add_control_after_burst(case, control, means),
            },
            CaseStep::Read { request, .. } => self.own_cost += &means.request_cost(request),
            CaseStep::BadRequest(request) => {
                self.own_cost += &means.request_cost_with_listing(request, case);
            }
            CaseStep::Repeat(request) => {
                let cost = means.request_cost_with_listing(request, case);
                let key = SharedRequestKey::Repetition(RepeatedRefusalKey::from_expectation(case));
                self.add_shared_request(key, cost, known);
            }
            CaseStep::Burst {
                scope,
                request,
                others,
            } => self.add_burst(case, scope, request, others, means),
        }
        Ok(())
    }

    fn add_fixtures(
        &mut self,
        case: &Case,
        means: &PlanContext<'_>,
        things: &FixtureTable,
    ) -> Result<(), InconclusiveReason> {
        let names = case.referenced_names();
        for name in
            list_required_fixtures_in_order(means.fixtures, &means.bind_operator_values(), &names)?
        {
            if let Some(lacking) = things.missing_token(&name, means) {
                return Err(lacking);
            }
            match means
                .fixtures
                .find_created_resource(&name)
                .map(|spec| spec.lifetime)
            {
                Some(FixtureLifetime::Case) => self.own_cost += &things.per_case_cost(&name),
                Some(FixtureLifetime::Run) | None => self.resources.extend(things.index_of(&name)),
            }
        }
        for ask in case.all_requests().filter(|ask| !ask.has_safe_method()) {
            for place in things.find_written_restored_objects(ask, means) {
                if !self.resources.contains(&place) {
                    self.resources.push(place);
                }
            }
        }
        Ok(())
    }

    fn add_control(&mut self, case: &Case, control: &Control, known: &mut FootprintContext<'_>) {
        let (ask, means) = (&control.request, known.plan_context);
        let mut bill = means.request_cost_with_listing(ask, case);
        if let Some(undoing) = means.undo_cost(ask) {
            bill += &undoing;
            bill.created += 1;
        }
        if !ask.has_safe_method() {
            self.changed_objects
                .extend(known.resources.find_written_restored_objects(ask, means));
        }
        let is_of_case = |name: &String| {
            let spec = means
                .fixtures
                .find_created_resource(fixture_of_dotted_name(name));
            spec.is_some_and(|spec| spec.lifetime == FixtureLifetime::Case)
        };
        match placeholder_control_key(ask, means) {
            Some(key) if !ask.referenced_names().iter().any(is_of_case) => {
                self.add_shared_request(SharedRequestKey::Control(key), bill, known);
            }
            Some(_) | None => self.own_cost += &bill,
        }
    }

    fn add_shared_request(
        &mut self,
        key: SharedRequestKey,
        cost: RequestCost,
        known: &mut FootprintContext<'_>,
    ) {
        let number = known.shared_requests.assign_number(key);
        let mut own = self.shared_requests.iter();
        if !own.any(|shared| shared.number == number) {
            self.shared_requests.push(SharedRequest { number, cost });
        }
    }

    fn add_condition(&mut self, condition: &RequiredObjectState, things: &FixtureTable) {
        let part = condition
            .state
            .render_value(&FixturePlaceholderBindings)
            .unwrap_or_default();
        if let Some(place) = things.index_of(&condition.object) {
            self.conditions.push((place, part));
        }
    }

    /// Adds the cost of a burst: its requests, one more after it, one after the promised wait, and the time in which the scope is idle.
    fn add_burst(
        &mut self,
        case: &Case,
        scope: &str,
        request: &RequestTemplate,
        others: &[RequestTemplate],
        means: &PlanContext<'_>,
    ) {
        let limits = means.contract.limits.as_ref();
        let Some(scope) = limits.and_then(|limits| limits.find_scope(scope)) else {
            return;
        };
        let window = means.rate_limit_window();
        let sending =
            means.request_cost_with_listing(&means.strip_unavailable_trigger(request), case);
        self.own_cost += &sending.multiply_by(burst_size(scope.limit) + 2);
        self.own_cost += &RequestCost::from_idle_time(window * 2 + window / scope.limit.max(1));
        for other in others {
            self.own_cost += &means.request_cost(&means.set_burst_trigger(other, request));
        }
    }

    fn add_control_after_burst(&mut self, case: &Case, control: &Control, means: &PlanContext<'_>) {
        let (burst, ask) = (
            means.strip_unavailable_trigger(&case.bad_request),
            means.strip_unavailable_trigger(&control.request),
        );
        if placeholder_control_key(&ask, means) != placeholder_control_key(&burst, means) {
            self.own_cost += &means.request_cost_with_listing(&ask, case);
            self.own_cost += &RequestCost::from_idle_time(means.rate_limit_window());
        }
    }
}

/// Returns the key of a request with placeholders for values. Requests that will be equal have equal keys.
fn placeholder_control_key(ask: &RequestTemplate, means: &PlanContext<'_>) -> Option<ControlKey> {
    let request = means
        .request_defaults
        .compose_request(ask, &FixturePlaceholderBindings)
        .ok()?;
    ControlKey::new(request, &ask.conditions, &FixturePlaceholderBindings).ok()
}
