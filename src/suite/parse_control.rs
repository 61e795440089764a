//! Parsing of positive controls.

use super::case::Control;
use super::parse_ask::{actor, ask};
use crate::contract::authored::{File, Kind, Node, Reader, Table};
use crate::exchange::Actor;

/// The keys of a request that a control inherits from its case unless it has them itself.
const REQUEST_KEYS: &[&str] = &["as", "request", "headers", "while", "trigger"];
/// The keys of a body. A control inherits none of them if it has a body of its own or drops the body.
const BODY_KEYS: &[&str] = &["json", "text", "hex", "parts"];
/// The methods that usually have no body. A control that changes to one of them does not inherit the body of its case.
const WITHOUT_BODY: &[&str] = &["GET", "HEAD", "OPTIONS", "DELETE"];

/// A control as written. Without an actor of its own, it takes the actor of the case.
#[derive(Clone, Debug)]
pub(super) struct Twin {
    own_actor: Option<Actor>,
    control: Control,
}

impl Twin {
    /// Returns the control for a case of this actor.
    pub(super) fn of(&self, case_actor: Actor) -> Control {
        let mut control = self.control.clone();
        control.ask.actor = self.own_actor.unwrap_or(case_actor);
        control
    }
}

/// Parses the controls of the case whose table is `case`.
pub(super) fn twins(file: &mut File, id: &str, node: &Node, case: &Table) -> Vec<Twin> {
    let items = match &node.kind {
        Kind::List(items) if items.is_empty() => {
            file.flaw(
                node.span.clone(),
                format!("case `{id}`: the list of controls is empty"),
                Some("write a control, or `no_control` with a reason".to_owned()),
            );
            &[]
        }
        Kind::List(items) => items.as_slice(),
        Kind::Table(_) | Kind::Text(_) | Kind::Scalar(_) | Kind::Date(_) => {
            std::slice::from_ref(node)
        }
    };
    items
        .iter()
        .filter_map(|item| match &item.kind {
            Kind::Table(own) => twin(file, id, own, item, case),
            Kind::Text(_) | Kind::Scalar(_) | Kind::Date(_) | Kind::List(_) => {
                file.flaw(
                    item.span.clone(),
                    format!(
                        "case `{id}`: a control is a table, and this is {}",
                        item.kind_name()
                    ),
                    Some(
                        "write `control = { request = \"GET /members/{owner_member.id}\" }`"
                            .to_owned(),
                    ),
                );
                None
            }
        })
        .collect()
}

fn twin(file: &mut File, id: &str, own: &Table, node: &Node, case: &Table) -> Option<Twin> {
    let what = format!("control of case `{id}`");
    let mut reader = Reader::new(file, what, with_inherited(own, case), node.span.clone());
    let drops = reader.take("body");
    if let Some(drops) = drops
        && !matches!(drops.kind, Kind::Scalar(serde_json::Value::Bool(false)))
    {
        reader.flaw_with_hint(
            drops.span,
            "`body` can only be `false`, which drops the body of the case",
            Some("a body is written as `json`, `text`, `hex` or `parts`".to_owned()),
        );
    } else if own.contains_key("body") && BODY_KEYS.iter().any(|key| own.contains_key(*key)) {
        reader.flaw(
            node.span.clone(),
            "`body = false` drops the body, and there is another",
        );
    }
    // A control does not inherit the list of actors: it takes the one that its case is generated for.
    let actors = reader.texts("as");
    let own_actor = match actors.filter(|_| own.contains_key("as")).as_deref() {
        None => None,
        Some([(text, span)]) => actor(&mut reader, text, span.clone()),
        Some(_) => {
            reader.flaw_with_hint(
                node.span.clone(),
                "`as` of a control is one actor",
                Some("write a list of controls".to_owned()),
            );
            None
        }
    };
    let statuses = reader.statuses("status").unwrap_or_else(|| vec![200]);
    // `about` is allowed in a control as a description for readers.
    reader.text("about");
    let ask = ask(&mut reader, own_actor.unwrap_or(Actor::Owner));
    reader.finish();
    Some(Twin {
        own_actor,
        control: Control {
            ask: ask?,
            statuses,
            has_own_conditions: own.contains_key("while"),
        },
    })
}

/// Returns the keys of a control together with those that it inherits from its case.
fn with_inherited(own: &Table, case: &Table) -> Table {
    let leaves_body = own.contains_key("body")
        || BODY_KEYS.iter().any(|key| own.contains_key(*key))
        || changes_to_method_without_body(own, case);
    let body_keys = if leaves_body { &[] } else { BODY_KEYS };
    let mut table = own.clone();
    for key in REQUEST_KEYS.iter().chain(body_keys) {
        if let (false, Some(value)) = (own.contains_key(*key), case.get(*key)) {
            table.insert((*key).to_owned(), value.clone());
        }
    }
    table
}

fn changes_to_method_without_body(own: &Table, case: &Table) -> bool {
    let method = |table: &Table| {
        let (_, request) = table.get("request")?;
        Some(request.text()?.split(' ').next()?.to_owned())
    };
    method(own).is_some_and(|own| {
        WITHOUT_BODY.contains(&own.as_str()) && method(case).is_none_or(|case| case != own)
    })
}

#[cfg(test)]
#[path = "parse_control_tests.rs"]
mod tests;
