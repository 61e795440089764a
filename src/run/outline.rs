//! Outlines: what a case takes, read off the case.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use super::bill::Bill;
use super::means::{Means, Symbols};
use super::things::Things;
use super::untried::Untried;
use crate::check::burst_size;
use crate::fixture::{in_order, root};
use crate::outcome::Unproven;
use crate::suite::{Ask, Case, ComposeError, Control, Lifetime, Shape};

/// What a case takes.
#[derive(Clone, Debug, Default)]
pub(super) struct Outline {
    /// Why it is not tried, where that is known beforehand. It takes nothing then.
    pub(super) untried: Option<Untried>,
    /// What it takes whatever came before it.
    pub(super) own: Bill,
    /// What it needs that is made, read or drawn once for a run, by the places in [`Things`].
    pub(super) things: Vec<usize>,
    /// Controls that are sent once for a run.
    pub(super) shared: Vec<SharedControl>,
    /// What has to hold of kept objects, in the order in which it is brought about.
    pub(super) conditions: Vec<(usize, Value)>,
    /// The kept objects that its own requests may change.
    pub(super) changes: Vec<usize>,
}

/// A control that is sent once for a run.
#[derive(Clone, Debug)]
pub(super) struct SharedControl {
    /// Equal for controls that are alike in everything.
    pub(super) key: u64,
    pub(super) bill: Bill,
}

impl Outline {
    /// The outline of a case.
    pub(super) fn of(case: &Case, means: &Means<'_>, things: &Things) -> Self {
        Self::read(case, means, things).unwrap_or_else(|untried| Self {
            untried: Some(untried),
            ..Self::default()
        })
    }

    fn read(case: &Case, means: &Means<'_>, things: &Things) -> Result<Self, Untried> {
        Untried::check(case, means)?;
        let mut outline = Self::default();
        outline.provide(case, means, things)?;
        match &case.shape {
            Shape::Single => outline.single(case, means, things)?,
            Shape::Burst { scope, others } => outline.burst(case, scope, others, means)?,
        }
        Ok(outline)
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

    fn single(&mut self, case: &Case, means: &Means<'_>, things: &Things) -> Result<(), Unproven> {
        let (before, after): (Vec<_>, Vec<_>) = case
            .controls
            .iter()
            .partition(|control| control.has_own_conditions);
        for control in before {
            self.control(control, means, things)?;
        }
        self.establish(&case.bad, things);
        compose(&case.bad, means)?;
        self.own += &means.times(2, &case.bad);
        for read in &case.unchanged {
            self.own += &means.times(2, read);
        }
        for control in after {
            self.control(control, means, things)?;
        }
        Ok(())
    }

    fn control(
        &mut self,
        control: &Control,
        means: &Means<'_>,
        things: &Things,
    ) -> Result<(), Unproven> {
        let ask = &control.ask;
        self.establish(ask, things);
        let mut bill = means.once(ask);
        if let Some(undoing) = means.undoing(ask) {
            bill += &undoing;
            bill.made += 1;
        }
        if !ask.is_read() {
            self.changes.extend(things.kept_behind(ask, means));
        }
        let is_of_case = |name: &String| {
            let spec = means.fixtures.made(root(name));
            spec.is_some_and(|spec| spec.lifetime == Lifetime::Case)
        };
        if ask.names().iter().any(is_of_case) {
            self.own += &bill;
            return Ok(());
        }
        let mut hasher = DefaultHasher::new();
        compose(ask, means)?.hash(&mut hasher);
        format!("{:?}", ask.conditions).hash(&mut hasher);
        let key = hasher.finish();
        if !self.shared.iter().any(|shared| shared.key == key) {
            self.shared.push(SharedControl { key, bill });
        }
        Ok(())
    }

    fn establish(&mut self, ask: &Ask, things: &Things) {
        for condition in &ask.conditions {
            let part = condition.holds.fill(&Symbols).unwrap_or_default();
            if let Some(place) = things.place(&condition.kept) {
                self.conditions.push((place, part));
            }
        }
    }

    /// A burst from rest, one more in silence, one after the wait; and what it leaves of the window is lost to the scope.
    fn burst(
        &mut self,
        case: &Case,
        scope: &str,
        others: &[Ask],
        means: &Means<'_>,
    ) -> Result<(), Unproven> {
        let limits = means.contract.limits.as_ref();
        let Some(scope) = limits.and_then(|limits| limits.scope(scope)) else {
            return Ok(());
        };
        let hook = case.bad.hook.as_ref();
        let bad = means.in_burst(&case.bad, hook);
        let request = compose(&bad, means)?;
        let window = means.window();
        self.own += &means.times(burst_size(scope) + 2, &bad);
        self.own += &Bill::waiting(window * 2 + window / scope.limit.max(1));
        for other in others {
            self.own += &means.once(other);
        }
        for control in &case.controls {
            let ask = means.in_burst(&control.ask, control.ask.hook.as_ref());
            if compose(&ask, means)? != request {
                self.own += &means.once(&ask);
                self.own += &Bill::waiting(window);
            }
        }
        Ok(())
    }
}

/// A request with names in place of values: equal for requests that will be equal.
fn compose(ask: &Ask, means: &Means<'_>) -> Result<String, Unproven> {
    match means.usual.compose(ask, &Symbols) {
        Ok(request) => Ok(format!("{request:?}")),
        Err(ComposeError::Hook(hook)) => Err(Unproven::Hook(hook)),
        // Every name has a symbol.
        Err(ComposeError::Unbound(_)) => Ok(String::new()),
    }
}
