//! Requests without a target: values that only a target knows appear as names in braces.

use serde_json::Value;

use crate::contract::Contract;
use crate::outcome::Actor;
use crate::report::format_curl_command;
use crate::suite::{RequestDefaults, RequestTemplate, TemplateBindings};
use crate::target::UserAgent;

/// The placeholder of the base URL.
const BASE_PLACEHOLDER: &str = "{target}";

/// Bindings that resolve every name to its placeholder, the name in braces.
pub(super) struct BracedNameBindings;

impl TemplateBindings for BracedNameBindings {
    fn resolve_name(&self, name: &str) -> Option<Value> {
        Some(Value::from(format!("{{{name}}}")))
    }
}

/// Formats a request as a curl command, without the header or path of its trigger.
pub(super) fn format_example_curl(ask: &RequestTemplate, contract: &Contract) -> Option<String> {
    let usual = RequestDefaults {
        user_agent: UserAgent::default().to_string(),
        token_header: contract.token_header.clone(),
        triggers: std::collections::BTreeMap::new(),
    };
    let ask = RequestTemplate {
        trigger: None,
        ..ask.clone()
    };
    let request = usual.compose_request(&ask, &BracedNameBindings).ok()?;
    Some(format_curl_command(BASE_PLACEHOLDER, &request))
}

/// Formats a request in one line: `PATCH /things/{thing.id} as owner`.
pub(super) fn format_request_line(ask: &RequestTemplate) -> String {
    let target = ask
        .target
        .render_text(&BracedNameBindings)
        .unwrap_or_default();
    let actor = match ask.actor {
        Actor::Anonymous => "without a token".to_owned(),
        Actor::Owner | Actor::Stranger => format!("as {}", ask.actor),
    };
    format!("{} {target} {actor}", ask.method)
}
