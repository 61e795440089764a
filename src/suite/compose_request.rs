//! Composition of requests: from a template to the request that is sent.

use std::collections::BTreeMap;

use super::request_template::{BodyTemplate, BodyTemplatePart, RequestTemplate};
use super::template::{TemplateBindings, UnboundName};
use crate::contract::TokenHeader;
use crate::exchange::{Actor, Request, RequestHeaderValue, TokenValue, WireBytes};

/// The defaults that all requests of a run share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestDefaults {
    /// The value of `User-Agent`.
    pub user_agent: String,
    /// The header that carries the token.
    pub token_header: TokenHeader,
    /// The triggers that the target offers, by name.
    pub triggers: BTreeMap<String, ErrorTrigger>,
}

/// A trigger: a way to make the target return an error that no ordinary request brings about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorTrigger {
    /// A header on the request.
    Header {
        /// The name of the header.
        name: String,
        /// The value of the header.
        value: String,
    },
    /// A path that replaces the target of the request.
    Path(String),
}

/// A text that is not a trigger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a trigger: write a header (`X-Fail: yes`) or a path below the base URL (`/debug/fail`)"
)]
pub struct TriggerParseError(String);

impl std::str::FromStr for ErrorTrigger {
    type Err = TriggerParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_visible =
            |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic() || c == ' ');
        if text.starts_with('/') && is_visible(text) && !text.contains(' ') {
            return Ok(Self::Path(text.to_owned()));
        }
        match text.split_once(':') {
            Some((name, value))
                if is_visible(name) && !name.contains(' ') && is_visible(value.trim()) =>
            {
                Ok(Self::Header {
                    name: name.to_owned(),
                    value: value.trim().to_owned(),
                })
            }
            Some(_) | None => Err(TriggerParseError(text.to_owned())),
        }
    }
}

/// The reason why a request cannot be composed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// A name without a value.
    #[error(transparent)]
    UnboundName(#[from] UnboundName),
    /// A trigger that the target does not offer.
    #[error("the target offers no `{0}` trigger")]
    UnavailableTrigger(String),
}

impl RequestDefaults {
    /// Composes a request from its template.
    ///
    /// The headers are, in this order: `User-Agent`, `Accept`, the token, `Content-Type` if there is a body, the other headers of
    /// the case, the header of the trigger.
    ///
    /// # Errors
    /// Returns [`ComposeError`] if a name has no value or the target does not offer the trigger.
    pub fn compose_request(
        &self,
        ask: &RequestTemplate,
        bindings: &dyn TemplateBindings,
    ) -> Result<Request, ComposeError> {
        let mut target = ask.target.render_text(bindings)?;
        let body = compose_body(ask, bindings)?;
        let plain = |text: &str| RequestHeaderValue::Plain(WireBytes::from(text));
        let mut headers = vec![
            ("User-Agent".to_owned(), plain(&self.user_agent)),
            ("Accept".to_owned(), plain("*/*")),
        ];
        if ask.actor != Actor::Anonymous {
            headers.push((
                self.token_header.name.clone(),
                RequestHeaderValue::Token(TokenValue {
                    actor: ask.actor,
                    before: self.token_header.before.clone(),
                    behind: self.token_header.behind.clone(),
                }),
            ));
        }
        if body.is_some() {
            headers.push(("Content-Type".to_owned(), plain("application/json")));
        }
        for (name, value) in &ask.headers {
            let place = headers
                .iter()
                .position(|(usual, _)| usual.eq_ignore_ascii_case(name));
            let value = value
                .as_ref()
                .map(|value| value.render_text(bindings))
                .transpose()?;
            match (place, value) {
                (Some(place), Some(value)) => headers[place].1 = plain(&value),
                (Some(place), None) => {
                    headers.remove(place);
                }
                (None, Some(value)) => headers.push((name.clone(), plain(&value))),
                (None, None) => {}
            }
        }
        if let Some(hook) = &ask.trigger {
            match self.triggers.get(hook) {
                Some(ErrorTrigger::Header { name, value }) => {
                    headers.push((name.clone(), plain(value)));
                }
                Some(ErrorTrigger::Path(path)) => target.clone_from(path),
                None => return Err(ComposeError::UnavailableTrigger(hook.clone())),
            }
        }
        Ok(Request {
            method: ask.method.clone(),
            target,
            headers,
            body,
        })
    }

    /// Reports whether a request has the header or the path of a trigger, so that its response says nothing about ordinary requests.
    #[must_use]
    pub fn request_has_trigger(&self, request: &Request) -> bool {
        self.triggers.values().any(|trigger| match trigger {
            ErrorTrigger::Header { name, .. } => request.header_value(name).is_some(),
            ErrorTrigger::Path(path) => request.target == *path,
        })
    }
}

fn compose_body(
    ask: &RequestTemplate,
    bindings: &dyn TemplateBindings,
) -> Result<Option<WireBytes>, UnboundName> {
    Ok(match &ask.body {
        BodyTemplate::None => None,
        BodyTemplate::Json(json) => Some(WireBytes(
            json.render_value(bindings)?.to_string().into_bytes(),
        )),
        BodyTemplate::Parts(parts) => {
            let mut bytes = Vec::new();
            for part in parts {
                match part {
                    BodyTemplatePart::Bytes(own) => bytes.extend_from_slice(own),
                    BodyTemplatePart::Template(template) => {
                        bytes.extend_from_slice(template.render_text(bindings)?.as_bytes());
                    }
                }
            }
            Some(WireBytes(bytes))
        }
    })
}

#[cfg(test)]
#[path = "compose_request_tests.rs"]
mod tests;
