//! Outlines: what a case takes, read off the case.

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

/// What a case takes.
#[derive(Clone, Debug, Default)]
pub(in crate::run) struct Outline {
    /// Why it is not tried, where that is known beforehand. It takes nothing then.
    pub(in crate::run) untried: Option<Untried>,
    /// What it takes whatever came before it.
    pub(in crate::run) own: Bill,
    /// What it needs that is made, read or drawn once for a run, by the places in [`Things`].
    pub(in crate::run) things: Vec<usize>,
    /// Controls that are sent once for a run.
    pub(in crate::run) shared: Vec<SharedControl>,
    /// What has to hold of kept objects, in the order in which it is brought about.
    pub(in crate::run) conditions: Vec<(usize, Value)>,
    /// The kept objects that its own requests may change.
    pub(in crate::run) changes: Vec<usize>,
}

/// The controls of all cases, numbered: each number is compared many times while cases are ranked.
#[derive(Debug, Default)]
pub(in crate::run) struct ControlPlaces(HashMap<ControlKey, usize>);

impl ControlPlaces {
    /// Returns the number of a control, the same for controls that are alike in everything.
    fn number(&mut self, key: ControlKey) -> usize {
        let next = self.0.len();
        *self.0.entry(key).or_insert(next)
    }
}

/// What outlines are read by.
#[derive(Debug)]
pub(in crate::run) struct Known<'k> {
    pub(in crate::run) means: &'k Means<'k>,
    pub(in crate::run) things: &'k Things,
    pub(in crate::run) controls: ControlPlaces,
}

/// A control that is sent once for a run.
#[derive(Clone, Debug)]
pub(in crate::run) struct SharedControl {
    /// Its number among all controls.
    pub(in crate::run) place: usize,
    pub(in crate::run) bill: Bill,
}

impl Outline {
    /// The outline of a case.
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

    /// Adds what a step takes; one that is taken only where the bad request is refused is expected to be taken.
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

    /// A burst from rest, one more in silence, one after the wait; and what it leaves of the window is lost to the scope.
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

/// The key of a request with names in place of values: equal for requests that will be equal.
fn key(ask: &Ask, means: &Means<'_>) -> Option<ControlKey> {
    let request = means.usual.compose(ask, &Symbols).ok()?;
    ControlKey::new(request, &ask.conditions, &Symbols).ok()
}
