//! What a run has at hand before it sends anything.

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

/// What a run has at hand before it sends anything: enough to tell what each case would take.
#[derive(Clone, Copy, Debug)]
pub struct Means<'r> {
    /// What the documentation promises.
    pub contract: &'r Contract,
    /// What cases may refer to.
    pub fixtures: &'r FixtureSpecs,
    /// What every request has in common.
    pub usual: &'r Usual,
    /// Whose tokens may be used.
    pub credentials: &'r Credentials,
    /// Values that only whoever runs the target knows.
    pub known: &'r BTreeMap<String, String>,
    /// The limits that the run stays under, where it stays under any.
    pub pace: Option<&'r RateLimits>,
    /// Whether the target keeps to the documented rate limits.
    pub limits: TargetLimits,
    /// Whether a journal is kept: what is there is read then before something is made that bears no name of the run.
    pub keeps_journal: bool,
}

/// Stands for values that are known only when something is made: each name for itself.
pub(in crate::run) struct Symbols;

impl Bindings for Symbols {
    fn value(&self, name: &str) -> Option<Value> {
        Some(Value::from(format!("<{name}>")))
    }
}

impl Means<'_> {
    /// Whether bursts meet limits of their own, because a hook asks for them.
    pub(in crate::run) fn bursts_apart(&self) -> bool {
        self.limits == TargetLimits::Off
    }

    /// What is missing to send as this actor.
    pub(in crate::run) fn lack_of_token(&self, actor: Actor) -> Option<Unproven> {
        let is_at_hand = actor == Actor::Anonymous || self.credentials.get(actor).is_some();
        (!is_at_hand).then(|| Unproven::Credential(actor))
    }

    /// What is missing to send this request: its hook, where the target does not offer it.
    pub(in crate::run) fn lack_of_hook(&self, ask: &Ask) -> Option<Unproven> {
        let hook = ask.hook.as_ref()?;
        let is_offered = self.usual.hooks.contains_key(hook);
        (!is_offered).then(|| Unproven::Hook(hook.clone()))
    }

    /// The names that have a value from the beginning.
    pub(in crate::run) fn given(&self) -> Bound {
        let mut bound = Bound::default();
        for (name, value) in self.known {
            bound.bind(format!("known.{name}"), Value::from(value.as_str()));
        }
        bound
    }

    /// The request without its hook where the target keeps the limits by itself, as bursts are sent.
    pub(in crate::run) fn in_burst(&self, ask: &Ask) -> Ask {
        let is_offered = |hook: &String| self.usual.hooks.contains_key(hook);
        let hook = ask.hook.clone();
        Ask {
            hook: hook.filter(|hook| is_offered(hook) || self.bursts_apart()),
            ..ask.clone()
        }
    }

    /// A request of another scope beside a burst: what turns the limits on for the burst turns them on for it as well.
    pub(in crate::run) fn beside_burst(&self, other: &Ask, burst: &Ask) -> Ask {
        self.in_burst(&Ask {
            hook: burst.hook.clone(),
            ..other.clone()
        })
    }

    /// The bill of a request that is sent once.
    pub(in crate::run) fn once(&self, ask: &Ask) -> Bill {
        self.times(1, ask)
    }

    /// The bill of a request that is sent so many times.
    pub(in crate::run) fn times(&self, count: u64, ask: &Ask) -> Bill {
        let target = ask.target.fill(&Symbols).unwrap_or_default();
        self.bill(count, &ask.method, &target, ask.is_read())
    }

    /// The bill of a request of a case, with what is read ahead of it.
    pub(in crate::run) fn sending(&self, ask: &Ask, case: &Case) -> Bill {
        let reads_list = |list: &str| reads_list(case, list, ask.actor, &Symbols);
        [self.once(ask), self.lookups(ask, reads_list)]
            .into_iter()
            .sum()
    }

    /// The bill of the reads that show what is there before a request makes something, where that could not be told later;
    /// `is_read` says of a list that it is read anyway.
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

    /// Returns whether what a request makes will bear the id of the run.
    fn bears_id(&self, ask: &Ask) -> bool {
        let request = self.usual.compose(ask, &Symbols).ok();
        let body = request.and_then(|request| request.body);
        body.is_some_and(|body| body.lossy().contains("<run>"))
    }

    /// The bill of what is asked before the first case: whether the target answers, and whose the tokens are.
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

    /// The bill of the request that removes what this request makes, where its operation makes anything.
    pub(in crate::run) fn undoing(&self, ask: &Ask) -> Option<Bill> {
        let (method, target) = self.undo_of(ask)?.request.split_once(' ')?;
        Some(self.bill(1, method, target, false))
    }

    /// The bill of a request by its method and target.
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

    /// How long a window of the documented limits is.
    pub(in crate::run) fn window(&self) -> Duration {
        let limits = self.contract.limits.as_ref();
        Duration::from_millis(limits.map_or(1000, |limits| limits.window_ms))
    }
}
