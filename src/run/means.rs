//! What a run has at hand before it sends anything.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use super::bill::Bill;
use super::options::TargetLimits;
use crate::contract::{Contract, RateLimits};
use crate::exchange::Actor;
use crate::fixture::Bound;
use crate::outcome::Unproven;
use crate::suite::{Ask, Bindings, FixtureSpecs, Usual};
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
}

/// Stands for values that are known only when something is made: each name for itself.
pub(super) struct Symbols;

impl Bindings for Symbols {
    fn value(&self, name: &str) -> Option<Value> {
        Some(Value::from(format!("<{name}>")))
    }
}

impl Means<'_> {
    /// Whether bursts meet limits of their own, because a hook asks for them.
    pub(super) fn bursts_apart(&self) -> bool {
        self.limits == TargetLimits::Off
    }

    /// What is missing to send as this actor.
    pub(super) fn lack_of_token(&self, actor: Actor) -> Option<Unproven> {
        let is_at_hand = actor == Actor::Anonymous || self.credentials.get(actor).is_some();
        (!is_at_hand).then(|| Unproven::Credential(actor))
    }

    /// The names that have a value from the beginning.
    pub(super) fn given(&self) -> Bound {
        let mut bound = Bound::default();
        for (name, value) in self.known {
            bound.bind(format!("known.{name}"), Value::from(value.as_str()));
        }
        bound
    }

    /// The request without its hook where the target keeps the limits by itself, as bursts are sent.
    pub(super) fn in_burst(&self, ask: &Ask, hook: Option<&String>) -> Ask {
        let is_offered = |hook: &String| self.usual.hooks.contains_key(hook);
        Ask {
            hook: hook
                .filter(|hook| is_offered(hook) || self.bursts_apart())
                .cloned(),
            ..ask.clone()
        }
    }

    /// The bill of a request that is sent once.
    pub(super) fn once(&self, ask: &Ask) -> Bill {
        self.times(1, ask)
    }

    /// The bill of a request that is sent so many times.
    pub(super) fn times(&self, count: u64, ask: &Ask) -> Bill {
        let target = ask.target.fill(&Symbols).unwrap_or_default();
        self.bill(count, &ask.method, &target, ask.is_read())
    }

    /// The bill of the request that removes what this request makes, where its operation makes anything.
    pub(super) fn undoing(&self, ask: &Ask) -> Option<Bill> {
        let target = ask.target.fill(&Symbols).unwrap_or_default();
        let operation = self.contract.operations.find(&ask.method, &target)?;
        let (method, target) = operation.undo.as_ref()?.request.split_once(' ')?;
        Some(self.bill(1, method, target, false))
    }

    /// The bill of a request by its method and target.
    pub(super) fn bill(&self, count: u64, method: &str, target: &str, is_read: bool) -> Bill {
        let scope = self.pace.and_then(|limits| {
            let scope = limits.scope_of(method, target)?;
            limits.scopes.iter().position(|own| own.name == scope.name)
        });
        Bill::requests(count, is_read, scope)
    }

    /// How long a window of the documented limits is.
    pub(super) fn window(&self) -> Duration {
        let limits = self.contract.limits.as_ref();
        Duration::from_millis(limits.map_or(1000, |limits| limits.window_ms))
    }
}
