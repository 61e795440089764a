//! Parsing of positive controls.

use super::case::Control;
use super::parse_request::{parse_actor, parse_request};
use crate::contract::authored::{TableReader, TomlFileReader, TomlNode, TomlTable, TomlValue};
use crate::exchange::Actor;

/// The keys of a request that a control inherits from its case unless it has them itself.
const INHERITED_REQUEST_KEYS: &[&str] = &["as", "request", "headers", "while", "trigger"];
/// The keys of a body. A control inherits none of them if it has a body of its own or drops the body.
const BODY_KEYS: &[&str] = &["json", "text", "hex", "parts"];
/// The methods that usually have no body. A control that changes to one of them does not inherit the body of its case.
const METHODS_WITHOUT_BODY: &[&str] = &["GET", "HEAD", "OPTIONS", "DELETE"];

/// A control as written. Without an actor of its own, it takes the actor of the case.
#[derive(Clone, Debug)]
pub(super) struct ParsedControl {
    own_actor: Option<Actor>,
    control: Control,
}

impl ParsedControl {
    /// Returns the control for a case of this actor.
    pub(super) fn for_actor(&self, case_actor: Actor) -> Control {
        let mut control = self.control.clone();
        control.request.actor = self.own_actor.unwrap_or(case_actor);
        control
    }
}

/// Parses the controls of the case whose table is `case`.
pub(super) fn parse_controls(
    file: &mut TomlFileReader,
    id: &str,
    node: &TomlNode,
    case: &TomlTable,
) -> Vec<ParsedControl> {
    let items = match &node.value {
        TomlValue::List(items) if items.is_empty() => {
            file.record_diagnostic(
                node.span.clone(),
                format!("case `{id}`: the list of controls is empty"),
                Some("write a control, or `no_control` with a reason".to_owned()),
            );
            &[]
        }
        TomlValue::List(items) => items.as_slice(),
        TomlValue::Table(_) | TomlValue::Text(_) | TomlValue::Scalar(_) | TomlValue::Date(_) => {
            std::slice::from_ref(node)
        }
    };
    items
        .iter()
        .filter_map(|item| match &item.value {
            TomlValue::Table(own) => parse_control(file, id, own, item, case),
            TomlValue::Text(_) | TomlValue::Scalar(_) | TomlValue::Date(_) | TomlValue::List(_) => {
                file.record_diagnostic(
                    item.span.clone(),
                    format!(
                        "case `{id}`: a control is a table, and this is {}",
                        item.type_name()
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

fn parse_control(
    file: &mut TomlFileReader,
    id: &str,
    own: &TomlTable,
    node: &TomlNode,
    case: &TomlTable,
) -> Option<ParsedControl> {
    let what = format!("control of case `{id}`");
    let mut reader = TableReader::new(
        file,
        what,
        with_inherited_keys(own, case),
        node.span.clone(),
    );
    let drops = reader.take_value("body");
    if let Some(drops) = drops
        && !matches!(
            drops.value,
            TomlValue::Scalar(serde_json::Value::Bool(false))
        )
    {
        reader.diagnose_with_optional_hint(
            drops.span,
            "`body` can only be `false`, which drops the body of the case",
            Some("a body is written as `json`, `text`, `hex` or `parts`".to_owned()),
        );
    } else if own.contains_key("body") && BODY_KEYS.iter().any(|key| own.contains_key(*key)) {
        reader.diagnose(
            node.span.clone(),
            "`body = false` drops the body, and there is another",
        );
    }
    // A control does not inherit the list of actors: it takes the one that its case is generated for.
    let actors = reader.take_texts("as");
    let own_actor = match actors.filter(|_| own.contains_key("as")).as_deref() {
        None => None,
        Some([(text, span)]) => parse_actor(&mut reader, text, span.clone()),
        Some(_) => {
            reader.diagnose_with_optional_hint(
                node.span.clone(),
                "`as` of a control is one actor",
                Some("write a list of controls".to_owned()),
            );
            None
        }
    };
    let statuses = reader
        .take_status_codes("status")
        .unwrap_or_else(|| vec![200]);
    // `about` is allowed in a control as a description for readers.
    reader.take_text("about");
    let ask = parse_request(&mut reader, own_actor.unwrap_or(Actor::Owner));
    reader.diagnose_unread_keys();
    Some(ParsedControl {
        own_actor,
        control: Control {
            request: ask?,
            success_statuses: statuses,
            has_own_conditions: own.contains_key("while"),
        },
    })
}

/// Returns the keys of a control together with those that it inherits from its case.
fn with_inherited_keys(own: &TomlTable, case: &TomlTable) -> TomlTable {
    let leaves_body = own.contains_key("body")
        || BODY_KEYS.iter().any(|key| own.contains_key(*key))
        || changes_to_method_without_body(own, case);
    let body_keys = if leaves_body { &[] } else { BODY_KEYS };
    let mut table = own.clone();
    for key in INHERITED_REQUEST_KEYS.iter().chain(body_keys) {
        if let (false, Some(value)) = (own.contains_key(*key), case.get(*key)) {
            table.insert((*key).to_owned(), value.clone());
        }
    }
    table
}

fn changes_to_method_without_body(own: &TomlTable, case: &TomlTable) -> bool {
    let method = |table: &TomlTable| {
        let (_, request) = table.get("request")?;
        Some(request.as_text()?.split(' ').next()?.to_owned())
    };
    method(own).is_some_and(|own| {
        METHODS_WITHOUT_BODY.contains(&own.as_str()) && method(case).is_none_or(|case| case != own)
    })
}

#[cfg(test)]
#[path = "parse_control_tests.rs"]
mod tests;
