//! Requests without a target: values that only a target knows appear as names in braces.

use serde_json::Value;

use crate::contract::Contract;
use crate::outcome::Actor;
use crate::report::curl_line;
use crate::suite::{Ask, Bindings, Usual};
use crate::target::UserAgent;

/// The placeholder of the base URL.
const BASE: &str = "{target}";

/// Bindings that resolve every name to itself in braces.
pub(super) struct Names;

impl Bindings for Names {
    fn value(&self, name: &str) -> Option<Value> {
        Some(Value::from(format!("{{{name}}}")))
    }
}

/// Formats a request as a curl command, without the header or path of its trigger.
pub(super) fn curl(ask: &Ask, contract: &Contract) -> Option<String> {
    let usual = Usual {
        user_agent: UserAgent::default().to_string(),
        authorization_header: contract.authorization_header.clone(),
        hooks: std::collections::BTreeMap::new(),
    };
    let ask = Ask {
        hook: None,
        ..ask.clone()
    };
    let request = usual.compose(&ask, &Names).ok()?;
    Some(curl_line(BASE, &request))
}

/// Formats a request in one line: `PATCH /things/{thing.id} as owner`.
pub(super) fn line(ask: &Ask) -> String {
    let target = ask.target.fill(&Names).unwrap_or_default();
    let actor = match ask.actor {
        Actor::Anonymous => "without a token".to_owned(),
        Actor::Owner | Actor::Stranger => format!("as {}", ask.actor),
    };
    format!("{} {target} {actor}", ask.method)
}
