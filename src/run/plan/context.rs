//! The context of planning: everything that is known before a run sends its first request.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use super::cost::Bill;
use super::steps::reads_list;
use crate::contract::{Contract, RateLimits, Undo};
use crate::exchange::Actor;
use crate::fixture::Bound;
use crate::outcome::Unproven;
use crate::run::options::TargetLimits;
use crate::suite::{Ask, Bindings, Case, FixtureSpecs, Usual};
use crate::target::Credentials;

/// The inputs that are known before a run sends its first request, sufficient to estimate the cost of each case.
#[derive(Clone, Copy, Debug)]
pub struct Means<'r> {
    /// The contract of the API.
    pub contract: &'r Contract,
    /// The fixtures to which cases may refer.
    pub fixtures: &'r FixtureSpecs,
    /// The defaults of every request.
    pub usual: &'r Usual,
    /// The tokens of the actors.
    pub credentials: &'r Credentials,
    /// The values that only the operator can supply, by name.
    pub known: &'r BTreeMap<String, String>,
    /// The rate limits below which the throttle keeps the run, if any.
    pub pace: Option<&'r RateLimits>,
    /// The rate limits that the target enforces.
    pub limits: TargetLimits,
    /// `true` if a journal is kept. Existing resources are then listed before one without the run's id in its name is created.
    pub keeps_journal: bool,
}

/// Bindings that fill each name with a placeholder, for values that are unknown until fixtures are created.
pub(in crate::run) struct Symbols;

impl Bindings for Symbols {
    fn value(&self, name: &str) -> Option<Value> {
        Some(Value::from(format!("<{name}>")))
    }
}

impl Means<'_> {
    /// Reports whether bursts have rate limits of their own, turned on by a trigger.
    pub(in crate::run) fn bursts_apart(&self) -> bool {
        self.limits == TargetLimits::Off
    }

    /// Returns the missing token, if requests cannot be sent as this actor.
    pub(in crate::run) fn lack_of_token(&self, actor: Actor) -> Option<Unproven> {
        let is_at_hand = actor == Actor::Anonymous || self.credentials.get(actor).is_some();
        (!is_at_hand).then(|| Unproven::Credential(actor))
    }

    /// Returns the missing trigger, if this request needs one that the target does not offer.
    pub(in crate::run) fn lack_of_hook(&self, ask: &Ask) -> Option<Unproven> {
        let hook = ask.hook.as_ref()?;
        let is_offered = self.usual.hooks.contains_key(hook);
        (!is_offered).then(|| Unproven::Hook(hook.clone()))
    }

    /// Returns bindings of the values that the operator supplied.
    pub(in crate::run) fn given(&self) -> Bound {
        let mut bound = Bound::default();
        for (name, value) in self.known {
            bound.bind(format!("value.{name}"), Value::from(value.as_str()));
        }
        bound
    }

    /// Returns the request as a burst sends it: without a trigger that the target does not offer, if the target itself enforces limits.
    pub(in crate::run) fn in_burst(&self, ask: &Ask) -> Ask {
        let is_offered = |hook: &String| self.usual.hooks.contains_key(hook);
        let hook = ask.hook.clone();
        Ask {
            hook: hook.filter(|hook| is_offered(hook) || self.bursts_apart()),
            ..ask.clone()
        }
    }

    /// Returns a request of another scope as it is sent beside a burst: with the burst's trigger, so that it is under the same limits.
    pub(in crate::run) fn beside_burst(&self, other: &Ask, burst: &Ask) -> Ask {
        self.in_burst(&Ask {
            hook: burst.hook.clone(),
            ..other.clone()
        })
    }

    /// Returns the cost of sending a request once.
    pub(in crate::run) fn once(&self, ask: &Ask) -> Bill {
        self.times(1, ask)
    }

    /// Returns the cost of sending a request a number of times.
    pub(in crate::run) fn times(&self, count: u64, ask: &Ask) -> Bill {
        let target = ask.target.fill(&Symbols).unwrap_or_default();
        self.bill(count, &ask.method, &target, ask.is_read())
    }

    /// Returns the cost of a request of a case, including the reads before it.
    pub(in crate::run) fn sending(&self, ask: &Ask, case: &Case) -> Bill {
        let reads_list = |list: &str| reads_list(case, list, ask.actor, &Symbols);
        [self.once(ask), self.lookups(ask, reads_list)]
            .into_iter()
            .sum()
    }

    /// Returns the cost of listing existing resources before a request that creates one.
    ///
    /// The list is read if the new resource could not be recognized later, and `is_read` does not report that the case reads it anyway.
    pub(in crate::run) fn lookups(&self, ask: &Ask, is_read: impl Fn(&str) -> bool) -> Bill {
        let undo = self.undo_of(ask);
        let Some(list) = undo.and_then(Undo::list_path) else {
            return Bill::default();
        };
        if !self.keeps_journal || self.bears_id(ask) || is_read(list) {
            return Bill::default();
        }
        let owners: &[Actor] = match ask.actor {
            Actor::Anonymous => &[Actor::Owner, Actor::Stranger],
            Actor::Owner | Actor::Stranger => &[ask.actor],
        };
        let has_token = |owner: &&Actor| self.lack_of_token(**owner).is_none();
        let reads = owners.iter().filter(has_token);
        reads.map(|_| self.bill(1, "GET", list, true)).sum()
    }

    /// Reports whether the resource that a request creates will contain the id of the run.
    fn bears_id(&self, ask: &Ask) -> bool {
        let request = self.usual.compose(ask, &Symbols).ok();
        let body = request.and_then(|request| request.body);
        body.is_some_and(|body| body.lossy().contains("<run>"))
    }

    /// Returns the cost of the requests before the first case, which check that the target responds and identify the tokens.
    pub(in crate::run) fn opening(&self) -> Bill {
        let mut bill = self.bill(1, "GET", "/", true);
        let identity = self.contract.identity.as_ref();
        let identity = identity.and_then(|own| own.request.split_once(' '));
        if let (true, Some((method, target))) = (self.keeps_journal, identity) {
            let actors = Actor::ALL.iter().copied();
            let with_token = actors.filter(|actor| self.credentials.get(*actor).is_some());
            for _ in with_token {
                bill += &self.bill(1, method, target, true);
            }
        }
        bill
    }

    fn undo_of(&self, ask: &Ask) -> Option<&Undo> {
        let target = ask.target.fill(&Symbols).unwrap_or_default();
        let operation = self.contract.operations.find(&ask.method, &target)?;
        operation.undo.as_ref()
    }

    /// Returns the cost of removing the resource that a request creates, or `None` if its operation creates none.
    pub(in crate::run) fn undoing(&self, ask: &Ask) -> Option<Bill> {
        let (method, target) = self.undo_of(ask)?.request.split_once(' ')?;
        Some(self.bill(1, method, target, false))
    }

    /// Returns the cost of a number of requests with this method and target.
    pub(in crate::run) fn bill(
        &self,
        count: u64,
        method: &str,
        target: &str,
        is_read: bool,
    ) -> Bill {
        let scope = self.pace.and_then(|limits| {
            let scope = limits.scope_of(method, target)?;
            limits.scopes.iter().position(|own| own.name == scope.name)
        });
        Bill::requests(count, is_read, scope)
    }

    /// Returns the length of a window of the documented limits; one second if none are documented.
    pub(in crate::run) fn window(&self) -> Duration {
        let limits = self.contract.limits.as_ref();
        Duration::from_millis(limits.map_or(1000, |limits| limits.window_ms))
    }
}
