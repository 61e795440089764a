//! Parsing of requests.

use super::ask::{Ask, Condition};
use super::json::JsonTemplate;
use super::parse_body::body;
use super::template::Template;
use crate::contract::authored::{Kind, Node, Reader, Span};
use crate::exchange::Actor;

/// Parses the request of a case or a control; `None` after a mistake in a required part.
pub(super) fn ask(reader: &mut Reader<'_>, actor: Actor) -> Option<Ask> {
    let conditions = conditions(reader);
    // An empty text in a control removes the trigger of its case.
    let hook = reader
        .text("trigger")
        .map(|(hook, _)| hook)
        .filter(|hook| !hook.is_empty());
    Some(Ask {
        conditions,
        hook,
        ..bare_ask(reader, actor)?
    })
}

/// Parses a request without conditions and trigger, such as the request of a fixture.
pub(super) fn bare_ask(reader: &mut Reader<'_>, actor: Actor) -> Option<Ask> {
    let request = reader.required_text("request");
    let headers = headers(reader);
    let body = body(reader);
    let (method, target) = request_line(reader, request?)?;
    Some(Ask {
        method,
        headers,
        body,
        ..Ask::read(actor, target)
    })
}

/// Parses a list of requests such as `"GET /members/{x} as stranger"`.
pub(super) fn reads(reader: &mut Reader<'_>, key: &'static str) -> Vec<Ask> {
    let mut reads = Vec::new();
    for (text, span) in reader.texts(key).unwrap_or_default() {
        let (request, who) = text.rsplit_once(" as ").unwrap_or((&text, "owner"));
        let who = actor(reader, who, span.clone());
        let request = request_line(reader, (request.to_owned(), span.clone()));
        if let (Some(who), Some((method, target))) = (who, request) {
            if key == "unchanged" && method != "GET" {
                let what = format!("`{key}` lists reads, and `{method}` is none: write `GET`");
                reader.flaw(span, &what);
            }
            reads.push(Ask {
                method,
                ..Ask::read(who, target)
            });
        }
    }
    reads
}

/// Parses a request line such as `GET /members/{x}`.
pub(super) fn request_line(
    reader: &mut Reader<'_>,
    (text, span): (String, Span),
) -> Option<(String, Template)> {
    let Some((method, target)) = text.split_once(' ') else {
        reader.flaw(
            span,
            &format!("`{text}` is no request: write `GET /members/{{owner_member.id}}`"),
        );
        return None;
    };
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if method.is_empty() || !method.chars().all(is_token) {
        let what = format!("`{method}` is no method: write `GET /members/{{owner_member.id}}`");
        reader.flaw(span, &what);
        return None;
    }
    let outside: String = outside_places(target);
    if !target.starts_with('/') || outside.chars().any(|c| !c.is_ascii_graphic()) {
        reader.flaw(
            span,
            &format!("`{target}` cannot be sent: a target begins with `/` and holds visible ASCII only; percent-encode the rest"),
        );
        return None;
    }
    Some((method.to_owned(), template(reader, target, span)?))
}

/// Removes the placeholders, which may contain spaces, from the source of a template.
fn outside_places(text: &str) -> String {
    super::template::pieces(text)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|piece| match piece {
            super::template::Piece::Text(text) => Some(text),
            super::template::Piece::Place(_) => None,
        })
        .collect()
}

pub(super) fn template(reader: &mut Reader<'_>, text: &str, span: Span) -> Option<Template> {
    text.parse()
        .map_err(|error: super::template::TemplateError| reader.flaw(span, &error.to_string()))
        .ok()
}

/// Parses the name of an actor.
pub(super) fn actor(reader: &mut Reader<'_>, text: &str, span: Span) -> Option<Actor> {
    let actor = Actor::ALL
        .iter()
        .copied()
        .find(|actor| actor.as_str() == text);
    if actor.is_none() {
        let choice: Vec<&str> = Actor::ALL.iter().map(|actor| actor.as_str()).collect();
        reader.unknown_word(span, "actor", text, &choice);
    }
    actor
}

fn headers(reader: &mut Reader<'_>) -> Vec<(String, Option<Template>)> {
    let Some((table, _)) = reader.table("headers") else {
        return Vec::new();
    };
    let mut headers = Vec::new();
    for (name, (span, value)) in table {
        match value.kind {
            Kind::Scalar(serde_json::Value::Bool(false)) => headers.push((name, None)),
            Kind::Text(text) => {
                if let Some(template) = template(reader, &text, value.span) {
                    headers.push((name, Some(template)));
                }
            }
            Kind::Scalar(_) | Kind::Date(_) | Kind::List(_) | Kind::Table(_) => reader.flaw(
                span,
                &format!("header `{name}` has to be a text, or `false` to leave it out"),
            ),
        }
    }
    headers
}

fn conditions(reader: &mut Reader<'_>) -> Vec<Condition> {
    let Some((table, _)) = reader.table("while") else {
        return Vec::new();
    };
    table
        .into_iter()
        .filter_map(|(kept, (_, node))| {
            if !matches!(node.kind, Kind::Table(_)) {
                let what = format!(
                    "`while.{kept}` is {}, and has to be a table of keys and values",
                    node.kind_name()
                );
                reader.flaw(node.span, &what);
                return None;
            }
            let holds = json(reader, &node)?;
            Some(Condition { kept, holds })
        })
        .collect()
}

pub(super) fn json(reader: &mut Reader<'_>, node: &Node) -> Option<JsonTemplate> {
    Some(match &node.kind {
        Kind::Scalar(value) => JsonTemplate::Scalar(value.clone()),
        Kind::Text(text) => JsonTemplate::Text(template(reader, text, node.span.clone())?),
        Kind::Date(_) => {
            let what = "JSON has no dates: write a text, in quotes";
            reader.file.flaw(node.span.clone(), what, None);
            return None;
        }
        Kind::List(items) => {
            JsonTemplate::List(items.iter().filter_map(|item| json(reader, item)).collect())
        }
        Kind::Table(table) => JsonTemplate::Object(
            table
                .iter()
                .filter_map(|(key, (span, value))| {
                    Some((template(reader, key, span.clone())?, json(reader, value)?))
                })
                .collect(),
        ),
    })
}
