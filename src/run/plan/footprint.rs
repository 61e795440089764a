//! Footprints: the cost of a case and the shared resources that it needs, derived from its steps.

use std::collections::HashMap;

use serde_json::Value;

use super::context::{Means, Symbols};
use super::control_key::ControlKey;
use super::cost::Bill;
use super::resources::Things;
use super::steps::{CaseStep, ControlSending, list_steps};
use super::untried::Untried;
use crate::check::burst_size;
use crate::fixture::{in_order, root};
use crate::outcome::Unproven;
use crate::suite::{Ask, Case, Condition, Control, Lifetime};

/// The cost of a case, and the shared resources and controls that it needs.
#[derive(Clone, Debug, Default)]
pub(in crate::run) struct Outline {
    /// The reason for which the case is not tried, if one is known before the run. Its cost is zero then.
    pub(in crate::run) untried: Option<Untried>,
    /// The cost that does not depend on earlier cases.
    pub(in crate::run) own: Bill,
    /// The resources that it needs and that are prepared once for a run, by their indices in [`Things`].
    pub(in crate::run) things: Vec<usize>,
    /// The controls that are sent once for a run.
    pub(in crate::run) shared: Vec<SharedControl>,
    /// The states that restored objects must have, in the order in which they are established.
    pub(in crate::run) conditions: Vec<(usize, Value)>,
    /// The restored objects that its own requests may change.
    pub(in crate::run) changes: Vec<usize>,
}

/// The numbers of all distinct controls. Ranking compares controls often, and numbers are cheap to compare.
#[derive(Debug, Default)]
pub(in crate::run) struct ControlPlaces(HashMap<ControlKey, usize>);

impl ControlPlaces {
    /// Returns the number of a control, which is the same for controls with equal keys.
    fn number(&mut self, key: ControlKey) -> usize {
        let next = self.0.len();
        *self.0.entry(key).or_insert(next)
    }
}

/// The context in which footprints are derived.
#[derive(Debug)]
pub(in crate::run) struct Known<'k> {
    pub(in crate::run) means: &'k Means<'k>,
    pub(in crate::run) things: &'k Things,
    pub(in crate::run) controls: ControlPlaces,
}

/// A control that is sent once for a run, with its cost.
#[derive(Clone, Debug)]
pub(in crate::run) struct SharedControl {
    /// Its number among all controls.
    pub(in crate::run) place: usize,
    pub(in crate::run) bill: Bill,
}

impl Outline {
    /// Derives the footprint of a case.
    pub(in crate::run) fn of(case: &Case, known: &mut Known<'_>) -> Self {
        Self::read(case, known).unwrap_or_else(|untried| Self {
            untried: Some(untried),
            ..Self::default()
        })
    }

    fn read(case: &Case, known: &mut Known<'_>) -> Result<Self, Untried> {
        Untried::check(case, known.means)?;
        let mut outline = Self::default();
        for planned in list_steps(case) {
            outline.add(planned.step, case, known)?;
        }
        Ok(outline)
    }

    /// Adds the cost of a step. The bad request is expected to be refused, so steps that depend on its refusal count.
    fn add(
        &mut self,
        step: CaseStep<'_>,
        case: &Case,
        known: &mut Known<'_>,
    ) -> Result<(), Unproven> {
        let means = known.means;
        match step {
            CaseStep::Provide => self.provide(case, means, known.things)?,
            CaseStep::Hold(condition) => self.hold(condition, known.things),
            CaseStep::Control {
                control, sending, ..
            } => match sending {
                ControlSending::Shared => self.control(case, control, known),
                ControlSending::AfterBurst => self.control_after_burst(case, control, means),
            },
            CaseStep::Read { request, .. } => self.own += &means.once(request),
            CaseStep::BadRequest(request) | CaseStep::Repeat(request) => {
                self.own += &means.sending(request, case);
            }
            CaseStep::Burst {
                scope,
                request,
                others,
            } => self.burst(case, scope, request, others, means),
        }
        Ok(())
    }

    fn provide(&mut self, case: &Case, means: &Means<'_>, things: &Things) -> Result<(), Unproven> {
        let names = case.names();
        for name in in_order(means.fixtures, &means.given(), &names)? {
            if let Some(lacking) = things.lack_of_token(&name, means) {
                return Err(lacking);
            }
            match means.fixtures.made(&name).map(|spec| spec.lifetime) {
                Some(Lifetime::Case) => self.own += &things.bill_for_a_case(&name),
                Some(Lifetime::Run) | None => self.things.extend(things.place(&name)),
            }
        }
        for ask in case.asks().filter(|ask| !ask.is_read()) {
            for place in things.kept_behind(ask, means) {
                if !self.things.contains(&place) {
                    self.things.push(place);
                }
            }
        }
        Ok(())
    }

    fn control(&mut self, case: &Case, control: &Control, known: &mut Known<'_>) {
        let (ask, means) = (&control.ask, known.means);
        let mut bill = means.sending(ask, case);
        if let Some(undoing) = means.undoing(ask) {
            bill += &undoing;
            bill.made += 1;
        }
        if !ask.is_read() {
            self.changes.extend(known.things.kept_behind(ask, means));
        }
        let is_of_case = |name: &String| {
            let spec = means.fixtures.made(root(name));
            spec.is_some_and(|spec| spec.lifetime == Lifetime::Case)
        };
        match key(ask, means) {
            Some(key) if !ask.names().iter().any(is_of_case) => {
                let place = known.controls.number(key);
                if !self.shared.iter().any(|shared| shared.place == place) {
                    self.shared.push(SharedControl { place, bill });
                }
            }
            Some(_) | None => self.own += &bill,
        }
    }

    fn hold(&mut self, condition: &Condition, things: &Things) {
        let part = condition.holds.fill(&Symbols).unwrap_or_default();
        if let Some(place) = things.place(&condition.kept) {
            self.conditions.push((place, part));
        }
    }

    /// Adds the cost of a burst: its requests, one more after it, one after the promised wait, and the time in which the scope is idle.
    fn burst(
        &mut self,
        case: &Case,
        scope: &str,
        request: &Ask,
        others: &[Ask],
        means: &Means<'_>,
    ) {
        let limits = means.contract.limits.as_ref();
        let Some(scope) = limits.and_then(|limits| limits.scope(scope)) else {
            return;
        };
        let window = means.window();
        let sending = means.sending(&means.in_burst(request), case);
        self.own += &sending.times(burst_size(scope) + 2);
        self.own += &Bill::waiting(window * 2 + window / scope.limit.max(1));
        for other in others {
            self.own += &means.once(&means.beside_burst(other, request));
        }
    }

    fn control_after_burst(&mut self, case: &Case, control: &Control, means: &Means<'_>) {
        let (burst, ask) = (means.in_burst(&case.bad), means.in_burst(&control.ask));
        if key(&ask, means) != key(&burst, means) {
            self.own += &means.sending(&ask, case);
            self.own += &Bill::waiting(means.window());
        }
    }
}

/// Returns the key of a request with placeholders for values. Requests that will be equal have equal keys.
fn key(ask: &Ask, means: &Means<'_>) -> Option<ControlKey> {
    let request = means.usual.compose(ask, &Symbols).ok()?;
    ControlKey::new(request, &ask.conditions, &Symbols).ok()
}
