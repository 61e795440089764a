//! Parsing of requests.

use super::json_template::JsonTemplate;
use super::parse_body::parse_body;
use super::request_template::{RequestTemplate, RequiredObjectState};
use super::template::Template;
use crate::contract::authored::{Span, TableReader, TomlNode, TomlValue};
use crate::exchange::Actor;

/// Parses the request of a case or a control; `None` after a mistake in a required part.
pub(super) fn parse_request(reader: &mut TableReader<'_>, actor: Actor) -> Option<RequestTemplate> {
    let conditions = parse_required_object_states(reader);
    // An empty text in a control removes the trigger of its case.
    let hook = reader
        .take_text("trigger")
        .map(|(hook, _)| hook)
        .filter(|hook| !hook.is_empty());
    Some(RequestTemplate {
        conditions,
        trigger: hook,
        ..parse_plain_request(reader, actor)?
    })
}

/// Parses a request without conditions and trigger, such as the request of a fixture.
pub(super) fn parse_plain_request(
    reader: &mut TableReader<'_>,
    actor: Actor,
) -> Option<RequestTemplate> {
    let request = reader.take_required_text("request");
    let headers = parse_headers(reader);
    let body = parse_body(reader);
    let (method, target) = parse_request_line(reader, request?)?;
    Some(RequestTemplate {
        method,
        headers,
        body,
        ..RequestTemplate::new_get(actor, target)
    })
}

/// Parses a list of requests such as `"GET /members/{x} as stranger"`.
pub(super) fn parse_request_list(
    reader: &mut TableReader<'_>,
    key: &'static str,
) -> Vec<RequestTemplate> {
    let mut reads = Vec::new();
    for (text, span) in reader.take_texts(key).unwrap_or_default() {
        let (request, who) = text.rsplit_once(" as ").unwrap_or((&text, "owner"));
        let who = parse_actor(reader, who, span.clone());
        let request = parse_request_line(reader, (request.to_owned(), span.clone()));
        if let (Some(who), Some((method, target))) = (who, request) {
            if key == "unchanged" && method != "GET" {
                let what =
                    format!("`{key}` lists reads, and `{method}` is not a read: write `GET`");
                reader.diagnose(span, &what);
            }
            reads.push(RequestTemplate {
                method,
                ..RequestTemplate::new_get(who, target)
            });
        }
    }
    reads
}

/// Parses a request line such as `GET /members/{x}`.
pub(super) fn parse_request_line(
    reader: &mut TableReader<'_>,
    (text, span): (String, Span),
) -> Option<(String, Template)> {
    let Some((method, target)) = text.split_once(' ') else {
        reader.diagnose(
            span,
            &format!("`{text}` is not a request: write `GET /members/{{owner_member.id}}`"),
        );
        return None;
    };
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if method.is_empty() || !method.chars().all(is_token) {
        let what = format!("`{method}` is not a method: write `GET /members/{{owner_member.id}}`");
        reader.diagnose(span, &what);
        return None;
    }
    let outside: String = strip_placeholders(target);
    if !target.starts_with('/') || outside.chars().any(|c| !c.is_ascii_graphic()) {
        reader.diagnose(
            span,
            &format!("`{target}` cannot be sent: a target begins with `/` and holds visible ASCII only; percent-encode the rest"),
        );
        return None;
    }
    Some((method.to_owned(), parse_template(reader, target, span)?))
}

/// Removes the placeholders, which may contain spaces, from the source of a template.
fn strip_placeholders(text: &str) -> String {
    super::template::split_template(text)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|piece| match piece {
            super::template::RawTemplatePart::Text(text) => Some(text),
            super::template::RawTemplatePart::Placeholder(_) => None,
        })
        .collect()
}

pub(super) fn parse_template(
    reader: &mut TableReader<'_>,
    text: &str,
    span: Span,
) -> Option<Template> {
    text.parse()
        .map_err(|error: super::template::TemplateParseError| {
            reader.diagnose(span, &error.to_string());
        })
        .ok()
}

/// Parses the name of an actor.
pub(super) fn parse_actor(reader: &mut TableReader<'_>, text: &str, span: Span) -> Option<Actor> {
    let actor = Actor::ALL
        .iter()
        .copied()
        .find(|actor| actor.as_str() == text);
    if actor.is_none() {
        let choice: Vec<&str> = Actor::ALL.iter().map(|actor| actor.as_str()).collect();
        reader.diagnose_unknown_word(span, "actor", text, &choice);
    }
    actor
}

fn parse_headers(reader: &mut TableReader<'_>) -> Vec<(String, Option<Template>)> {
    let Some((table, _)) = reader.take_table("headers") else {
        return Vec::new();
    };
    let mut headers = Vec::new();
    for (name, (span, value)) in table {
        match value.value {
            TomlValue::Scalar(serde_json::Value::Bool(false)) => headers.push((name, None)),
            TomlValue::Text(text) => {
                if let Some(template) = parse_template(reader, &text, value.span) {
                    headers.push((name, Some(template)));
                }
            }
            TomlValue::Scalar(_)
            | TomlValue::Date(_)
            | TomlValue::List(_)
            | TomlValue::Table(_) => reader.diagnose(
                span,
                &format!("header `{name}` has to be a text, or `false` to leave it out"),
            ),
        }
    }
    headers
}

fn parse_required_object_states(reader: &mut TableReader<'_>) -> Vec<RequiredObjectState> {
    let Some((table, _)) = reader.take_table("while") else {
        return Vec::new();
    };
    table
        .into_iter()
        .filter_map(|(kept, (_, node))| {
            if !matches!(node.value, TomlValue::Table(_)) {
                let what = format!(
                    "`while.{kept}` is {}, and has to be a table of keys and values",
                    node.type_name()
                );
                reader.diagnose(node.span, &what);
                return None;
            }
            let holds = parse_json_template(reader, &node)?;
            Some(RequiredObjectState {
                object: kept,
                state: holds,
            })
        })
        .collect()
}

pub(super) fn parse_json_template(
    reader: &mut TableReader<'_>,
    node: &TomlNode,
) -> Option<JsonTemplate> {
    Some(match &node.value {
        TomlValue::Scalar(value) => JsonTemplate::Scalar(value.clone()),
        TomlValue::Text(text) => {
            JsonTemplate::Text(parse_template(reader, text, node.span.clone())?)
        }
        TomlValue::Date(_) => {
            let what = "JSON has no dates: write a text, in quotes";
            reader.file.record_diagnostic(node.span.clone(), what, None);
            return None;
        }
        TomlValue::List(items) => JsonTemplate::List(
            items
                .iter()
                .filter_map(|item| parse_json_template(reader, item))
                .collect(),
        ),
        TomlValue::Table(table) => JsonTemplate::Object(
            table
                .iter()
                .filter_map(|(key, (span, value))| {
                    Some((
                        parse_template(reader, key, span.clone())?,
                        parse_json_template(reader, value)?,
                    ))
                })
                .collect(),
        ),
    })
}
